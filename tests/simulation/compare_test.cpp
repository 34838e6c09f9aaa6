#include "simulation/compare.h"

#include <cmath>

#include <gtest/gtest.h>

namespace wain::simulation {
namespace {

using Cause = runtime::Cause;

StepFigures step(std::string name, double hours, Cause cause, double share) {
  StepFigures out;
  out.name = out.key = std::move(name);
  out.by = "Board";
  out.runs = {0};
  out.visits = {1, 0, true};
  out.per_case = {hours, 0, true};
  out.causes[static_cast<std::size_t>(cause)] = hours;
  out.share = share;
  return out;
}

/// One run whose replications have these mean cycle times, ten cases each.
ScenarioFigures scenario(const std::vector<double>& means, std::vector<StepFigures> steps) {
  ScenarioFigures out;
  out.replications = static_cast<std::uint32_t>(means.size());
  out.seed = 1;
  Ratio cycle;
  for (const double mean : means) cycle.push_back({10, 10 * mean});
  out.cycle_of_run = out.touch_of_run = out.cost_of_run = {cycle};
  out.outcome_of_run.resize(1);
  out.runs.resize(1);
  out.runs[0].cycle = interval_of(cycle, 0.95);
  out.steps = std::move(steps);
  return out;
}

/// simulation.md 5.1: D = 100 - 200 has an interval of its own, far from 0.
TEST(Compare, AStepThatIsGone) {
  const auto all = compare({scenario({190, 215, 185, 200, 210},
                                     {step("A", 60, Cause::Queue, 0.3), step("B", 140, Cause::Meeting, 0.7)}),
                            scenario({100, 110, 90, 105, 95}, {step("A", 62, Cause::Queue, 0.62)})},
                           0.95);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].paired);
  EXPECT_TRUE(all[0].told);
  EXPECT_NEAR(all[0].cycle.value, -100, 1e-9);
  ASSERT_TRUE(all[0].changed);
  EXPECT_EQ(all[0].changed->step, "B");
  EXPECT_TRUE(all[0].changed->gone);
  EXPECT_EQ(all[0].changed->cause, Cause::Meeting);
  ASSERT_TRUE(all[0].stays);
  EXPECT_EQ(all[0].stays->step, "A");
}

TEST(Compare, NothingThatCanBeTold) {
  const auto all = compare({scenario({100, 110, 90, 105, 95}, {step("A", 20, Cause::Queue, 0.2)}),
                            scenario({101, 109, 91, 104, 95}, {step("A", 19, Cause::Queue, 0.2)})},
                           0.95);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].told);
  EXPECT_FALSE(all[0].changed);
  EXPECT_TRUE(all[0].stays);
}

/// Beside a branch that became quicker the other one is more often the longer: the critical path moves, the
/// work does not.
TEST(Compare, AStepWhoseVisitsChangedAndNotOneThatIsOnlyLessOftenCritical) {
  StepFigures delivery = step("Delivery", 100, Cause::Outside, 0.5),
              receive = step("Receive", 10, Cause::Queue, 0.1);
  StepFigures later_delivery = delivery, later_receive = step("Receive", 8, Cause::Queue, 0.1);
  later_delivery.per_case.value = 95;
  const auto all = compare({scenario({190, 215, 185, 200, 210}, {delivery, receive}),
                            scenario({183, 208, 178, 193, 203}, {later_delivery, later_receive})},
                           0.95);
  ASSERT_TRUE(all[0].changed);
  EXPECT_EQ(all[0].changed->step, "Receive");
  // Without any other it is named, and with what it waits for.
  const auto alone = compare({scenario({190, 215, 185, 200, 210}, {delivery}),
                              scenario({183, 208, 178, 193, 203}, {later_delivery})},
                             0.95);
  ASSERT_TRUE(alone[0].changed);
  EXPECT_EQ(alone[0].changed->step, "Delivery");
  EXPECT_EQ(alone[0].changed->cause, Cause::Outside);
}

/// What is shown as 0 s is no change.
TEST(Compare, LessThanIsShown) {
  std::vector<double> means{100, 140, 60, 105, 95}, later = means;
  for (double& mean : later) mean -= 1e-9;
  EXPECT_FALSE(compare({scenario(means, {}), scenario(later, {})}, 0.95)[0].told);
}

/// Twice the same by the same luck: nothing is random in the difference.
TEST(Compare, PairsRemoveTheLuck) {
  const std::vector<double> means{100, 140, 60, 105, 95};
  std::vector<double> later = means;
  for (double& mean : later) mean += 1;
  std::vector<ScenarioFigures> both{scenario(means, {}), scenario(later, {})};
  EXPECT_NEAR(compare(both, 0.95)[0].cycle.half, 0, 1e-9);
  both[1].seed = 2;
  const Comparison unpaired = compare(both, 0.95)[0];
  EXPECT_FALSE(unpaired.paired);
  EXPECT_GT(unpaired.cycle.half, 10);
  EXPECT_FALSE(unpaired.told);
}

/// A mean is at least what it says where cases did not end: that may make a difference greater, or turn it
/// round.
TEST(Compare, CasesThatDidNotEnd) {
  const std::vector<double> slow{190, 215, 185, 200, 210}, quick{100, 110, 90, 105, 95};
  const auto open = [](const std::vector<double>& first, bool first_open, const std::vector<double>& second,
                       bool second_open) {
    std::vector<ScenarioFigures> both{scenario(first, {}), scenario(second, {})};
    both[0].runs[0].unfinished = first_open ? 1 : 0;
    both[1].runs[0].unfinished = second_open ? 1 : 0;
    return compare(both, 0.95)[0];
  };
  EXPECT_EQ(open(slow, false, quick, false).open, Open::No);
  EXPECT_EQ(open(slow, true, quick, false).open, Open::AtLeast);
  EXPECT_TRUE(open(slow, true, quick, false).told);
  EXPECT_EQ(open(slow, false, quick, true).open, Open::Undecided);
  EXPECT_FALSE(open(slow, false, quick, true).told);
  EXPECT_EQ(open(quick, false, slow, true).open, Open::AtLeast);
  EXPECT_EQ(open(quick, true, slow, true).open, Open::Undecided);
}

TEST(Compare, WithoutASteadyStateThereIsNoInterval) {
  std::vector<ScenarioFigures> both{scenario({190, 215, 185, 200, 210}, {step("A", 190, Cause::Queue, 1)}),
                                    scenario({100, 110, 90, 105, 95}, {step("A", 100, Cause::Queue, 1)})};
  both[0].steady = false;
  const Comparison one = compare(both, 0.95)[0];
  EXPECT_EQ(one.open, Open::Grows);
  EXPECT_FALSE(one.told);
  EXPECT_TRUE(std::isinf(one.cycle.half));
  ASSERT_TRUE(one.changed);
  EXPECT_EQ(one.changed->step, "A");
}

TEST(Compare, AScenarioThatDidNotRunIsLeftOut) {
  EXPECT_TRUE(compare({scenario({1, 2}, {}), scenario({}, {})}, 0.95).empty());
}

}  // namespace
}  // namespace wain::simulation
