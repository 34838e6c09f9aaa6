#include "rules/apr/remove_gate.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "diagnostics/rule_ids.h"
#include "ir/text.h"

namespace wain::lint {
namespace {

bool may_go(const View& view, Place place) {
  const ir::Node& gate = view[place];
  if (gate.name.empty() || gate.irreversible || !gate.controls.empty()) return false;
  bool writes = false;
  view.writes(place.process).anywhere(gate, [&](const ir::Path&) { writes = true; });
  return !writes;
}

}  // namespace

void propose_removal(const View& view, Place place, Reporter& reporter) {
  if (!may_go(view, place)) return;
  const ir::Node& gate = view[place];
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixRemoveGate, {arg("gate", gate.name)});
  fix.rewrites = {{Rewrite::Kind::Remove, gate.span, {}, {}, {}}};
  fix.gone = {std::string(gate.name)};
  reporter.offer(std::move(fix));
}

void propose_audit(const View& view, Place place, ir::NodeId earlier, const ir::Decimal& share,
                   Reporter& reporter) {
  const ir::Process& process = view[place.process];
  const ir::Node& gate = view[place];
  const std::optional<double> hours =
      view.estimates.for_process(place.process).effort_hours(place.process, place.node);
  const bool is_known = hours && *hours > 0 && !process[earlier].name.empty();
  if (!may_go(view, place) || !is_known || view.actor_of(gate).kind == ir::ActorKind::Committee) return;
  constexpr double seconds_an_hour = 3600;
  const ir::Duration takes{std::llround(*hours * seconds_an_hour) * ir::Duration::second};
  std::string evidence;
  for (const ir::Path& path : gate.sees)
    evidence += fmt::format("{}{}", evidence.empty() ? "" : ", ", ir::str(view.definition, &process, path));
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixAuditInstead, {arg("gate", gate.name), arg("share", share.percent()),
                                             arg("earlier", process[earlier].name)});
  fix.rewrites = {{Rewrite::Kind::Remove, gate.span, {}, {}, {}},
                  {Rewrite::Kind::PutInside,
                   process.span,
                   fmt::format("audit {} of {} by {} {{ samples {}  judges {}  sees {}  takes {} }}",
                               gate.name, process[earlier].name, view.actor_of(gate).name, share.percent(),
                               ir::names_of(view.definition, gate.judges, ", "), evidence, takes.str()),
                   {},
                   {}}};
  fix.gone = {std::string(gate.name)};
  reporter.offer(std::move(fix));
}

}  // namespace wain::lint
