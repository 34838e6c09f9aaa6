#include "rules/sim/working_hours.h"

#include <algorithm>
#include <array>

namespace wain::lint {
namespace {

/// A person's own calendar, else the first one of the roles it plays.
ir::CalendarId of_person(const estimate::Settings& settings, ir::ActorId person) {
  if (const ir::CalendarId own = settings.hours(person)) return own;
  for (const ir::ActorId role : settings.definition()[person].plays) {
    if (!role) continue;
    if (const ir::CalendarId hours = settings.hours(role)) return hours;
  }
  return {};
}

double length_in_hours(const std::pair<ir::TimeOfDay, ir::TimeOfDay>& range) {
  constexpr double minutes_a_day = 1440;
  const double from = range.first.minutes;
  const double to = range.second.minutes;
  return (to > from ? to - from : to + minutes_a_day - from) /
         60;  // closing at or before opening: the next day
}

}  // namespace

ir::CalendarId working_hours(const estimate::Settings& settings, ir::ActorId actor) {
  const ir::Actor& who = settings.definition()[actor];
  if (who.kind == ir::ActorKind::Person) return of_person(settings, actor);
  if (const ir::CalendarId own = settings.hours(actor)) return own;
  if (who.persons.empty() || settings.staff(actor) > who.persons.size()) return {};
  ir::CalendarId first;
  for (const ir::ActorId person : who.persons) {
    const ir::CalendarId hours = of_person(settings, person);
    if (!hours) return {};
    if (!first) first = hours;
  }
  return first;
}

double hours_a_day(const ir::Calendar& calendar) {
  std::array<double, 7> open{};
  for (const ir::OpeningHours& block : calendar.hours) {
    double hours = 0;
    for (const auto& range : block.ranges) hours += length_in_hours(range);
    for (const ir::Weekday day : block.days) open[static_cast<std::size_t>(day)] += hours;
  }
  double total = 0;
  const auto days = std::count_if(open.begin(), open.end(), [](double hours) { return hours > 0; });
  for (const double hours : open) total += hours;
  return days == 0 ? 0 : total / static_cast<double>(days);
}

}  // namespace wain::lint
