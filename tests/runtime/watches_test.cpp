// Values that are kept one by one: they sum to the sums, whatever way a visit ends.
#include <numeric>

#include "runtime/built_plan.h"

#include <gtest/gtest.h>

namespace wain::runtime {
namespace {

using plan::ExitKind;
using plan::Figure;
using plan::NodeKind;

/// A gate with returns, a batch, a committee, a timer, two branches of which the slower is withdrawn.
plan::Plan varied() {
  Built b;
  const Index clerk = b.role("Clerk", 2, b.office()), member = b.role("Member", 1);
  b.plan.pools[clerk].cost_per_hour = 300'000;
  b.plan.pools[member].cost_per_hour = 600'000;
  const Index no = b.end(b.outcome("No"));
  const Index first = b.work("First", clerk, exponential_time(hour));
  b.at(first).cost_per_case = 10'000;
  const Index check = b.node("Check", NodeKind::Gate);
  b.at(check).pool = clerk;
  b.at(check).takes = exponential_time(30 * minute);
  b.arc(check, no, ExitKind::Reject).share = 0.1;
  b.arc(check, first, ExitKind::Return).share = 0.3;
  b.arc(check, no, ExitKind::Timeout).after = 60 * hour;
  const Index together = b.work("Together", clerk, exponential_time(hour));
  b.at(together).batch = plan::Batch{3, 5 * hour};
  const Index fork = b.node("Fork", NodeKind::Fork), join = b.node("Join", NodeKind::Join);
  b.at(fork).join = plan::JoinRule::First;
  const auto branch = [&](const std::string& name) {
    const auto index = static_cast<Index>(b.process().branches.size());
    plan::Branch& made = b.process().branches.emplace_back();
    Built::call_it(made, name);
    made.fork = fork;
    made.join = join;
    const Index node = b.work(name, clerk, exponential_time(hour), index);
    b.arc(fork, node, ExitKind::Branch).branch = index;
    b.arc(node, join);
  };
  branch("Left");
  branch("Right");
  const Index wait = b.node("Wait", NodeKind::Wait);
  b.at(wait).takes = exponential_time(day);
  const Index board = b.gate("Board", b.committee({member}, 0x1F, 600, 2 * hour), constant(5 * minute));
  b.chain({first, check, together, fork});
  b.arc(join, wait);
  b.arc(wait, board);
  b.arc(board, b.end());
  b.run(exponential_time(3 * hour));
  b.plan.length = 10 * week;
  return b.plan;
}

Wide sum(const std::vector<std::int64_t>& values) {
  return std::accumulate(values.begin(), values.end(), Wide{0});
}

TEST(Watches, VisitsSumToTheSumsOfTheirNode) {
  const plan::Plan plan = varied();
  ASSERT_TRUE(plan::check_plan(plan).empty());
  SimulateOptions options;
  for (Index row = 0; row < plan.processes[0].nodes.size(); ++row) {
    const NodeKind kind = plan.processes[0].nodes[row].kind;
    if (kind != NodeKind::Work && kind != NodeKind::Gate && kind != NodeKind::Wait) continue;
    for (const Figure figure :
         {Figure::CycleTime, Figure::WaitingTime, Figure::Meeting, Figure::Effort, Figure::Cost})
      options.watches.push_back({Watch::Of::Visit, figure, none, row});
    options.watches.push_back({Watch::Of::Visits, {}, none, row});
    options.watches.push_back({Watch::Of::Rework, {}, none, row});
  }
  const SimulationResult result = simulate(plan, options);
  ASSERT_TRUE(result.problems.empty()) << plan::str(result.problems[0]);
  const ReplicationResult& one = result.replications[0];
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < options.watches.size(); ++i) {
    const Watch& watch = options.watches[i];
    const NodeSums& node = one.nodes[watch.row];
    const auto& values = one.watched[i];
    SCOPED_TRACE(plan.processes[0].nodes[watch.row].name);
    Wide all = 0;
    for (const Wide ticks : node.time) all += ticks;
    const Wide total = sum(values);
    if (watch.of == Watch::Of::Visits) {
      EXPECT_EQ(values.size(), one.ended);
      EXPECT_TRUE(total == node.visits);
    } else if (watch.of == Watch::Of::Rework) {
      EXPECT_TRUE(total == node.rework);
    } else {
      EXPECT_EQ(values.size(), node.visits);
      seen += values.size();
      const Wide work = node.time[0] + node.time[1];
      if (watch.figure == Figure::CycleTime) EXPECT_TRUE(total == all);
      if (watch.figure == Figure::WaitingTime) EXPECT_TRUE(total == all - work);
      if (watch.figure == Figure::Meeting)
        EXPECT_TRUE(total == node.time[static_cast<std::size_t>(Cause::Meeting)]);
      if (watch.figure == Figure::Effort) EXPECT_TRUE(total == node.effort);
      if (watch.figure == Figure::Cost)  // each is rounded
        EXPECT_NEAR(static_cast<double>(total), node.cost, static_cast<double>(values.size()));
    }
  }
  EXPECT_GT(seen, 5'000U);
}

TEST(Watches, CasesSumToTheSumsOfTheirOutcome) {
  const plan::Plan plan = varied();
  SimulateOptions options;
  for (std::size_t figure = 0; figure < plan::figures; ++figure)
    for (const Index outcome : {Index{0}, Index{1}, none})
      options.watches.push_back({Watch::Of::Case, static_cast<Figure>(figure), outcome, none});
  const ReplicationResult one = simulate(plan, options).replications[0];
  for (std::size_t i = 0; i < options.watches.size(); ++i) {
    const Watch& watch = options.watches[i];
    std::uint64_t cases = 0;
    Wide cycle = 0, effort = 0, queue = 0;
    for (Index k = 0; k < one.cells.size(); ++k) {
      if (watch.outcome != none && watch.outcome != k) continue;
      cases += one.cells[k].cases;
      for (const Wide ticks : one.cells[k].time) cycle += ticks;
      effort += one.cells[k].effort;
      queue += one.cells[k].time[static_cast<std::size_t>(Cause::Queue)];
    }
    EXPECT_EQ(one.watched[i].size(), cases);
    if (watch.figure == Figure::CycleTime) EXPECT_TRUE(sum(one.watched[i]) == cycle);
    if (watch.figure == Figure::Effort) EXPECT_TRUE(sum(one.watched[i]) == effort);
    if (watch.figure == Figure::Queue) EXPECT_TRUE(sum(one.watched[i]) == queue);
  }
}

/// How often, for how long: each level's time sums to the window, and the mean level is that of the sums.
TEST(Watches, LevelsSumToTheSumsOfTheirQueuesAndLoads) {
  plan::Plan plan = varied();
  plan.warmup = 2 * week;
  SimulateOptions options;
  for (const Watch::Of of : {Watch::Of::Queue, Watch::Of::Load}) {
    for (const Index pool : {Index{0}, Index{1}}) options.watches.push_back({of, {}, none, none, pool, none});
    options.watches.push_back({of, {}, none, none, none, 0});
  }
  const ReplicationResult one = simulate(plan, options).replications[0];
  const auto window = static_cast<double>(8 * week);
  for (std::size_t i = 0; i < options.watches.size(); ++i) {
    const Watch& watch = options.watches[i];
    SCOPED_TRACE(i);
    double time = 0, sum = 0;
    for (const LevelTime& level : one.levels[i]) {
      time += static_cast<double>(level.time);
      sum += level.level * static_cast<double>(level.time);
    }
    const bool meets = watch.committee != none;
    if (watch.of == Watch::Of::Queue) {
      EXPECT_EQ(time, window);
      EXPECT_EQ(sum, static_cast<double>(meets ? one.committees[0].queue : one.pools[watch.pool].queue));
    } else if (meets) {
      EXPECT_EQ(time, static_cast<double>(one.committees[0].offered));
      EXPECT_NEAR(sum, one.committees[0].used, 1e-9);
    } else {
      EXPECT_EQ(time, static_cast<double>(one.pools[watch.pool].open));
      EXPECT_NEAR(sum, static_cast<double>(one.pools[watch.pool].load_work), 1e-6 * window);
    }
  }
  EXPECT_GT(one.committees[0].offered, 35U);
  EXPECT_GT(one.committees[0].queue, 0);
}

/// A meeting of an hour on each Thursday at ten, which hears four cases at most, of ten minutes each. A case
/// comes each midnight, from Tuesday on: three before the first, seven more before the second.
TEST(Committees, LoadAndQueue) {
  Built b;
  const Index board = b.committee({b.role("Member", 1)}, 0x08, 600, hour);
  b.plan.committees[board].hears = 4;
  b.chain({b.gate("Decide", board, constant(10 * minute)), b.end()});
  b.run(constant(day));
  b.plan.length = 2 * week;
  SimulateOptions options;
  options.watches.push_back({Watch::Of::Load, {}, none, none, none, board});
  options.watches.push_back({Watch::Of::Queue, {}, none, none, none, board});
  const ReplicationResult one = simulate(b.plan, options).replications[0];
  ASSERT_EQ(one.levels[0].size(), 2U);
  EXPECT_EQ(one.levels[0][0].level, 0.75) << "three of four cases, half of the hour";
  EXPECT_EQ(one.levels[0][1].level, 1) << "four of four cases";
  EXPECT_EQ(one.committees[board].offered, 2U);
  EXPECT_EQ(one.committees[board].used, 1.75);
  EXPECT_EQ(one.committees[board].most, 7U);
  EXPECT_EQ(one.committees[board].full, 1U);
  EXPECT_EQ(one.committees[board].waiting_at_begin, 0U);
  EXPECT_EQ(one.committees[board].waiting_at_end, 6U) << "three who were left, and three more until Sunday";
}

/// One auditor from nine to five; each case is looked at, by the one who is still at work on the one before.
TEST(Audits, TimesOfTheirVisits) {
  Built b;
  const Index auditor = b.role("Auditor", 1, b.office());
  const Index step = b.work("A", b.machine("M", 10), constant(minute));
  b.chain({step, b.end()});
  const Index look = b.node("Look", NodeKind::Audit);
  b.at(look).audited = step;
  b.at(look).pool = auditor;
  b.at(look).takes = constant(hour);
  b.run(constant(day - minute));  // done on Monday at midnight, on Tuesday a minute before, …
  b.plan.length = 3 * day;
  SimulateOptions options;
  options.watches.push_back({Watch::Of::Visit, Figure::CycleTime, none, look});
  options.watches.push_back({Watch::Of::Visit, Figure::Hours, none, look});
  options.watches.push_back({Watch::Of::Visits, {}, none, look});
  const ReplicationResult one = simulate(b.plan, options).replications[0];
  // Cases end at 24:00, 47:59 and 71:58; the auditor begins at nine.
  EXPECT_EQ(one.watched[0],
            (std::vector<std::int64_t>{10 * hour, 10 * hour + minute, 10 * hour + 2 * minute}));
  EXPECT_EQ(one.watched[1], (std::vector<std::int64_t>{9 * hour, 9 * hour + minute, 9 * hour + 2 * minute}));
  EXPECT_EQ(one.watched[2], (std::vector<std::int64_t>{1, 1, 1}));
  EXPECT_TRUE(one.nodes[look].time[static_cast<std::size_t>(Cause::WorkHuman)] == 3 * hour);
}

/// A clerk who needs an hour for what comes every half hour: 168 more wait at the end of each week.
TEST(Queues, GrowAsTheyMust) {
  Built b;
  b.chain({b.work("A", b.role("Clerk"), constant(hour)), b.end()});
  b.run(constant(30 * minute));
  b.plan.length = 2 * week;
  b.plan.warmup = week;
  const ReplicationResult one = simulate(b.plan).replications[0];
  EXPECT_NEAR(static_cast<double>(one.pools[0].waiting_at_begin), 168, 1);
  EXPECT_NEAR(static_cast<double>(one.pools[0].waiting_at_end), 336, 1);
}

}  // namespace
}  // namespace wain::runtime
