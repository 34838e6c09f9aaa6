/// Plans for tests, put together step by step. The clock is UTC; the start is Monday 2026-01-05 00:00.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine/simulate.h"
#include "runtime/plan/check_plan.h"
#include "runtime/plan/plan.h"

#include <gtest/gtest.h>

namespace wain::runtime {

using plan::day;
using plan::hour;
using plan::Index;
using plan::minute;
using plan::none;
using plan::second;
using plan::week;

inline constexpr std::int64_t monday = 1'767'571'200LL * second;

inline plan::Distribution constant(std::int64_t value) {
  return {plan::Distribution::Kind::Constant, static_cast<double>(value), 0, 0, 1, {}};
}
inline plan::Distribution exponential_time(std::int64_t mean) {
  return {plan::Distribution::Kind::Exponential, static_cast<double>(mean), 0, 0, 1, {}};
}

struct Built {
  plan::Plan plan;

  Built() {
    plan.scenario = "Test";
    plan.start = monday;
    plan.length = week;
    plan.zones.push_back({"UTC", {{0, 0}}});
    call_it(plan.outcomes.emplace_back(), "Done");
    plan.processes.emplace_back();
    node("start", plan::NodeKind::Start);
  }

  static void call_it(plan::Named& element, std::string_view name) {
    element.id = element.name = element.key = name;
  }
  Index calendar(std::uint8_t days, std::uint16_t opens, std::uint16_t closes) {
    plan::Calendar& made = plan.calendars.emplace_back();
    call_it(made, "calendar" + std::to_string(plan.calendars.size()));
    made.zone = 0;
    made.weekly = {{days, opens, closes}};
    return static_cast<Index>(plan.calendars.size()) - 1;
  }
  /// Monday to Friday 9 to 17.
  Index office() { return calendar(0x1F, 9 * 60, 17 * 60); }
  Index role(std::string_view name, std::uint32_t staff = 1, Index hours = none) {
    call_it(plan.pools.emplace_back(), name);
    const auto pool = static_cast<Index>(plan.pools.size()) - 1;
    people(name, {pool}, staff, hours);
    return pool;
  }
  Index machine(std::string_view name, std::uint32_t capacity = 1) {
    call_it(plan.pools.emplace_back(), name);
    plan.pools.back().kind = plan::Pool::Kind::Machine;
    plan.pools.back().capacity = capacity;
    return static_cast<Index>(plan.pools.size()) - 1;
  }
  Index pool(std::string_view name) {
    call_it(plan.pools.emplace_back(), name);
    return static_cast<Index>(plan.pools.size()) - 1;
  }
  plan::People& people(std::string_view name, std::vector<Index> pools, std::uint32_t count = 1,
                       Index hours = none) {
    plan::People& made = plan.people.emplace_back();
    call_it(made, name);
    made.pools = std::move(pools);
    made.count = count;
    made.calendar = hours;
    return made;
  }
  Index committee(std::vector<Index> seats, std::uint8_t days, std::uint16_t time, std::int64_t length) {
    plan::Committee& made = plan.committees.emplace_back();
    call_it(made, "Committee" + std::to_string(plan.committees.size()));
    made.quorum = static_cast<std::uint32_t>(seats.size() / 2 + 1);
    made.seats = std::move(seats);
    made.cadence.zone = 0;
    made.cadence.days = days;
    made.cadence.time = time;
    made.length = length;
    return static_cast<Index>(plan.committees.size()) - 1;
  }
  Index outcome(std::string_view name) {
    call_it(plan.outcomes.emplace_back(), name);
    return static_cast<Index>(plan.outcomes.size()) - 1;
  }

  plan::Process& process() { return plan.processes[0]; }
  plan::Node& at(Index node) { return process().nodes[node]; }
  Index node(std::string_view name, plan::NodeKind kind, Index branch = none) {
    plan::Node& made = process().nodes.emplace_back();
    call_it(made, name);
    made.kind = kind;
    made.branch = branch;
    return static_cast<Index>(process().nodes.size()) - 1;
  }
  Index work(std::string_view name, Index pool, plan::Distribution takes, Index branch = none) {
    const Index made = node(name, plan::NodeKind::Work, branch);
    at(made).pool = pool;
    at(made).takes = std::move(takes);
    return made;
  }
  Index gate(std::string_view name, Index committee, plan::Distribution takes) {
    const Index made = node(name, plan::NodeKind::Gate);
    at(made).committee = committee;
    at(made).takes = std::move(takes);
    return made;
  }
  Index end(Index outcome = 0) {
    const Index made = node("end" + std::to_string(process().nodes.size()), plan::NodeKind::End);
    at(made).outcome = outcome;
    return made;
  }
  plan::Exit& arc(Index from, Index to, plan::ExitKind kind = plan::ExitKind::Next) {
    plan::Exit& exit = at(from).exits.emplace_back();
    exit.kind = kind;
    exit.to = to;
    return exit;
  }
  /// start -> first -> … -> last.
  void chain(const std::vector<Index>& nodes) {
    Index from = 0;
    for (const Index to : nodes) {
      arc(from, to);
      from = to;
    }
  }
  plan::Run& run(plan::Distribution gaps, Index calendar = none) {
    plan::Run& made = plan.runs.emplace_back();
    made.process = 0;
    made.gaps = std::move(gaps);
    made.calendar = calendar;
    return made;
  }
  /// Cases at these instants after the start, no others: gaps of a run each.
  void cases_at(const std::vector<std::int64_t>& times) {
    for (const std::int64_t time : times) run(constant(time));
    std::int64_t latest = 0;
    for (const std::int64_t time : times) latest = std::max(latest, time);
    std::int64_t least = INT64_MAX;
    for (const std::int64_t time : times) least = std::min(least, time);
    plan.length = std::min(2 * least, latest + 1);
    ASSERT_GT(2 * least, latest) << "a run's second case would come too early";
  }
};

/// What happened, as an observer saw it.
struct Seen : Observer {
  struct Line {
    std::int64_t time;
    std::string what;
  };
  const plan::Plan& plan;
  std::vector<Line>& lines;
  Seen(const plan::Plan& of, std::vector<Line>& to) : plan(of), lines(to) {}
  void add(std::int64_t time, std::string what) { lines.push_back({time - plan.start, std::move(what)}); }
  static std::string case_of(const CaseRef& of) {
    return std::to_string(of.run) + "." + std::to_string(of.ordinal);
  }
  std::string work(const WorkEvent& event) {
    std::string who =
        event.people != none ? " by " + plan.people[event.people].name + std::to_string(event.person) : "";
    return case_of(event.of) + " " + plan.processes[event.process].nodes[event.node].name + who;
  }
  void arrived(const CaseRef& of, std::int64_t time) override { add(time, case_of(of) + " arrives"); }
  void work_started(const WorkEvent& event) override { add(event.time, work(event) + " starts"); }
  void work_completed(const WorkEvent& event) override { add(event.time, work(event) + " done"); }
  void work_withdrawn(const WorkEvent& event) override { add(event.time, work(event) + " withdrawn"); }
  void ended(const CaseRef& of, Index outcome, std::int64_t time) override {
    add(time, case_of(of) + " ends in " + plan.outcomes[outcome].name);
  }
};

/// One run of one replication with its log.
struct Timeline {
  std::vector<Seen::Line> lines;
  ReplicationResult result;

  /// When a line first was; -1: never.
  [[nodiscard]] std::int64_t when(std::string_view what) const {
    for (const Seen::Line& line : lines)
      if (line.what == what) return line.time;
    return -1;
  }
  [[nodiscard]] std::int64_t ticks(Cause cause, std::size_t cell = 0) const {
    return static_cast<std::int64_t>(result.cells[cell].time[static_cast<std::size_t>(cause)]);
  }
};

inline Timeline run_timeline(const plan::Plan& plan) {
  for (const plan::Problem& problem : plan::check_plan(plan)) ADD_FAILURE() << plan::str(problem);
  Timeline timeline;
  SimulateOptions options;
  options.replications = 1;
  options.observe = [&](std::uint32_t) { return std::make_unique<Seen>(plan, timeline.lines); };
  SimulationResult result = simulate(plan, options);
  EXPECT_TRUE(result.problems.empty());
  if (!result.replications.empty()) timeline.result = std::move(result.replications[0]);
  EXPECT_EQ(timeline.result.identity_broken, 0U);
  EXPECT_EQ(timeline.result.stop, Stop::None) << timeline.result.stopped;
  return timeline;
}

}  // namespace wain::runtime
