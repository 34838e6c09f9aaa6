#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;

void lower_requires(const Cursor& item, ir::Outcome& outcome) {
  for (const ir::CriterionId criterion : resolve_criteria(item.child(Rule::NameList)))
    if (std::find(outcome.requires_criteria.begin(), outcome.requires_criteria.end(), criterion) ==
        outcome.requires_criteria.end())
      outcome.requires_criteria.push_back(criterion);
}

void lower_outcome(const Cursor& declaration, ir::OutcomeId id) {
  Context& context = *declaration.context;
  OnceEach once(context);
  ir::Outcome& outcome = context.definition.outcomes[id.index];
  outcome.measures = lower_measures(declaration, {});
  for (const Cursor& item : declaration.children()) {
    if (item.rule() == Rule::GoodProp) {
      // The comparison reports what is wrong even where a neighbour is broken.
      if (auto claim = lower_statistics(item.child(Rule::ComparisonOfStatistics), id))
        outcome.good_when.push_back({std::move(*claim)});
      continue;
    }
    if (item.has_error()) continue;
    if (item.rule() == Rule::OwnerProp) {
      ++outcome.owners_declared;
      if (!once.first("owner", item.span())) continue;
      // Any actor resolves: that a machine or a committee answers for a result is a finding, too.
      outcome.owner = resolve_actor(item.child(Rule::Qualified));
      outcome.owner_span = item.span();
    } else if (item.rule() == Rule::RequiresProp) {
      lower_requires(item, outcome);
    } else if (item.rule() == Rule::Observed && once.first("observed", item.span())) {
      outcome.observed = lower_observed(item);
    }
  }
}

}  // namespace

void lower_outcomes(Context& context) {
  for (const Symbol& symbol : context.symbols) {
    if (symbol.kind != SymbolKind::Outcome) continue;
    const ErrorWatch watch(context);
    lower_outcome({&context, symbol.tree, symbol.declaration}, {symbol.index});
    if (watch.any()) context.definition.outcomes[symbol.index].broken = true;
  }
}

}  // namespace wain::sema
