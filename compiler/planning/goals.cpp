// What good looks like: `good when` of the outcomes that cases of the scenario may end in.
#include <algorithm>

#include "planning/claims.h"
#include "planning/work.h"

namespace wain::planning {
namespace {

using simulation::Claim;
using simulation::Missing;
using simulation::Reference;

/// Nothing for what only claims about scenarios can miss: a step, an actor, an end.
std::optional<plan::NotSimulated> not_simulated(Missing missing) {
  switch (missing) {
    case Missing::NeverSet: return plan::NotSimulated::NeverSet;
    case Missing::NotDrawn: return plan::NotSimulated::NotDrawn;
    case Missing::NoTruth: return plan::NotSimulated::NoTruth;
    case Missing::NoCosts: return plan::NotSimulated::NoCosts;
    case Missing::OtherCurrency: return plan::NotSimulated::OtherCurrency;
    default: return std::nullopt;
  }
}

/// A measure that stands beside the outcome is one of each process that yields it.
plan::Statistic statistic_of(const plan::Plan& plan, const Reference& reference) {
  plan::Statistic out;
  out.kind = static_cast<plan::Statistic::Kind>(reference.statistic);
  out.quantile = reference.quantile;
  out.figure = reference.figure;
  out.criterion = reference.criterion;
  if (reference.of == Reference::Of::Missed) out.of = plan::Statistic::Of::Missed;
  if (reference.of != Reference::Of::Measures) return out;
  out.of = plan::Statistic::Of::Measure;
  for (const simulation::MeasureAt& at : reference.measures) {
    const plan::MeasureOf one{plan.runs[at.run].process, at.measure};
    const auto same = [&](const plan::MeasureOf& other) { return other.process == one.process; };
    if (std::none_of(out.measures.begin(), out.measures.end(), same)) out.measures.push_back(one);
  }
  return out;
}

plan::Goal goal_of(Work& work, const ir::StatisticComparison& comparison) {
  const Claim claim = lower_good_when(work.definition, work.ids, comparison, work.plan);
  plan::Goal out;
  out.text = claim_text(work.sources, comparison);
  out.place = work.place(comparison.span);
  out.not_simulated = not_simulated(claim.left.missing);
  if (!out.not_simulated && claim.right) out.not_simulated = not_simulated(claim.right->missing);
  if (out.not_simulated) return out;
  out.left = statistic_of(work.plan, claim.left);
  out.op = static_cast<plan::Goal::Op>(claim.op);
  out.number = claim.number;
  out.factor = claim.factor;
  if (claim.right) out.right = statistic_of(work.plan, *claim.right);
  return out;
}

}  // namespace

void lower_goals(Work& work) {
  for (std::uint32_t i = 0; i < work.definition.outcomes.size(); ++i) {
    const plan::Index index = work.outcome_of[i];
    if (index == plan::none) continue;
    const auto yields = [&](const ir::Run& run) {
      const auto& all = work.definition[run.process].yields;
      return std::find(all.begin(), all.end(), ir::OutcomeId{i}) != all.end();
    };
    // What only a callee ends in is no end of a case.
    if (std::none_of(work.scenario.runs.begin(), work.scenario.runs.end(), yields)) continue;
    for (const ir::GoodWhen& good : work.definition.outcomes[i].good_when)
      work.plan.outcomes[index].goals.push_back(goal_of(work, good.claim));
  }
}

}  // namespace wain::planning
