// The exact rules of the simulation, each with a timeline computed by hand. Times are since Monday 00:00.
#include "built_plan.h"

namespace wain::runtime {
namespace {

using plan::ExitKind;
using plan::NodeKind;

constexpr std::int64_t tuesday = day, wednesday = 2 * day, thursday = 3 * day, friday = 4 * day;

TEST(Arrivals, ClockBetweenArrivalsRunsWhileOpen) {
  Built b;
  b.chain({b.work("A", b.machine("M", 9), constant(0)), b.end()});
  b.run(constant(hour), b.office());
  const Timeline t = run_timeline(b.plan);
  for (int i = 0; i < 7; ++i) EXPECT_EQ(t.when("0." + std::to_string(i) + " arrives"), (10 + i) * hour);
  EXPECT_EQ(t.when("0.7 arrives"), tuesday + 9 * hour);
  EXPECT_EQ(t.when("0.8 arrives"), tuesday + 10 * hour);
  EXPECT_EQ(t.result.arrived, 39U);  // the fortieth would come at next Monday's opening
}

TEST(Accounts, TestOneOfSectionFour) {
  Built b;
  const Index office = b.office(), clerk = b.role("Clerk", 1, office), member = b.role("Member", 1, office);
  const Index committee = b.committee({member}, 1U << 3U, 10 * 60, hour);
  const Index a = b.work("A", clerk, constant(2 * hour)),
              gate = b.gate("Gate", committee, constant(2 * minute));
  const Index wait = b.node("wait", NodeKind::Wait);
  b.at(wait).takes = constant(day);
  b.chain({a, gate, wait, b.work("B", clerk, constant(hour)), b.end()});
  b.cases_at({16 * hour});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), friday + 11 * hour + 2 * minute);
  EXPECT_EQ(t.ticks(Cause::WorkHuman), 3 * hour + 2 * minute);
  EXPECT_EQ(t.ticks(Cause::Hours), 16 * hour);
  EXPECT_EQ(t.ticks(Cause::Meeting), 48 * hour);
  EXPECT_EQ(t.ticks(Cause::Timer), 24 * hour);
  EXPECT_EQ(t.ticks(Cause::Queue), 0);
  // Nodes' parts on the critical path sum to the cycle time.
  Wide sum = 0;
  for (const NodeSums& node : t.result.nodes) sum += node.critical;
  EXPECT_EQ(static_cast<std::int64_t>(sum), 91 * hour + 2 * minute);
  // The meeting's member gives its whole length.
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 4 * hour);
}

TEST(Accounts, TestTwoOfSectionFour) {
  Built b;
  const Index office = b.office();
  b.chain({b.work("A", b.role("Clerk", 1, office), constant(2 * hour)), b.end()});
  b.cases_at({16 * hour, 16 * hour + 30 * minute});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), tuesday + 10 * hour);
  EXPECT_EQ(t.when("1.0 ends in Done"), tuesday + 12 * hour);
  EXPECT_EQ(t.ticks(Cause::Queue, 1), 90 * minute);
  EXPECT_EQ(t.ticks(Cause::Hours, 1), 16 * hour);
  EXPECT_EQ(t.ticks(Cause::WorkHuman, 1), 2 * hour);
}

TEST(Work, EndingAtClosingEndsThenAndStartingAtClosingWaits) {
  Built b;
  b.chain({b.work("A", b.role("Clerk", 1, b.office()), constant(hour)), b.end()});
  b.cases_at({16 * hour, 17 * hour});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 17 * hour);
  EXPECT_EQ(t.when("1.0 A by Clerk0 starts"), tuesday + 9 * hour);
}

TEST(Work, PriorityThenEntryThenOrdinal) {
  Built b;
  const Index clerk = b.role("Clerk");
  const Index low = b.work("Low", clerk, constant(hour)), high = b.work("High", clerk, constant(hour));
  b.process().expressions.push_back({plan::Operation::Literal, {}, 5, 0, none, {}});
  b.at(high).priority = 0;
  const Index split = b.node("split", NodeKind::Split), last = b.end();
  b.arc(0, split);
  b.process().slots.emplace_back().type = plan::Type::Bool;
  b.process().expressions.push_back({plan::Operation::Slot, {}, 0, 0, 0, {}});
  b.at(0).draws.push_back({0, {plan::Distribution::Kind::Empirical, 0, 0, 0, 1, {{0, 0.5}, {1, 0.5}}}});
  b.arc(split, high).guard = 1;
  b.arc(split, low);
  b.arc(low, last);
  b.arc(high, last);
  b.run(constant(20 * minute));
  b.plan.length = 12 * hour;
  const Timeline t = run_timeline(b.plan);
  // Whenever work starts, no high work waits if it is low, and each class is in order of arrival.
  std::vector<int> waiting_high;
  int last_low = -1, last_high = -1, lows = 0;
  for (const Seen::Line& line : t.lines) {
    if (line.what.find(" starts") == std::string::npos) continue;
    const int ordinal = std::stoi(line.what.substr(2));
    const bool is_high = line.what.find("High") != std::string::npos;
    EXPECT_GT(ordinal, is_high ? last_high : last_low);
    (is_high ? last_high : last_low) = ordinal;
    lows += is_high ? 0 : 1;
  }
  EXPECT_GT(lows, 5);
  EXPECT_GT(last_high, last_low);
}

TEST(Work, OnePersonInTwoRolesTakesTheEarliestEntry) {
  Built b;
  const Index a_pool = b.pool("RoleA"), b_pool = b.pool("RoleB");
  b.people("Both", {a_pool, b_pool});
  const Index a = b.work("A", a_pool, constant(hour));
  b.chain({a, b.work("B", b_pool, constant(hour)), b.end()});
  b.cases_at({10 * hour, 10 * hour + 30 * minute});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("1.0 A by Both0 starts"), 11 * hour);  // entered 10:30, before the first case's B
  EXPECT_EQ(t.when("0.0 B by Both0 starts"), 12 * hour);
  EXPECT_EQ(t.when("1.0 B by Both0 starts"), 13 * hour);
}

TEST(Work, FewestRolesThenIdleLongest) {
  Built b;
  const Index a_pool = b.pool("RoleA"), b_pool = b.pool("RoleB");
  b.people("Both", {a_pool, b_pool});
  b.people("OnlyA", {a_pool}, 2);
  b.chain({b.work("A", a_pool, constant(10 * minute)), b.end()});
  b.cases_at({10 * hour, 10 * hour + 1, 10 * hour + 2, 11 * hour});
  const Timeline t = run_timeline(b.plan);
  EXPECT_NE(t.when("0.0 A by OnlyA0 starts"), -1);
  EXPECT_NE(t.when("1.0 A by OnlyA1 starts"), -1);
  EXPECT_NE(t.when("2.0 A by Both0 starts"), -1);
  EXPECT_NE(t.when("3.0 A by OnlyA0 starts"), -1);
}

TEST(Work, AvailableStretchesTheTimeNotTheEffort) {
  Built b;
  const Index pool = b.role("Clerk");
  b.plan.people[0].available = 0.5;
  b.plan.people[0].cost_per_hour = 600'000;
  b.chain({b.work("A", pool, constant(hour)), b.end()});
  b.cases_at({10 * hour});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 12 * hour);
  EXPECT_EQ(t.ticks(Cause::WorkHuman), hour);
  EXPECT_EQ(t.ticks(Cause::Hours), hour);
  EXPECT_EQ(t.result.cells[0].cost, 600'000);
}

struct Thursday {
  Built b;
  Index office, member, committee, gate;
  Thursday(std::int64_t length, std::vector<std::int64_t> arrivals)
      : office(b.office()),
        member(b.role("Member", 1, office)),
        committee(b.committee({member}, 1U << 3U, 10 * 60, length)),
        gate(b.gate("Gate", committee, constant(2 * minute))) {
    b.chain({gate, b.end()});
    b.cases_at(arrivals);
  }
};

TEST(Committee, CasesAreHeardOneAfterAnother) {
  Thursday c(2 * hour, {wednesday, wednesday + hour, thursday + 10 * hour});
  const Timeline t = run_timeline(c.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), thursday + 10 * hour + 2 * minute);
  EXPECT_EQ(t.when("1.0 ends in Done"), thursday + 10 * hour + 4 * minute);
  EXPECT_EQ(t.when("2.0 ends in Done"), thursday + 10 * hour + 6 * minute);  // arrived at the cut-off
  EXPECT_EQ(t.ticks(Cause::Meeting, 2), 4 * minute);
  EXPECT_EQ(t.ticks(Cause::WorkHuman, 2), 2 * minute);
}

TEST(Committee, WhatDoesNotFitIsFirstNextTime) {
  Thursday c(5 * minute, {wednesday, wednesday + hour, wednesday + 2 * hour});
  const Timeline t = run_timeline(c.b.plan);
  EXPECT_EQ(t.when("1.0 ends in Done"), thursday + 10 * hour + 4 * minute);
  EXPECT_EQ(t.when("2.0 ends in Done"), week + thursday + 10 * hour + 2 * minute);
  EXPECT_EQ(t.ticks(Cause::Meeting, 2), thursday + 10 * hour - wednesday - 2 * hour);
  EXPECT_EQ(t.ticks(Cause::Queue, 2), week);  // the agenda was full
}

TEST(Committee, CutOffAndHears) {
  Thursday c(hour, {wednesday + 9 * hour, wednesday + 10 * hour, wednesday + 10 * hour + 1});
  c.b.plan.committees[0].agenda_closes = day;
  Timeline t = run_timeline(c.b.plan);
  EXPECT_EQ(t.when("1.0 ends in Done"), thursday + 10 * hour + 4 * minute);
  EXPECT_EQ(t.when("2.0 ends in Done"), week + thursday + 10 * hour + 2 * minute);
  EXPECT_EQ(t.ticks(Cause::Queue, 2), 0);  // that meeting was closed to it
  c.b.plan.committees[0].hears = 1;
  t = run_timeline(c.b.plan);
  EXPECT_EQ(t.when("1.0 ends in Done"), week + thursday + 10 * hour + 2 * minute);
  EXPECT_EQ(t.when("2.0 ends in Done"), 2 * week + thursday + 10 * hour + 2 * minute);
  EXPECT_EQ(t.ticks(Cause::Queue, 2), week);
}

TEST(Committee, MembersLeaveTheirWorkAndQuorumCounts) {
  Built b;
  const Index office = b.office(), member = b.role("Member", 1, office);
  const Index away = b.role("Away", 1, b.calendar(1, 9 * 60, 10 * 60));  // Mondays only
  const Index committee = b.committee({member, away}, 1U << 3U, 10 * 60, hour);
  b.plan.committees[0].quorum = 1;
  const Index a = b.work("A", member, constant(2 * hour));
  const Index split = b.node("fork", NodeKind::Merge);
  b.chain({split, a, b.gate("Gate", committee, constant(minute)), b.end()});
  b.cases_at({wednesday + 10 * hour, thursday + 9 * hour});
  Timeline t = run_timeline(b.plan);
  // The second case's work is from 9 to 10 and, after the meeting, from 11 to 12.
  EXPECT_EQ(t.when("0.0 ends in Done"), thursday + 10 * hour + minute);
  EXPECT_EQ(t.when("1.0 A by Member0 done"), thursday + 12 * hour);
  EXPECT_EQ(t.ticks(Cause::Meeting, 1), hour + (week - 2 * hour));
  b.plan.committees[0].quorum = 2;  // never both in hours
  b.plan.committees[0].cadence.days = 1U << 3U | 1U;
  b.plan.committees[0].cadence.time = 9 * 60;  // but on Mondays at 9
  t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), week + 9 * hour + minute);
  EXPECT_EQ(t.ticks(Cause::Queue), 0);
}

TEST(Committee, EmptyAgendaIsNotHeld) {
  Thursday c(2 * hour, {friday});
  const Timeline t = run_timeline(c.b.plan);
  EXPECT_EQ(t.result.committees[0].empty, 1U);
  EXPECT_EQ(t.result.committees[0].held, 1U);
}

TEST(Clocks, EscalationRunsInElapsedTimeAndKeepsTheEntry) {
  Built b;
  const Index office = b.office(), absent = b.role("Absent", 1, b.calendar(1, 0, 1));
  const Index chief = b.role("Chief", 1, office);
  const Index gate = b.node("Gate", NodeKind::Gate);
  b.at(gate).pool = absent;
  b.at(gate).takes = constant(hour);
  b.at(gate).escalations.push_back({2 * day, chief, none});
  b.chain({gate, b.end()});
  b.cases_at({friday + 16 * hour});
  const Timeline t = run_timeline(b.plan);
  // Sunday 16:00, before anyone was there; the chief comes on Monday at 9.
  EXPECT_EQ(t.when("0.0 Gate by Chief0 starts"), week + 9 * hour);
  EXPECT_EQ(t.result.nodes[1].escalations, 1U);
  EXPECT_EQ(t.ticks(Cause::Hours), 2 * day + 17 * hour);
}

TEST(Clocks, SilenceIsConsentAndTheClockWinsAtTheSameInstant) {
  Built b;
  const Index clerk = b.role("Clerk");
  const Index gate = b.node("Gate", NodeKind::Gate), last = b.end();
  b.at(gate).pool = clerk;
  b.at(gate).takes = constant(hour);
  plan::Exit& timeout = b.arc(gate, last, ExitKind::Timeout);
  timeout.after = hour;
  timeout.approves = true;
  b.chain({gate, last});
  b.cases_at({10 * hour, 10 * hour + 1, 10 * hour + 1});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 11 * hour);
  EXPECT_EQ(t.when("1.0 Gate by Clerk0 starts"), 11 * hour);
  EXPECT_EQ(t.when("2.0 ends in Done"), 11 * hour + 1);
  EXPECT_EQ(t.result.nodes[1].timeouts, 1U);
}

/// fork -> {A takes 1 h, B takes 3 h, C takes 2 h} -> join -> end.
struct Parallel {
  Built b;
  Index fork, join, a, c;
  Parallel() {
    fork = b.node("fork", NodeKind::Fork);
    join = b.node("join", NodeKind::Join);
    b.arc(0, fork);
    const std::array<std::int64_t, 3> takes{1, 3, 2};
    for (Index i = 0; i < 3; ++i) {
      plan::Branch& branch = b.process().branches.emplace_back();
      Built::call_it(branch, "branch" + std::to_string(i));
      branch.fork = fork;
      branch.join = join;
      const std::string name(1, static_cast<char>('A' + i));
      const Index step = b.work(name, b.role("Role" + name), constant(takes[i] * hour), i);
      b.arc(fork, step, ExitKind::Branch).branch = i;
      b.arc(step, join);
      if (i == 0) a = step;
      if (i == 2) c = step;
    }
    b.arc(join, b.end());
    b.cases_at({10 * hour});
  }
};

TEST(Joins, AllFirstAndCount) {
  Parallel p;
  Timeline t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 13 * hour);
  EXPECT_EQ(t.ticks(Cause::WorkHuman), 3 * hour);
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 6 * hour);
  p.b.at(p.fork).join = plan::JoinRule::First;
  t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 11 * hour);
  EXPECT_EQ(t.when("0.0 B by RoleB0 withdrawn"), 11 * hour);
  EXPECT_EQ(t.ticks(Cause::WorkHuman), hour);
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 3 * hour);
  p.b.at(p.fork).join = plan::JoinRule::Count;
  p.b.at(p.fork).join_count = 2;
  t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 12 * hour);
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 5 * hour);
}

TEST(Joins, LeavingABranchWithdrawsTheOthers) {
  Parallel p;
  const Index declined = p.b.outcome("Declined");
  p.b.at(p.c).exits[0].to = p.b.end(declined);
  const Timeline t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Declined"), 12 * hour);
  EXPECT_EQ(t.when("0.0 B by RoleB0 withdrawn"), 12 * hour);
  EXPECT_EQ(t.ticks(Cause::WorkHuman, 1), 2 * hour);
}

TEST(Joins, QueuedWorkOfAWithdrawnBranchVanishes) {
  Parallel p;
  p.b.at(p.fork).join = plan::JoinRule::First;
  p.b.at(p.c).pool = p.b.at(p.a).pool;  // C waits behind A
  const Timeline t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 11 * hour);
  EXPECT_EQ(t.when("0.0 C by RoleA0 starts"), -1);
}

TEST(Joins, AHearingThatIsWithdrawnIsSeen) {
  Parallel p;
  p.b.at(p.fork).join = plan::JoinRule::First;
  const Index committee = p.b.committee({p.b.role("Member")}, 1U, 10 * 60 + 30, 4 * hour);
  p.b.at(p.c).kind = NodeKind::Gate;
  p.b.at(p.c).pool = none;
  p.b.at(p.c).committee = committee;
  const Timeline t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 11 * hour);
  EXPECT_EQ(t.when("0.0 C starts"), 10 * hour + 30 * minute);
  EXPECT_EQ(t.when("0.0 C withdrawn"), 11 * hour);
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 6 * hour);  // A, B and the meeting
}

TEST(Batches, BySizeByTimeAndTheRest) {
  Built b;
  const Index clerk = b.role("Clerk");
  const Index a = b.work("A", clerk, constant(hour));
  b.at(a).batch = plan::Batch{2, {}};
  b.chain({a, b.end()});
  b.cases_at({10 * hour, 11 * hour, 12 * hour});
  Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 12 * hour);
  EXPECT_EQ(t.when("1.0 ends in Done"), 12 * hour);
  EXPECT_EQ(t.ticks(Cause::Batch, 0), hour);
  EXPECT_EQ(static_cast<std::int64_t>(t.result.cells[0].effort), 30 * minute);
  EXPECT_NE(t.when("2.0 ends in Done"), -1);  // worked off at the end
  b.at(a).batch = plan::Batch{5, 90 * minute};
  t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 12 * hour + 30 * minute);
  EXPECT_EQ(t.when("2.0 ends in Done"), 14 * hour + 30 * minute);
}

TEST(Batches, TheClockIsThatOfTheFirstWhoWaitsStill) {
  Parallel p;
  p.b.at(p.fork).join = plan::JoinRule::First;
  p.b.at(p.c).batch = plan::Batch{5, 75 * minute};
  p.b.plan.runs.clear();
  p.b.cases_at({10 * hour, 10 * hour + 30 * minute});
  const Timeline t = run_timeline(p.b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), 11 * hour);  // A was faster
  EXPECT_EQ(t.when("1.0 C by RoleC0 starts"), 11 * hour + 45 * minute);
}

TEST(Waits, UntilACadence) {
  Built b;
  const Index wait = b.node("wait", NodeKind::Wait);
  b.at(wait).wait = plan::WaitKind::Cadence;
  b.at(wait).cadence.zone = 0;
  b.at(wait).cadence.days = 1U << 3U;
  b.at(wait).cadence.time = 17 * 60;
  b.at(wait).agenda_closes = day;
  b.chain({wait, b.end()});
  b.cases_at({wednesday + 17 * hour, wednesday + 17 * hour + 1});
  const Timeline t = run_timeline(b.plan);
  EXPECT_EQ(t.when("0.0 ends in Done"), thursday + 17 * hour);
  EXPECT_EQ(t.when("1.0 ends in Done"), week + thursday + 17 * hour);
}

TEST(Loops, MoreThanAThousandVisitsStopTheRun) {
  Built b;
  const Index a = b.work("Again", b.machine("M"), constant(second));
  b.arc(0, a);
  b.arc(a, a);
  b.cases_at({10 * hour});
  const SimulationResult result = simulate(b.plan);
  EXPECT_EQ(result.replications[0].stop, Stop::EndlessLoop);
  EXPECT_EQ(result.replications[0].stopped,
            "a case came to `Again` more than 1000 times: the loop around it does not end");
}

TEST(Hours, WorkOverTheSummerTimeChange) {
  Built b;
  b.plan.zones.push_back({"Berlin", {{0, 3600}, {1'774'746'000LL * second, 7200}}});  // 2026-03-29 01:00 UTC
  const Index night = b.calendar(0x7F, 22 * 60, 6 * 60);
  b.plan.calendars[night].zone = 1;
  b.plan.start = 1'774'652'400LL * second;  // Saturday 2026-03-28 00:00 local
  b.chain({b.work("A", b.role("Watch", 1, night), constant(8 * hour)), b.end()});
  b.cases_at({20 * hour});
  const Timeline t = run_timeline(b.plan);
  // The night from 22:00 has seven hours; the eighth is worked the next evening, 22:00 to 23:00 summer time.
  EXPECT_EQ(t.when("0.0 ends in Done"), 46 * hour);
  EXPECT_EQ(t.ticks(Cause::Hours), 2 * hour + 16 * hour);
}

}  // namespace
}  // namespace wain::runtime
