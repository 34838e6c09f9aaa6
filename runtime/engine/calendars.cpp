// Hours: people come and go, and their work with them.
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

void schedule(World& world, Index index) {
  const CalendarState& calendar = world.calendars[index];
  const std::int64_t next = calendar.open ? calendar.block.end : calendar.block.begin;
  if (next != never) world.events.push({next, order_of(EventKind::Calendar, 0, index), index, 0});
}

/// Calls `each(person)` for those who live by the calendar.
template <class Each>
void for_persons(World& world, const CalendarState& calendar, Each each) {
  for (const Index group : calendar.groups)
    for (Index i = 0; i < world.groups[group].persons; ++i) each(world.groups[group].first_person + i);
}

/// The hours end that began when it opened.
void leave(World& world, CalendarState& calendar) {
  calendar.open_in_window += world.in_window(calendar.opened, world.now);
  for (const Index group : calendar.groups) {
    open_by_hour(world, group, calendar.opened, world.now, world.groups[group].persons);
    open_level(world, group, calendar.opened, world.now, world.groups[group].persons);
  }
}

void set_hours(World& world, CalendarState& calendar, bool open) {
  if (open)
    calendar.opened = world.now;
  else
    leave(world, calendar);
  calendar.open = open;
  for (const Index pool : calendar.pools) {
    PoolState& state = world.pools[pool];
    state.open_before = open_time(world, pool);
    state.open_since = world.now;
  }
  for (const Index group : calendar.groups) {
    world.groups[group].in_hours = open;
    for (const Index pool : world.plan.people[group].pools) {
      if (open)
        ++world.pools[pool].open_groups;
      else
        --world.pools[pool].open_groups;
      mark_dirty(world, world.pools[pool].component);
    }
  }
  for (const Index pool : calendar.pools) recheck_constrained(world, pool);
}

void opens(World& world, CalendarState& calendar) {
  set_hours(world, calendar, true);
  for_persons(world, calendar, [&](Index person) {
    const Person& of = world.persons[person];
    if (of.job != none && of.meeting == none) resume(world, person);
  });
}

void closes(World& world, CalendarState& calendar) {
  const std::int64_t closed = calendar.block.end;
  const Block next = calendar.blocks.next();
  const bool goes_on = next.begin == closed;
  calendar.block = next;
  for_persons(world, calendar, [&](Index person) {
    const Person& of = world.persons[person];
    if (of.job == none || of.meeting != none) return;
    const Token& at = world.tokens[of.job];
    if (at.job.state != JobState::Working || at.since + at.job.remaining <= closed) return;  // done right now
    if (goes_on)
      schedule_completion(world, at);
    else
      suspend(world, person, Cause::Hours);
  });
  if (!goes_on) set_hours(world, calendar, false);
}

}  // namespace

void start_calendars(World& world) {
  for (Index i = 0; i < world.calendars.size(); ++i) {
    CalendarState& calendar = world.calendars[i];
    if (calendar.groups.empty()) continue;
    calendar.block = calendar.blocks.next();
    if (calendar.block.begin == world.now) set_hours(world, calendar, true);
    schedule(world, i);
  }
}

void calendar_changes(World& world, Index index) {
  CalendarState& calendar = world.calendars[index];
  if (calendar.open)
    closes(world, calendar);
  else
    opens(world, calendar);
  schedule(world, index);
}

}  // namespace wain::runtime
