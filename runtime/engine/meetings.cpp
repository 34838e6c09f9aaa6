// Committees: agenda, quorum, hearing.
#include <algorithm>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

bool has_left(const World& world, const Waiting& item) {
  return world.tokens[item.subject].stamp != item.stamp;
}

/// In hours, and in no other meeting.
bool can_attend(const World& world, Index person) {
  const Person& of = world.persons[person];
  return of.meeting == none && world.groups[of.group].in_hours;
}

/// Finds a person for the seat, moving others to their other seats if need be: an augmenting path. `asked`
/// keeps each person from being asked twice.
bool fill_seat(const World& world, const plan::Committee& committee, std::size_t seat,
               std::vector<Index>& of_seat, std::vector<bool>& asked) {
  struct Step {
    std::size_t seat = 0;
    Index person = none;   ///< who is to come to this seat
    std::size_t next = 0;  ///< candidate to look at next
  };
  std::vector<Step> path{{seat, none, 0}};
  while (!path.empty()) {
    Step& step = path.back();
    std::vector<Index> candidates;
    for (const Index group : world.pools[committee.seats[step.seat]].groups)
      for (Index i = 0; i < world.groups[group].persons; ++i)
        candidates.push_back(world.groups[group].first_person + i);
    while (step.next < candidates.size() &&
           (asked[candidates[step.next]] || !can_attend(world, candidates[step.next])))
      ++step.next;
    if (step.next == candidates.size()) {
      path.pop_back();
      continue;
    }
    step.person = candidates[step.next++];
    asked[step.person] = true;
    const auto taken = std::find(of_seat.begin(), of_seat.end(), step.person);
    if (taken != of_seat.end()) {
      path.push_back({static_cast<std::size_t>(taken - of_seat.begin()), none, 0});
      continue;
    }
    for (const Step& moved : path) of_seat[moved.seat] = moved.person;
    return true;
  }
  return false;
}

/// One person a seat, as many seats as can be filled by those who are in.
std::vector<Index> attendance(const World& world, const plan::Committee& committee) {
  std::vector<Index> of_seat(committee.seats.size(), none);
  for (std::size_t seat = 0; seat < of_seat.size(); ++seat) {
    std::vector<bool> asked(world.persons.size(), false);
    fill_seat(world, committee, seat, of_seat, asked);
  }
  std::erase(of_seat, none);
  return of_seat;
}

bool has_quorum(World& world, const plan::Committee& committee, std::size_t there) {
  if (!committee.quorum_met) return there >= committee.quorum;
  const std::int32_t day = local_day(world.plan.zones[committee.cadence.zone], world.now);
  return world.draws.uniform(static_cast<std::uint32_t>(day), hash_of(committee.key), 0, 0, Purpose::Quorum) <
         *committee.quorum_met;
}

/// Who of those there may judge this case.
std::vector<Index> judges_of(const World& world, Index token, const std::vector<Index>& there) {
  const Token& of = world.tokens[token];
  std::vector<Index> may;
  for (const Index person : there)
    if (world.node(of.node).duties == 0 || may_do(world, of.case_, of.node, person)) may.push_back(person);
  return may;
}

std::int64_t draw_slot(World& world, Index index, std::int64_t longest) {
  const Token& token = world.tokens[index];
  const FlatNode& node = world.node(token.node);
  const double u = node.takes.is_constant()
                       ? 0.5
                       : world.draws.uniform(world.cases[token.case_].ordinal, node.key,
                                             world.path_of(token.case_, node), token.visit, Purpose::Takes);
  return std::min(node.takes.draw_time(u), longest);
}

/// Time until now has the cause that held; from now on it waits for `next`.
void wait_on(World& world, Index token, Cause next) {
  account(world, world.tokens[token], world.tokens[token].wait);
  world.tokens[token].wait = next;
}

void take_up(World& world, Index index, std::int64_t offset, std::int64_t slot) {
  Token& token = world.tokens[index];
  account(world, token, token.wait);
  const Case& one = world.cases[token.case_];
  ++token.stamp;  // its clocks stop
  token.offset = offset;
  token.slot = slot;
  set_state(world, world.tokens[index], TokenState::Heard);
  world.events.push({world.now + offset + slot, order_of(EventKind::HeardDone, one.ordinal, token.node),
                     index, token.stamp});
}

/// Members leave their work for the meeting.
void gather(World& world, Index committee) {
  for (const Index person : world.committees[committee].attending) {
    if (world.persons[person].job != none)
      suspend(world, person, Cause::Meeting);
    else
      leave_idle(world, person);
    world.persons[person].meeting = committee;
  }
}

/// The members' time, shared by the cases heard; what is left over goes to the first.
void charge_meeting(World& world, Index index, const std::vector<Index>& heard_tokens) {
  const plan::Committee& committee = world.plan.committees[index];
  const auto count = static_cast<std::int64_t>(heard_tokens.size());
  std::int64_t effort = 0;
  double cost = 0;
  for (const Index person : world.committees[index].attending) {
    const plan::People& people = world.plan.people[world.persons[person].group];
    const std::int64_t rate =
        people.cost_per_hour ? *people.cost_per_hour : world.plan.pools[people.pools.front()].cost_per_hour;
    effort += committee.length;
    cost +=
        static_cast<double>(committee.length) / static_cast<double>(plan::hour) * static_cast<double>(rate);
    world.result.people[world.persons[person].group].meeting +=
        world.in_window(world.now, world.now + committee.length);
    open_by_hour(world, world.persons[person].group, world.now, world.now + committee.length, -1);
    open_level(world, world.persons[person].group, world.now, world.now + committee.length, -1);
  }
  for (std::int64_t i = 0; i < count; ++i) {
    const Index at = heard_tokens[static_cast<std::size_t>(i)];
    const Token& token = world.tokens[at];
    const double share = cost / static_cast<double>(count) + static_cast<double>(committee.cost_per_case) +
                         world.node(token.node).cost;
    spend(world, token, SpentOn::Visit, effort / count + (i < effort % count ? 1 : 0), share);
    if (world.observer == nullptr) continue;
    world.slot_costs.resize(world.tokens.size());
    world.slot_costs[at] = share;
  }
}

/// Cases that may be heard now, by entry; void entries are dropped on the way.
std::vector<Index> on_agenda(World& world, Index committee) {
  WorkQueue& agenda = world.committees[committee].agenda;
  while (!agenda.empty() && has_left(world, agenda[0])) agenda.pop_front();
  const std::int64_t last = world.now - world.plan.committees[committee].agenda_closes;
  std::vector<Index> tokens;
  for (std::size_t i = 0; i < agenda.size() && agenda[i].entry <= last; ++i)
    if (!has_left(world, agenda[i])) tokens.push_back(agenda[i].subject);
  return tokens;
}

/// Hears what there is time for; the rest waits on.
std::vector<Index> hear(World& world, Index index, const std::vector<Index>& agenda) {
  const plan::Committee& committee = world.plan.committees[index];
  const auto& there = world.committees[index].attending;
  std::vector<Index> taken;
  std::int64_t offset = 0;
  bool full = false;
  for (const Index token : agenda) {
    const auto judges = judges_of(world, token, there);
    if (!committee.quorum_met && judges.size() < committee.quorum) {
      wait_on(world, token, Cause::Meeting);  // too many of them may not judge it
      continue;
    }
    full = full || (committee.hears && taken.size() >= *committee.hears);
    const std::int64_t slot = full ? 0 : draw_slot(world, token, committee.length);
    full = full || offset + slot > committee.length;
    if (full) {
      wait_on(world, token, Cause::Queue);
      continue;
    }
    const Index case_ = world.tokens[token].case_;
    const Index node = world.tokens[token].node;
    if (world.node(node).duties > 0)
      for (const Index person : judges) record_performer(world, case_, node, person);
    take_up(world, token, offset, slot);
    offset += slot;
    taken.push_back(token);
  }
  const bool counts = world.now >= world.window_begin && world.now < world.window_end;
  if (full && counts) ++world.result.committees[index].full;
  return taken;
}

/// Of its length, or of the cases that it hears at most, whichever is more.
double part_used(const World& world, Index index, const std::vector<Index>& taken) {
  const plan::Committee& committee = world.plan.committees[index];
  const Token& last = world.tokens[taken.back()];
  const double cases =
      committee.hears ? static_cast<double>(taken.size()) / static_cast<double>(*committee.hears) : 0;
  const double time = committee.length > 0 ? static_cast<double>(last.offset + last.slot) /
                                                 static_cast<double>(committee.length)
                                           : 0;
  return std::max(cases, time);
}

/// `begin` to now: as it was heard, or until another branch was faster.
void tell_heard(const World& world, Index index, std::int64_t begin,
                void (Observer::*end)(const WorkEvent&)) {
  if (world.observer == nullptr) return;
  const Token& token = world.tokens[index];
  const FlatNode& node = world.node(token.node);
  WorkEvent event;
  event.time = begin;
  event.of = ref_of(world, token.case_);
  event.process = node.process;
  event.node = node.node;
  event.visit = token.visit;
  event.work = index;
  event.enabled = token.entry;
  event.committee = token.committee;
  world.observer->work_started(event);
  event.time = world.now;
  event.cost = world.slot_costs[index];
  (world.observer->*end)(event);
}

}  // namespace

void schedule_meeting(World& world, Index committee, std::int64_t from) {
  const std::int64_t next = next_due(world.plan, world.plan.committees[committee].cadence, from);
  if (next != never) world.events.push({next, order_of(EventKind::Meeting, 0, committee), committee, 0});
}

void meet(World& world, Index index) {
  schedule_meeting(world, index, world.now + 1);
  CommitteeState& state = world.committees[index];
  CommitteeSums& sums = world.result.committees[index];
  const std::vector<Index> agenda = on_agenda(world, index);
  if (agenda.empty()) {
    ++sums.empty;
    return meeting_level(world, index, 0);
  }
  std::vector<Index> there = attendance(world, world.plan.committees[index]);
  if (there.empty() || !has_quorum(world, world.plan.committees[index], there.size())) {
    ++sums.without_quorum;
    for (const Index token : agenda) wait_on(world, token, Cause::Meeting);
    return;
  }
  if (!state.attending.empty()) return;  // the last meeting is not over yet
  state.attending = std::move(there);
  const std::vector<Index> taken = hear(world, index, agenda);
  if (taken.empty()) {
    state.attending.clear();
    ++sums.without_quorum;
    return;
  }
  ++sums.held;
  sums.heard += taken.size();
  meeting_level(world, index, part_used(world, index, taken));
  gather(world, index);
  charge_meeting(world, index, taken);
  const std::int64_t end = world.now + world.plan.committees[index].length;
  world.events.push({end, order_of(EventKind::MeetingEnd, 0, index), index, 0});
}

void meeting_ends(World& world, Index index) {
  CommitteeState& state = world.committees[index];
  for (const Index person : state.attending) {
    Person& of = world.persons[person];
    of.meeting = none;
    if (of.job == none)
      become_idle(world, person);
    else if (world.groups[of.group].in_hours)
      resume(world, person);
    else
      pause_goes_on(world, person);
  }
  state.attending.clear();
}

void heard(World& world, Index index) {
  Token& token = world.tokens[index];
  const std::int64_t offset = token.offset, slot = token.slot;
  account_ticks(world, token, Cause::Meeting, offset);
  account_ticks(world, token, Cause::WorkHuman, slot);
  world.tokens[index].since = world.now;
  tell_heard(world, index, world.now - slot, &Observer::work_completed);
  complete_visit(world, index, none);
}

void hearing_withdrawn(World& world, Index index) {
  const Token& token = world.tokens[index];
  // Whose slot has not come has its part of the meeting all the same.
  tell_heard(world, index, std::min(world.now, token.since + token.offset), &Observer::work_withdrawn);
}

}  // namespace wain::runtime
