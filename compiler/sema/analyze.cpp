#include "sema/analyze.h"

#include "ir/verifier.h"
#include "sema/context.h"

namespace wain::sema {

Analysis analyze(SourceManager& sources, FileId root, const FileReader& read, Diagnostics& diagnostics) {
  Analysis result;
  result.definition = std::make_unique<ir::Definition>();
  Context context(sources, diagnostics, *result.definition);
  context.error_type = result.definition->intern(ir::Type{});
  result.definition->roots.push_back(root);

  load(context, root, read);
  declare(context);
  lower_constants(context);
  lower_calendars(context);
  lower_data(context);
  lower_actors(context);
  settle_people(context);
  lower_process_headers(context);
  lower_process_bodies(context);
  ir::verify_or_abort(context.definition);
  check_assignment(context);
  ir::verify_or_abort(context.definition);
  lower_outcomes(context);
  ir::verify_or_abort(context.definition);
  lower_scenarios(context);
  ir::verify_or_abort(context.definition);
  lower_expectations(context);
  ir::verify_or_abort(context.definition);
  collect_allows(context);

  result.trees.reserve(context.units.size());
  for (Unit& unit : context.units) result.trees.push_back(std::move(unit.tree));
  return result;
}

}  // namespace wain::sema
