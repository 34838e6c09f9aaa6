#include "simulation/goods.h"

#include <algorithm>

namespace wain::simulation {
namespace {

Missing missing_of(plan::NotSimulated why) {
  switch (why) {
    case plan::NotSimulated::NeverSet: return Missing::NeverSet;
    case plan::NotSimulated::NotDrawn: return Missing::NotDrawn;
    case plan::NotSimulated::NoTruth: return Missing::NoTruth;
    case plan::NotSimulated::NoCosts: return Missing::NoCosts;
    case plan::NotSimulated::OtherCurrency: return Missing::OtherCurrency;
  }
  return Missing::NeverSet;
}

Reference reference_of(const plan::Plan& plan, const plan::Statistic& of, plan::Index outcome) {
  Reference out;
  out.statistic = static_cast<Reference::Statistic>(of.kind);
  out.quantile = of.quantile;
  out.figure = of.figure;
  out.outcome = outcome;
  out.criterion = of.criterion;
  if (of.of == plan::Statistic::Of::Missed) out.of = Reference::Of::Missed;
  if (of.of != plan::Statistic::Of::Measure) return out;
  out.of = Reference::Of::Measures;
  for (std::size_t run = 0; run < plan.runs.size(); ++run)
    for (const plan::MeasureOf& one : of.measures)
      if (plan.runs[run].process == one.process) out.measures.push_back({run, one.measure, outcome});
  return out;
}

Unit unit_of(const Reference& reference) {
  if (reference.statistic == Reference::Statistic::Share) return Unit::Share;
  switch (reference.figure) {
    case plan::Figure::Cost:
    case plan::Figure::Loss: return Unit::Money;
    case plan::Figure::Rework: return Unit::Number;
    default: return Unit::Time;
  }
}

Claim claim_of(const plan::Plan& plan, const plan::Goal& goal, plan::Index outcome) {
  Claim claim;
  if (goal.not_simulated) {
    claim.left.missing = missing_of(*goal.not_simulated);
    return claim;
  }
  claim.left = reference_of(plan, goal.left, outcome);
  claim.op = static_cast<Claim::Op>(goal.op);
  claim.number = goal.number;
  claim.factor = goal.factor;
  if (goal.right) claim.right = reference_of(plan, *goal.right, outcome);
  claim.unit = unit_of(claim.left);
  return claim;
}

void keep(Reference& reference, std::vector<runtime::Watch>& watches) {
  const auto watch = watch_of(reference);
  const bool kept_anyway =
      reference.of == Reference::Of::Cases && reference.figure == plan::Figure::CycleTime;
  if (!watch || kept_anyway) return;
  const auto known = std::find(watches.begin(), watches.end(), *watch);
  reference.watch = static_cast<std::size_t>(known - watches.begin());
  if (known == watches.end()) watches.push_back(*watch);
}

}  // namespace

std::vector<Good> goods_of(const plan::Plan& plan, std::vector<runtime::Watch>& watches) {
  std::vector<Good> goods;
  for (plan::Index i = 0; i < plan.outcomes.size(); ++i)
    for (const plan::Goal& goal : plan.outcomes[i].goals) {
      Good& good =
          goods.emplace_back(Good{plan.outcomes[i].name, goal.text, goal.place, claim_of(plan, goal, i), {}});
      keep(good.claim.left, watches);
      if (good.claim.right) keep(*good.claim.right, watches);
    }
  return goods;
}

void decide_goods(std::vector<Good>& goods, const Sample& sample, double confidence) {
  for (Good& good : goods) good.decision = decide(good.claim, {sample}, confidence);
}

}  // namespace wain::simulation
