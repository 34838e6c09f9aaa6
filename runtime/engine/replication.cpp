// One replication from its first event to its last.
#include <algorithm>

#include <fmt/format.h>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

using plan::NodeKind;

/// All but the two that most events are. Apart from these, so that the loop has few values to keep.
[[gnu::noinline]] void dispatch_other(World& world, const Event& event) {
  switch (kind_of(event)) {
    case EventKind::Calendar: return calendar_changes(world, event.subject);
    case EventKind::HeardDone:
      if (world.tokens[event.subject].stamp == event.stamp) heard(world, event.subject);
      return;
    case EventKind::MeetingEnd: return meeting_ends(world, event.subject);
    case EventKind::WaitDone: {
      Token& token = world.tokens[event.subject];
      if (token.stamp != event.stamp) return;
      const FlatNode& node = world.node(token.node);
      account(world, token, node.wait == plan::WaitKind::Outside ? Cause::Outside : Cause::Timer);
      visit_over(world, event.subject);
      set_state(world, world.tokens[event.subject], TokenState::Moving);
      if (node.draws > 0) draw_data(world, token.case_, node, token.visit);
      tell_left(world, event.subject, ExitKind::Next);
      if (!world.goes_plainly) return go_to(world, event.subject, node.next);
      if (come_plainly_to(world, token, node.next)) begin_plainly(world, token);
      return;
    }
    case EventKind::Clock:
      if (world.tokens[event.subject].stamp == event.stamp) clock_strikes(world, event.subject);
      return;
    case EventKind::BatchTimer:
      if (world.collecting[event.subject].stamp == event.stamp) fill_batch(world, event.subject);
      return;
    case EventKind::Meeting: return meet(world, event.subject);
    case EventKind::JobDone:
    case EventKind::Arrival: return;
  }
}

void dispatch(World& world, const Event& event) {
  const EventKind kind = kind_of(event);
  if (kind == EventKind::JobDone) {
    if (world.tokens[event.subject].job.stamp == event.stamp) job_done(world, event.subject);
  } else if (kind == EventKind::Arrival) {
    case_arrives(world, event.subject);
  } else {
    dispatch_other(world, event);
  }
}

/// Nothing else will come: batches that are not full are worked off as they are.
bool work_off_batches(World& world) {
  bool any = false;
  for (Index row = 0; row < world.collecting.size(); ++row) {
    if (world.collecting[row].tokens.empty()) continue;
    const FlatNode& node = world.node(world.tokens[world.collecting[row].tokens.front()].node);
    if (node.batch_after >= 0) continue;
    fill_batch(world, row);
    any = true;
  }
  return any;
}

/// Whether a clock runs that will take it to somebody else, or past the gate.
bool clock_runs(const World& world, const Token& token) {
  return token.next_clock < world.node(token.node).clocks;
}

/// Only cases are left that nobody may go on with, and no clock of theirs runs.
bool nothing_wakes(const World& world) {
  const auto collects = [](const Collecting& batch) { return !batch.tokens.empty(); };
  if (std::any_of(world.collecting.begin(), world.collecting.end(), collects)) return false;
  return std::none_of(world.tokens.begin(), world.tokens.end(), [&](const Token& token) {
    return token.state == TokenState::Stuck && clock_runs(world, token);
  });
}

bool is_over(const World& world) {
  if (world.stopped()) return true;
  if (world.steady) return world.now >= world.window_end && world.measured_open == 0;
  return world.arrivals_over && world.live == 0 && world.open_audits == 0;
}

/// The first event.
void run_next(World& world) {
  if (arrival_is_next(world)) return case_arrives(world, world.arrivals.top().subject);
  const Event event = world.events.top();
  world.events.remove_top();
  dispatch(world, event);
}

/// All that happens at the instant of the first event.
void run_instant(World& world, std::int64_t now) {
  constexpr std::uint64_t most_at_once = 50'000'000;
  world.now = now;
  std::uint64_t count = 0;
  for (;;) {
    run_next(world);
    ++count;
    const bool over = next_time(world) != now;
    if (over && world.first_dirty == none) [[likely]]
      break;
    if (world.stopped()) break;
    if (!over && !world.began_at_once) continue;
    world.began_at_once = false;
    if (over) allocate(world);
    if (count > most_at_once) [[unlikely]]
      stop(world, Stop::StandingStill, {}, most_at_once);
    if (next_time(world) != now || world.stopped()) break;
  }
  world.result.events += count;
}

/// How long people were there, and so what loads are shares of.
void sum_hours(World& world) {
  ReplicationResult& result = world.result;
  const std::int64_t window = world.window_end - world.window_begin;
  for (CalendarState& calendar : world.calendars) {
    if (!calendar.open) continue;
    calendar.open_in_window += world.in_window(calendar.opened, world.now);
    for (const Index group : calendar.groups) {
      open_by_hour(world, group, calendar.opened, world.now, world.groups[group].persons);
      open_level(world, group, calendar.opened, world.now, world.groups[group].persons);
    }
  }
  for (Index i = 0; i < world.groups.size(); ++i) {
    const Group& group = world.groups[i];
    const std::int64_t open =
        group.calendar == none ? window : world.calendars[group.calendar].open_in_window;
    result.people[i].open = static_cast<Wide>(open) * group.persons;
    if (group.calendar != none) continue;
    open_by_hour(world, i, world.window_begin, world.window_end, group.persons);
    open_level(world, i, world.window_begin, world.window_end, group.persons);
  }
  for (Index i = 0; i < world.pools.size(); ++i) {
    PoolSums& pool = result.pools[i];
    if (world.plan.pools[i].kind == plan::Pool::Kind::Machine) {
      pool.open = static_cast<Wide>(window) * world.plan.pools[i].capacity;
      pool.load_work = pool.work;
    }
    for (const Index group : world.pools[i].groups) {
      pool.open += result.people[group].open - result.people[group].meeting;
      pool.load_work += result.people[group].work;
    }
  }
}

/// Of cases that nobody closes any more the observer hears here, in order of arrival.
void tell_open(const World& world) {
  if (world.observer == nullptr) return;
  std::vector<Index> open;
  for (Index i = 0; i < world.cases.size(); ++i)
    if (world.cases[i].token != none && !(world.cases[i].measured && world.cases[i].ended)) open.push_back(i);
  std::sort(open.begin(), open.end(), [&](Index a, Index b) {
    const Case &one = world.cases[a], &other = world.cases[b];
    if (one.arrival != other.arrival) return one.arrival < other.arrival;
    return one.ordinal != other.ordinal ? one.ordinal < other.ordinal : one.run < other.run;
  });
  for (const Index i : open) tell_closed(world, i);
}

/// Cases that nobody may go on with to the end: what a clock has helped on, or another branch, was none.
void count_stuck(World& world) {
  ReplicationResult& result = world.result;
  const Token* first = nullptr;
  const auto came_first = [&](const Token& one, const Token& other) {
    if (one.entry != other.entry) return one.entry < other.entry;
    return world.cases[one.case_].ordinal < world.cases[other.case_].ordinal;
  };
  for (const Token& token : world.tokens) {
    if (token.state != TokenState::Stuck || clock_runs(world, token)) continue;
    Case& one = world.cases[token.case_];
    if (!one.stuck) ++result.stuck;
    one.stuck = true;
    if (first == nullptr || came_first(token, *first)) first = &token;
  }
  if (first == nullptr) return;
  result.stuck_process = world.node(first->node).process;
  result.stuck_node = world.node(first->node).node;
}

/// Whether there is anything to do when no more cases come that count, or the replication was stopped.
[[gnu::cold]] bool goes_on_after_window(World& world) {
  while (!is_over(world)) {
    if (!world.steady) world.arrivals_over = true;
    if (world.arrivals_over && world.open_tokens == world.at_rest && world.open_audits == 0) {
      if (work_off_batches(world)) {
        allocate(world);
        continue;
      }
      if (nothing_wakes(world)) return false;
    }
    return next_time(world) <= world.limit;
  }
  return false;
}

void run_events(World& world, const std::atomic<bool>* cancel) {
  for (std::uint32_t turn = 1;; ++turn) {
    if (next_time(world) >= world.window_end || world.stopped()) [[unlikely]] {
      if (!goes_on_after_window(world)) return;
    }
    run_instant(world, next_time(world));
    if ((turn & 0xFFFU) == 0 && cancel != nullptr && cancel->load(std::memory_order_relaxed)) [[unlikely]]
      stop(world, Stop::Cancelled, {}, 0);
  }
}

void finish(World& world) {
  ReplicationResult& result = world.result;
  result.live += static_cast<Wide>(world.live) * (world.now - world.live_counted);
  result.live_at_end = world.live;
  result.end = world.now;
  tell_open(world);
  count_stuck(world);
  for (Index i = 0; i < world.cases.size(); ++i) {
    const Case& one = world.cases[i];
    if (one.token == none || !one.measured) continue;
    if (one.ended)
      close_case(world, i);  // but for an audit that is still to come
    else
      ++result.unfinished[one.run];
  }
  sum_hours(world);
  sum_weeks(world);
  for (Index i = 0; i < world.pools.size(); ++i) {
    count_queue(world, i);
    if (world.now <= world.window_end) result.pools[i].waiting_at_end = world.pools[i].waiting;
  }
  sum_levels(world);
}

}  // namespace

std::string stop_text(Stop why, std::string_view what, std::uint64_t count) {
  constexpr std::string_view texts[] = {
#define WAIN_STOP(id, text) text,
#include "runtime/engine/stops.def"
#undef WAIN_STOP
  };
  return fmt::format(fmt::runtime(texts[static_cast<std::size_t>(why)]), fmt::arg("what", what),
                     fmt::arg("count", count));
}

void stop(World& world, Stop why, std::string_view what, std::uint64_t count) {
  if (world.stopped()) return;
  world.result.stop = why;
  world.result.stopped = stop_text(why, what, count);
  world.pending.clear();
}

void run_replication(World& world, const std::atomic<bool>* cancel) {
  start_calendars(world);
  for (Index i = 0; i < world.plan.committees.size(); ++i) schedule_meeting(world, i, world.now);
  for (Index i = 0; i < world.program.runs.size(); ++i) {
    RunState& run =
        world.runs.emplace_back(RunState{{world.plan, world.program.runs[i].calendar, world.now}, {}, 0, 0});
    run.block = run.blocks.next();
    run.at = run.block.begin;
    schedule_arrival(world, i, true);
  }
  run_events(world, cancel);
  finish(world);
  std::uint64_t unfinished = 0;
  for (const std::uint64_t count : world.result.unfinished) unfinished += count;
  if (unfinished > 0) stop(world, Stop::Unfinished, {}, unfinished);
}

}  // namespace wain::runtime
