#include "runtime/plan/check_plan.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "runtime/plan/check_parts.h"
#include "runtime/time/local_time.h"

namespace wain::plan {
namespace {

void has_truth(Check& check, Index criterion, std::string place) {
  const Criterion& of = check.plan.criteria[criterion];
  if (!of.wrong_in) check.add(std::move(place), ProblemKind::NoTruth, of.name);
}

void check_goals(Check& check) {
  for (std::size_t i = 0; i < check.plan.outcomes.size(); ++i)
    for (std::size_t k = 0; k < check.plan.outcomes[i].goals.size(); ++k) {
      const Goal& goal = check.plan.outcomes[i].goals[k];
      const std::string place = fmt::format("/outcomes/{}/good/{}", i, k);
      if (goal.left.criterion != none) has_truth(check, goal.left.criterion, place + "/left/criterion");
      if (goal.right && goal.right->criterion != none)
        has_truth(check, goal.right->criterion, place + "/right/criterion");
    }
}

/// Whether it ever draws half a tick or more, which is rounded to one.
bool takes_time(const Distribution& gaps) {
  constexpr double least = 0.5;
  switch (gaps.kind) {
    case Distribution::Kind::Uniform:
    case Distribution::Kind::Triangular: return gaps.b >= least;
    case Distribution::Kind::Normal:
    case Distribution::Kind::Lognormal:
    case Distribution::Kind::Gamma: return gaps.a + gaps.b >= least;
    case Distribution::Kind::Empirical:
      return std::any_of(gaps.points.begin(), gaps.points.end(),
                         [&](const auto& point) { return point.first >= least && point.second > 0; });
    default: return gaps.a >= least;
  }
}

void check_settings(Check& check) {
  const Plan& plan = check.plan;
  if (plan.runs.empty()) check.add("/runs", ProblemKind::NothingRuns);
  if (plan.warmup && *plan.warmup >= plan.length) check.add("/warmup", ProblemKind::WarmupTooLong);
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    if (!takes_time(plan.runs[i].gaps)) check.add(fmt::format("/runs/{}/gaps", i), ProblemKind::NoGap);
    if (!plan.runs[i].truth) continue;
    for (std::size_t k = 0; k < plan.runs[i].truth->size(); ++k)
      has_truth(check, (*plan.runs[i].truth)[k], fmt::format("/runs/{}/truth/{}", i, k));
  }
}

/// Hours that never open while cases arrive: nothing would ever happen. The calendars are whole.
void check_arrivals(Check& check) {
  const Plan& plan = check.plan;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const Index calendar = plan.runs[i].calendar;
    if (calendar == none) continue;
    runtime::OpenBlocks blocks(plan, calendar, plan.start);
    if (blocks.next().begin >= plan.start + plan.length)
      check.add(fmt::format("/runs/{}/calendar", i), ProblemKind::ClosedThroughout,
                plan.calendars[calendar].name);
  }
}

void check_calendars(Check& check) {
  const Plan& plan = check.plan;
  for (std::size_t i = 0; i < plan.zones.size(); ++i) {
    const auto& offsets = plan.zones[i].offsets;
    const std::string place = fmt::format("/zones/{}/offsets", i);
    if (offsets.empty()) check.add(place, ProblemKind::Missing, "offsets");
    const auto unordered = [](const Zone::Offset& a, const Zone::Offset& b) { return a.from >= b.from; };
    if (std::adjacent_find(offsets.begin(), offsets.end(), unordered) != offsets.end())
      check.add(place, ProblemKind::OutOfOrder, "the changes");
  }
  for (std::size_t i = 0; i < plan.calendars.size(); ++i) {
    const Calendar& calendar = plan.calendars[i];
    const auto opens = [](const OpeningHours& hours) { return hours.days != 0; };
    if (std::none_of(calendar.weekly.begin(), calendar.weekly.end(), opens))
      check.add(fmt::format("/calendars/{}/weekly", i), ProblemKind::NeverOpens, calendar.name);
    for (std::size_t k = 0; k < calendar.closed.size(); ++k)
      if (calendar.closed[k].first > calendar.closed[k].second)
        check.add(fmt::format("/calendars/{}/closed/{}", i, k), ProblemKind::OutOfOrder, "dates");
  }
}

void check_people(Check& check) {
  const Plan& plan = check.plan;
  for (std::size_t i = 0; i < plan.people.size(); ++i) {
    const People& people = plan.people[i];
    const std::string place = fmt::format("/people/{}/pools", i);
    if (people.pools.empty()) check.add(place, ProblemKind::ServesNothing, people.name);
    for (std::size_t k = 0; k < people.pools.size(); ++k)
      if (plan.pools[people.pools[k]].kind == Pool::Kind::Machine)
        check.add(fmt::format("{}/{}", place, k), ProblemKind::MachineServed,
                  plan.pools[people.pools[k]].name);
  }
}

void check_committees(Check& check) {
  const Plan& plan = check.plan;
  for (std::size_t i = 0; i < plan.committees.size(); ++i) {
    const Committee& committee = plan.committees[i];
    const std::string place = fmt::format("/committees/{}", i);
    const std::size_t seats = committee.seats.size();
    if (seats == 0) check.add(place + "/seats", ProblemKind::Missing, "seats");
    if (committee.length == 0 || !meets(committee.cadence))
      check.add(place + "/cadence", ProblemKind::NeverMeets, committee.name);
    if (!committee.quorum_met && committee.quorum > seats)
      check.add(place + "/quorum", ProblemKind::QuorumTooGreat, committee.name, std::to_string(seats));
    for (std::size_t k = 0; k < seats; ++k) {
      const std::string seat = fmt::format("{}/seats/{}", place, k);
      check.served(committee.seats[k], seat);
      const Pool& pool = plan.pools[committee.seats[k]];
      if (pool.kind == Pool::Kind::Machine) check.add(seat, ProblemKind::MachineServed, pool.name);
    }
  }
}

/// Nodes of each process with all its calls written out, in an order in which callees come first; a call
/// of itself, or too many nodes, are problems. Iterative: chains of calls may be long.
void check_calls(Check& check) {
  constexpr std::uint64_t most_nodes = 1'000'000;
  const auto& processes = check.plan.processes;
  enum class State : std::uint8_t { New, Open, Done };
  std::vector<State> state(processes.size(), State::New);
  std::vector<std::uint64_t> size(processes.size(), 0);
  for (std::size_t root = 0; root < processes.size(); ++root) {
    std::vector<std::pair<std::size_t, std::size_t>> stack{{root, 0}};
    while (!stack.empty()) {
      auto& [process, next] = stack.back();
      if (state[process] == State::Done) {
        stack.pop_back();
        continue;
      }
      state[process] = State::Open;
      const auto& nodes = processes[process].nodes;
      while (next < nodes.size() &&
             (nodes[next].kind != NodeKind::Call || state[nodes[next].callee] == State::Done))
        ++next;
      if (next == nodes.size()) {
        std::uint64_t all = nodes.size();
        for (const Node& node : nodes)
          if (node.kind == NodeKind::Call) all = std::min(most_nodes + 1, all + size[node.callee]);
        size[process] = all;
        state[process] = State::Done;
        if (all > most_nodes)
          check.add(fmt::format("/processes/{}", process), ProblemKind::TooLarge, std::to_string(most_nodes));
        continue;
      }
      const Index callee = nodes[next].callee;
      if (state[callee] == State::Open)
        return check.add(fmt::format("/processes/{}/nodes/{}/callee", process, next), ProblemKind::Recursion,
                         processes[callee].name);
      stack.emplace_back(callee, 0);
    }
  }
}

}  // namespace

bool meets(const Cadence& cadence) {
  return cadence.days != 0 && (cadence.kind != Cadence::Kind::MonthlyNth || cadence.ordinals != 0);
}

Check::Check(const Plan& of) : plan(of), served_(of.pools.size(), false) {
  for (const People& people : plan.people)
    for (const Index pool : people.pools) served_[pool] = true;
}

void Check::add(std::string pointer, ProblemKind kind, std::string_view what, std::string_view known) {
  constexpr std::size_t limit = 100;
  if (problems.size() < limit)
    problems.push_back({kind, std::move(pointer), problem_text(kind, what, known)});
}

void Check::served(Index pool, const std::string& place) {
  const Pool& of = plan.pools[pool];
  if (of.kind != Pool::Kind::Machine && !served_[pool]) add(place, ProblemKind::NobodyServes, of.name);
}

std::vector<Problem> check_plan(const Plan& plan) {
  Check check(plan);
  check_settings(check);
  check_calendars(check);
  check_people(check);
  check_committees(check);
  check_goals(check);
  for (std::size_t i = 0; i < plan.processes.size(); ++i) {
    const std::string place = fmt::format("/processes/{}", i);
    check_expressions(check, plan.processes[i], place);
    check_nodes(check, plan.processes[i], place);
  }
  if (check.problems.empty()) check_arrivals(check);
  if (check.problems.empty()) check_calls(check);
  return std::move(check.problems);
}

}  // namespace wain::plan
