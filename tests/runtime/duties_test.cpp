// Who may not do what, and who looks at it afterwards: timelines computed by hand, since Monday 00:00.
#include "built_plan.h"

namespace wain::runtime {
namespace {

using plan::NodeKind;

TEST(Duties, SeparateAndTogether) {
  Built b;
  const Index clerk = b.role("Clerk", 2);
  const Index a = b.work("A", clerk, constant(hour)), second_step = b.work("B", clerk, constant(hour));
  b.chain({a, second_step, b.end()});
  b.process().duties.push_back({false, {a, second_step}, {}});
  b.cases_at({10 * hour});
  Timeline t = run_timeline(b.plan);
  EXPECT_NE(t.when("0.0 A by Clerk0 starts"), -1);
  EXPECT_NE(t.when("0.0 B by Clerk1 starts"), -1);
  b.process().duties[0].together = true;
  b.cases_at({10 * hour});
  t = run_timeline(b.plan);
  EXPECT_NE(t.when("0.0 B by Clerk0 starts"), -1);
}

TEST(Duties, EligibleButAbsentWaitsForSeparation) {
  Built b;
  const Index pool = b.pool("Clerk");
  b.people("Early", {pool});
  b.people("Late", {pool}, 1, b.calendar(0x7F, 15 * 60, 16 * 60));
  const Index a = b.work("A", pool, constant(hour)), second_step = b.work("B", pool, constant(hour));
  b.chain({a, second_step, b.end()});
  b.process().duties.push_back({false, {a, second_step}, {}});
  b.cases_at({10 * hour});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 B by Late0 starts"), 15 * hour);
  EXPECT_EQ(t.ticks(Cause::Separation), 4 * hour);
}

TEST(Duties, NobodyEligibleIsStuckNotAHang) {
  Built b;
  const Index clerk = b.role("Clerk", 1);
  const Index a = b.work("A", clerk, constant(hour)), second_step = b.work("B", clerk, constant(hour));
  b.chain({a, second_step, b.end()});
  b.process().duties.push_back({false, {a, second_step}, {}});
  b.cases_at({10 * hour});
  const SimulationResult result = simulate(b.plan);
  EXPECT_EQ(result.replications[0].stuck, 1U);
  EXPECT_EQ(result.replications[0].stuck_node, second_step);
  EXPECT_EQ(result.replications[0].stop, Stop::Unfinished);
}

TEST(Duties, WhoAClockHelpsOnIsNotStuck) {
  Built b;
  const Index clerk = b.role("Clerk", 1), lead = b.role("Lead", 1);
  const Index a = b.work("A", clerk, constant(hour)), gate = b.gate("Check", none, constant(hour));
  b.at(gate).pool = clerk;
  b.at(gate).escalations.push_back({2 * hour, lead, none});
  b.chain({a, gate, b.end()});
  b.process().duties.push_back({false, {a, gate}, {}});
  b.cases_at({10 * hour});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 Check by Lead0 starts"), 13 * hour);
  EXPECT_EQ(t.when("0.0 ends in Done"), 14 * hour);
  EXPECT_EQ(t.ticks(Cause::Separation), 2 * hour);
  EXPECT_EQ(t.result.stuck, 0U);
}

TEST(Audits, StandBelowAllCaseWorkAndCountAsEffort) {
  Built b;
  const Index clerk = b.role("Clerk");
  const Index a = b.work("A", clerk, constant(hour)), audit = b.node("Audit", NodeKind::Audit);
  b.at(audit).pool = clerk;
  b.at(audit).takes = constant(30 * minute);
  b.at(audit).audited = a;
  b.chain({a, b.end()});
  b.cases_at({10 * hour, 10 * hour + 1});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("1.0 ends in Done"), 12 * hour);
  EXPECT_EQ(t.when("0.0 Audit by Clerk0 starts"), 12 * hour);
  EXPECT_EQ(t.when("1.0 Audit by Clerk0 done"), 13 * hour);
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 90 * minute);
}

}  // namespace
}  // namespace wain::runtime
