// What good means by a plan, over the cases that end in an outcome, and how little the others matter to it.
#include "simulation/goods.h"

#include "runtime/built_plan.h"

#include <gtest/gtest.h>

namespace wain::simulation {
namespace {

using runtime::Built;
using runtime::constant;
using runtime::day;
using runtime::hour;
using runtime::Index;

/// Two processes side by side: one of an hour, which half of the cases leave by another end, and one that
/// never comes to its end, since nobody has time for it.
Built two_processes() {
  Built b;
  const Index no = b.outcome("No"), other = b.outcome("Other");
  const Index gate = b.node("Check", plan::NodeKind::Gate);
  b.at(gate).pool = b.machine("M", 100'000);
  b.at(gate).takes = constant(hour);
  b.arc(gate, b.end(no), plan::ExitKind::Reject).share = 0.5;
  b.chain({gate, b.end()});
  b.run(runtime::exponential_time(hour));
  plan::Process& second = b.plan.processes.emplace_back(b.plan.processes[0]);
  Built::call_it(second, "Second");
  for (plan::Node& node : second.nodes) {
    if (node.kind == plan::NodeKind::Gate) node.takes = constant(100'000 * day);
    if (node.outcome == 0) node.outcome = other;
  }
  b.plan.runs.push_back(b.plan.runs[0]);
  b.plan.runs[1].process = 1;
  b.plan.length = 2 * runtime::week;
  return b;
}

plan::Goal goal(plan::Statistic left, plan::Goal::Op op, double number) {
  plan::Goal out;
  out.text = "as it is written";
  out.left = std::move(left);
  out.op = op;
  out.number = number;
  return out;
}
plan::Statistic statistic(plan::Statistic::Kind kind, plan::Figure figure) {
  plan::Statistic out;
  out.kind = kind;
  out.quantile = 0.9;
  out.figure = figure;
  return out;
}

TEST(Goods, AreOfTheCasesThatEndThere) {
  using Kind = plan::Statistic::Kind;
  using Op = plan::Goal::Op;
  Built b = two_processes();
  auto& done = b.plan.outcomes[0].goals;
  done.push_back(goal(statistic(Kind::Quantile, plan::Figure::CycleTime), Op::Le, hour));
  done.push_back(goal(statistic(Kind::Mean, plan::Figure::CycleTime), Op::Lt, hour));
  done.push_back(goal(statistic(Kind::Max, plan::Figure::WaitingTime), Op::Gt, 0));
  b.plan.outcomes[1].goals.push_back(goal(statistic(Kind::Mean, plan::Figure::Rework), Op::Le, 1));
  b.plan.outcomes[2].goals.push_back(goal(statistic(Kind::Mean, plan::Figure::CycleTime), Op::Le, hour));
  plan::Goal& unset = b.plan.outcomes[1].goals.emplace_back();
  unset.not_simulated = plan::NotSimulated::NeverSet;

  runtime::SimulateOptions options;
  std::vector<Good> goods = goods_of(b.plan, options.watches);
  ASSERT_EQ(goods.size(), 6U);
  EXPECT_EQ(options.watches.size(), 1U) << "cycle times are kept anyway, means need no values";
  options.replications = 20;
  const runtime::SimulationResult result = runtime::simulate(b.plan, options);
  ASSERT_GT(result.replications[0].unfinished[1], 0U);
  decide_goods(goods, {&b.plan, &result.replications, 1, true}, 0.95);
  EXPECT_EQ(goods[0].decision.verdict, Verdict::Passed) << "those of the other process cannot end here";
  EXPECT_EQ(goods[0].outcome, "Done");
  EXPECT_EQ(goods[0].text, "as it is written");
  EXPECT_EQ(goods[1].decision.verdict, Verdict::Failed);
  EXPECT_EQ(goods[2].decision.ground, Ground::NoneSeen);
  EXPECT_EQ(goods[3].decision.ground, Ground::Unfinished) << "they may, here";
  EXPECT_EQ(goods[4].decision.missing, Missing::NeverSet);
  EXPECT_EQ(goods[5].decision.ground, Ground::NoCases);
}

}  // namespace
}  // namespace wain::simulation
