// Data, guards, truth, shares, calls, measures: what decides where a case goes.
#include <cmath>

#include "built_plan.h"

namespace wain::runtime {
namespace {

using plan::ExitKind;
using plan::NodeKind;
using plan::Operation;

plan::Expression literal(std::int64_t mantissa, std::uint8_t scale = 0) {
  plan::Expression made;
  made.mantissa = mantissa;
  made.scale = scale;
  return made;
}
plan::Expression of(Operation operation, std::vector<Index> operands, Index index = none) {
  plan::Expression made;
  made.operation = operation;
  made.operands = std::move(operands);
  made.index = index;
  return made;
}

TEST(Exact, DecimalsAreNotRounded) {
  // amount * 10 % <= 200.1 with an amount of 2,001 in 1/10,000; doubles would have to be lucky.
  plan::Process process;
  process.slots.emplace_back().type = plan::Type::Money;
  process.expressions = {of(Operation::Slot, {}, 0),    literal(1, 1),
                         of(Operation::Mul, {0, 1}),    literal(2'001, 1),
                         of(Operation::Le, {2, 3}),     literal(3),
                         of(Operation::Div, {0, 5}),    literal(667),
                         of(Operation::Eq, {6, 7}),     of(Operation::In, {0, 7, 3, 1}),
                         of(Operation::Neg, {0}),       of(Operation::Lt, {10, 7}),
                         of(Operation::And, {4, 8, 11})};
  std::vector<Wide> stack;
  const auto holds = [&](Index root, std::int64_t units) {
    const auto program = compile_exact(process, root, {0});
    EXPECT_TRUE(program);
    return evaluate(*program, {&units, nullptr, nullptr, nullptr}, stack) != 0;
  };
  EXPECT_TRUE(holds(4, 20'010'000));
  EXPECT_FALSE(holds(4, 20'010'001));
  EXPECT_TRUE(holds(8, 20'010'000));
  EXPECT_FALSE(holds(8, 20'010'001));
  EXPECT_TRUE(holds(9, 6'670'000));
  EXPECT_TRUE(holds(9, 2'001'000));
  EXPECT_FALSE(holds(9, 2'001'001));
  EXPECT_TRUE(holds(12, 20'010'000));
  // Too many digits are refused, not rounded.
  process.expressions.push_back(literal(123'456'789'012'345'678, 18));
  process.expressions.push_back(of(Operation::Mul, {0, 13}));
  process.expressions.push_back(of(Operation::Mul, {14, 13}));
  EXPECT_FALSE(compile_exact(process, 15, {0}));
}

/// A draw at arrival, a guard on it, and a redraw in a loop.
TEST(Data, GuardsReadWhatWasDrawnLast) {
  Built b;
  plan::Slot& slot = b.process().slots.emplace_back();
  Built::call_it(slot, "claim.amount");
  slot.type = plan::Type::Money;
  b.process().expressions = {of(Operation::Slot, {}, 0), literal(2'000), of(Operation::Gt, {0, 1})};
  const plan::Distribution amount{plan::Distribution::Kind::Uniform, 0, 50'000'000, 0, 1, {}};  // 0 to 5,000
  b.at(0).draws.push_back({0, amount});
  const Index split = b.node("if", NodeKind::Split), machine = b.machine("M", 9);
  const Index large = b.work("Again", machine, constant(minute)), last = b.end();
  b.at(large).draws.push_back({0, amount});
  b.arc(0, split);
  b.arc(split, large).guard = 2;
  b.arc(split, last);
  b.arc(large, split);
  b.run(constant(10 * minute));
  b.plan.length = 20 * week;
  const Timeline t = run_timeline(b.plan);
  // 60 % go round each time: a mean of 1.5 visits.
  const NodeSums& node = t.result.nodes[large];
  EXPECT_NEAR(static_cast<double>(node.visits) / static_cast<double>(t.result.ended), 1.5, 0.05);
}

TEST(Truth, WhatGetsThroughIsCounted) {
  Built b;
  b.plan.currency = "EUR";
  plan::Criterion& coverage = b.plan.criteria.emplace_back();
  Built::call_it(coverage, "Coverage");
  coverage.wrong_in = 0.2;
  coverage.miss_costs = 40'000'000;
  const Index declined = b.outcome("Declined");
  const Index gate = b.node("Check", NodeKind::Gate), last = b.end(), no = b.end(declined);
  b.at(gate).pool = b.machine("M", 100);
  b.at(gate).judges = {0};
  b.at(gate).catches = 0.75;
  b.at(gate).false_alarms = 0.1;
  b.arc(gate, no, ExitKind::Reject);
  b.chain({gate, last});
  b.run(constant(10 * minute));
  b.plan.length = 52 * week;
  const Timeline t = run_timeline(b.plan);
  const auto cases = static_cast<double>(t.result.ended);
  EXPECT_NEAR(static_cast<double>(t.result.cells[0].missed[0]) / cases, 0.05, 0.005);
  EXPECT_NEAR(static_cast<double>(t.result.cells[1].cases) / cases, 0.2 * 0.75 + 0.8 * 0.1, 0.01);
  EXPECT_EQ(t.result.cells[1].missed[0], 0U);
  EXPECT_EQ(t.result.cells[0].loss, static_cast<double>(t.result.cells[0].missed[0]) * 40'000'000);
}

/// Of two streams through one process, one is wrong now and then.
TEST(Truth, IsOfEachRun) {
  Built b;
  plan::Criterion& coverage = b.plan.criteria.emplace_back();
  Built::call_it(coverage, "Coverage");
  coverage.wrong_in = 0.5;
  b.chain({b.work("A", b.machine("M", 100), constant(minute)), b.end()});
  b.run(constant(10 * minute));
  b.run(constant(10 * minute));
  b.plan.runs[0].truth = {0};
  b.plan.runs[1].truth.emplace();
  b.plan.length = 4 * week;
  const Timeline t = run_timeline(b.plan);
  EXPECT_GT(t.result.cells[0].missed[0], 1'000U);
  EXPECT_EQ(t.result.cells[1].missed[0], 0U);
}

TEST(Shares, FailRejectReturnAreOfAllVisits) {
  Built b;
  const Index declined = b.outcome("Declined"), failed = b.outcome("Failed"), back = b.outcome("Back");
  const Index gate = b.node("Check", NodeKind::Gate), last = b.end();
  b.at(gate).pool = b.machine("M", 100);
  b.arc(gate, b.end(declined), ExitKind::Reject).share = 0.2;
  b.arc(gate, b.end(failed), ExitKind::Fail).share = 0.3;
  b.arc(gate, b.end(back), ExitKind::Return).share = 0.4;
  b.chain({gate, last});
  b.run(constant(5 * minute));
  b.plan.length = 52 * week;
  const Timeline t = run_timeline(b.plan);
  const double shares[] = {0.1, 0.2, 0.3, 0.4};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(static_cast<double>(t.result.cells[i].cases) / static_cast<double>(t.result.ended), shares[i],
                0.006);
}

/// Calls: parameters are the caller's, outcomes decide where it goes on, visits begin anew.
TEST(Calls, OutcomesAndParameters) {
  Built b;
  const Index declined = b.outcome("Declined"), machine = b.machine("M", 100);
  plan::Slot slot;
  Built::call_it(slot, "amount");
  slot.type = plan::Type::Int;
  b.process().slots.push_back(slot);
  b.at(0).draws.push_back({0, {plan::Distribution::Kind::Empirical, 0, 0, 0, 1, {{1, 0.5}, {2, 0.5}}}});
  const Index call = b.node("Ask", NodeKind::Call), again = b.node("AskAgain", NodeKind::Call);
  const Index last = b.end(), no = b.end(declined);
  b.at(call).callee = b.at(again).callee = 1;
  b.at(call).arguments = b.at(again).arguments = {{0, 0}};
  b.arc(call, no, ExitKind::Outcome).outcome = declined;
  b.arc(again, no, ExitKind::Outcome).outcome = declined;
  b.chain({call, again, last});

  plan::Process callee;
  Built::call_it(callee, "Callee");
  slot.name = slot.id = "claim";
  callee.slots.push_back(slot);
  callee.expressions = {of(Operation::Slot, {}, 0), literal(2), of(Operation::Eq, {0, 1})};
  b.plan.processes.push_back(callee);
  std::swap(b.plan.processes[0], b.plan.processes[1]);  // the builder builds the first
  const Index start = b.node("start", NodeKind::Start), split = b.node("if", NodeKind::Split);
  const Index step = b.work("Step", machine, constant(hour)), yes = b.end(), refused = b.end(declined);
  b.arc(start, split);
  b.arc(split, refused).guard = 2;
  b.arc(split, step);
  b.arc(step, yes);
  std::swap(b.plan.processes[0], b.plan.processes[1]);
  b.run(constant(hour));
  const Timeline t = run_timeline(b.plan);
  for (const std::int64_t cycle : t.result.cells[0].cycle_times) EXPECT_EQ(cycle, 2 * hour);
  for (const std::int64_t cycle : t.result.cells[declined].cycle_times) EXPECT_EQ(cycle, 0);
  EXPECT_GT(t.result.cells[0].cases, 50U);
  EXPECT_GT(t.result.cells[declined].cases, 50U);
  EXPECT_EQ(t.result.cells[0].rework, 0U);  // two calls are two places of work
}

TEST(Measures, AreDecidedAtTheEnd) {
  Built b;
  const Index a = b.work("A", b.machine("M", 100), constant(hour));
  b.arc(a, a, ExitKind::Fail).share = 0.5;
  b.chain({a, b.end()});
  plan::Expression cycle;
  cycle.operation = Operation::Figure;
  b.process().expressions = {
      of(Operation::Visits, {}, a), literal(1), of(Operation::Gt, {0, 1}), cycle, literal(2 * hour),
      of(Operation::Ge, {3, 4})};
  for (const Index root : {Index{2}, Index{5}}) {
    plan::Measure& measure = b.process().measures.emplace_back();
    Built::call_it(measure, "m" + std::to_string(root));
    measure.expression = root;
  }
  b.run(constant(10 * minute));
  b.plan.length = 20 * week;
  const Timeline t = run_timeline(b.plan);
  EXPECT_NEAR(static_cast<double>(t.result.cells[0].holds[0]) / static_cast<double>(t.result.ended), 0.5,
              0.03);
  EXPECT_EQ(t.result.cells[0].holds[0], t.result.cells[0].holds[1]);
}

TEST(WarmUp, MeasuredAreThoseThatArriveAfterIt) {
  Built b;
  b.chain({b.work("A", b.role("Clerk"), constant(30 * minute)), b.end()});
  b.run(constant(hour));
  b.plan.length = 100 * hour;
  b.plan.warmup = 10 * hour;
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.result.cells[0].cases, 90U);  // 10:00 to 99:00
  EXPECT_EQ(static_cast<std::int64_t>(t.result.pools[0].load_work) * 2,
            static_cast<std::int64_t>(t.result.pools[0].open));
  EXPECT_EQ(t.result.ended_in_window, 90U);
}

TEST(Overload, StopsAndSaysSo) {
  Built b;
  b.chain({b.work("A", b.role("Clerk"), constant(2 * hour)), b.end()});
  b.run(constant(hour));
  b.plan.length = 10'000 * hour;
  b.plan.warmup = hour;
  SimulateOptions options;
  options.most_live_cases = 1'000;
  EXPECT_EQ(simulate(b.plan, options).replications[0].stopped,
            "more than 1000 cases at once: they arrive faster than they are done");
  b.plan.length = 1'000 * hour;
  const SimulationResult cut = simulate(b.plan);
  EXPECT_EQ(cut.replications[0].stop, Stop::None);  // in twice the time the last measured one is done
}

TEST(Cancel, GivesTheFirstReplicationsWithoutAGap) {
  Built b;
  b.chain({b.work("A", b.role("Clerk"), constant(minute)), b.end()});
  b.run(constant(hour));
  std::atomic<bool> cancel = false;
  SimulateOptions options;
  options.replications = 100;
  options.cancel = &cancel;
  options.progress = [&](std::uint32_t done, std::uint32_t) { cancel = done >= 3; };
  const SimulationResult result = simulate(b.plan, options);
  EXPECT_TRUE(result.cancelled);
  EXPECT_EQ(result.replications.size(), 3U);
}

}  // namespace
}  // namespace wain::runtime
