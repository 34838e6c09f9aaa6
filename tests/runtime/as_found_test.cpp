// The as-found work of the acceptance files as a plan: what the design says of it, and of common random
// numbers on it.
#include <fstream>
#include <sstream>

#include "built_plan.h"
#include "runtime/plan/read_plan.h"
#include "runtime/statistics/intervals.h"

namespace wain::runtime {
namespace {

plan::Plan as_found() {
  std::ifstream file(std::string(WAIN_SOURCE_DIR) + "/tests/runtime/plans/as-found.json");
  std::stringstream text;
  text << file.rdbuf();
  auto read = plan::read_plan(text.str());
  for (const plan::Problem& problem : read.problems) ADD_FAILURE() << plan::str(problem);
  return std::move(*read.plan);
}

std::vector<Sum> cycles(const SimulationResult& result) {
  std::vector<Sum> sums;
  for (const ReplicationResult& replication : result.replications) {
    EXPECT_EQ(replication.stop, Stop::None) << replication.stopped;
    Sum& sum = sums.emplace_back();
    for (const CellSums& cell : replication.cells) {
      sum.count += static_cast<double>(cell.cases);
      for (const Wide ticks : cell.time) sum.sum += static_cast<double>(ticks) / static_cast<double>(hour);
    }
  }
  return sums;
}

TEST(AsFound, MeanAndNinetiethPercentile) {
  SimulateOptions options;
  options.replications = 200;
  const SimulationResult result = simulate(as_found(), options);
  const auto mean = ratio_mean(cycles(result));
  EXPECT_NEAR(mean->value, 85.39, 0.24 + (mean->high - mean->value));
  std::vector<std::vector<std::int64_t>> values;
  std::uint64_t cases = 0, declined = 0;
  for (const ReplicationResult& replication : result.replications) {
    auto& of = values.emplace_back();
    for (const CellSums& cell : replication.cells)
      of.insert(of.end(), cell.cycle_times.begin(), cell.cycle_times.end());
    std::sort(of.begin(), of.end());
    cases += replication.cells[0].cases + replication.cells[1].cases;
    declined += replication.cells[1].cases;
  }
  const auto p90 = quantile(values, std::vector<std::uint64_t>(values.size()), 0.9);
  EXPECT_NEAR(static_cast<double>(p90->value) / static_cast<double>(hour), 164.8, 0.6);
  EXPECT_NEAR(static_cast<double>(declined) / static_cast<double>(cases), 0.0339, 0.002);
}

TEST(AsFound, PairedIntervalIsAFifthOfTheUnpaired) {
  const plan::Plan before = as_found();
  plan::Plan after = before;
  after.processes[0].nodes[1].takes = constant(12 * second);
  const auto a = ratio_mean(cycles(simulate(before))), b = ratio_mean(cycles(simulate(after)));
  const auto paired = difference(*a, *b, 1, true), unpaired = difference(*a, *b, 1, false);
  const double minutes = (paired->high - paired->low) / 2 * 60;
  EXPECT_LT(minutes, 12);
  EXPECT_LE(paired->high - paired->low, (unpaired->high - unpaired->low) / 5);
  EXPECT_GT(paired->value, 0);
}

TEST(AsFound, TheSameForAnyNumberOfThreads) {
  const plan::Plan plan = as_found();
  SimulateOptions options;
  const SimulationResult one = simulate(plan, options);
  options.jobs = 3;
  const SimulationResult three = simulate(plan, options);
  ASSERT_EQ(one.replications.size(), three.replications.size());
  for (std::size_t r = 0; r < one.replications.size(); ++r)
    for (std::size_t cell = 0; cell < one.replications[r].cells.size(); ++cell) {
      EXPECT_EQ(one.replications[r].cells[cell].cycle_times, three.replications[r].cells[cell].cycle_times);
      EXPECT_EQ(one.replications[r].cells[cell].cost, three.replications[r].cells[cell].cost);
    }
  // A fixed figure, so that a change of any bit on any machine is seen.
  std::uint64_t all = 0;
  for (const ReplicationResult& replication : one.replications)
    for (const CellSums& cell : replication.cells)
      for (const std::int64_t cycle : cell.cycle_times) all = all * 31 + static_cast<std::uint64_t>(cycle);
  EXPECT_EQ(all, 6'672'605'937'735'606'680U);
}

}  // namespace
}  // namespace wain::runtime
