// Calendars, zones of time, cadences.
#include <algorithm>

#include "diagnostics/simulation_ids.h"
#include "planning/work.h"

namespace wain::planning {
namespace {

constexpr std::int64_t seconds_of_day = 86'400;
/// How far a zone's changes are written down: before the start for what opened earlier, and behind the
/// arrivals, doubled by a warm-up's tail, for the cases that take longest.
constexpr std::int64_t before_start = 366 * seconds_of_day, behind_end = 3 * 366 * seconds_of_day;

plan::Weekdays weekdays(const std::vector<ir::Weekday>& days) {
  unsigned bits = 0;
  for (const ir::Weekday day : days) bits |= 1U << static_cast<unsigned>(day);
  return static_cast<plan::Weekdays>(bits);
}

plan::Cadence::Kind kind_of(ir::Cadence::Kind kind) {
  switch (kind) {
    case ir::Cadence::Kind::Weekly:
    case ir::Cadence::Kind::Daily: return plan::Cadence::Kind::Weekly;
    case ir::Cadence::Kind::EveryNWeeks: return plan::Cadence::Kind::EveryNWeeks;
    case ir::Cadence::Kind::MonthlyNth: return plan::Cadence::Kind::MonthlyNth;
  }
  return plan::Cadence::Kind::Weekly;
}

}  // namespace

std::string_view clock_of(const Work& work, ir::ProcessId process) {
  ir::CalendarId first;
  for (const ir::Run& run : work.scenario.runs) {
    if (!run.arrivals || !run.arrivals->during) continue;
    if (run.process == process) return work.definition[run.arrivals->during].timezone;
    if (!first) first = run.arrivals->during;
  }
  if (first) return work.definition[first].timezone;
  for (std::size_t i = 0; i < work.calendar_of.size(); ++i)
    if (work.calendar_of[i] == 0) return work.definition.calendars[i].timezone;
  return "UTC";
}

std::int32_t first_day(const ir::Scenario& scenario) {
  return scenario.starts ? scenario.starts->days : estimate::default_start_day;
}

plan::Index zone_index(Work& work, std::string_view name, Span span) {
  auto& zones = work.plan.zones;
  const auto known =
      std::find_if(zones.begin(), zones.end(), [&](const plan::Zone& zone) { return zone.name == name; });
  if (known != zones.end()) return static_cast<plan::Index>(known - zones.begin());
  plan::Zone zone;
  zone.name = name;
  if (const estimate::TimeZone* read = work.zones.of(name)) {
    const std::int64_t start = first_day(work.scenario) * seconds_of_day;
    const std::int64_t length = work.scenario.length ? work.scenario.length->microseconds / plan::second : 0;
    for (const auto& change : read->changes(start - before_start, start + 2 * length + behind_end))
      zone.offsets.push_back({change.at * plan::second, change.offset});
  } else {
    work.diagnostics.report(sim::ZoneUnreadable, span, {arg("zone", name)});
    zone.offsets.push_back({});
  }
  zones.push_back(std::move(zone));
  return static_cast<plan::Index>(zones.size() - 1);
}

plan::Index calendar_index(Work& work, ir::CalendarId id) {
  if (!id) return plan::none;
  plan::Index& known = work.calendar_of[id.index];
  if (known != plan::none) return known;
  const ir::Calendar& calendar = work.definition[id];
  plan::Calendar out;
  work.name(out, calendar, work.ids[id]);
  out.zone = zone_index(work, calendar.timezone, calendar.name_span);
  for (const ir::OpeningHours& hours : calendar.hours)
    for (const auto& [from, to] : hours.ranges)
      out.weekly.push_back({weekdays(hours.days), from.minutes, to.minutes});
  for (const auto& [from, to] : calendar.closed) out.closed.emplace_back(from.days, to.days);
  known = static_cast<plan::Index>(work.plan.calendars.size());
  work.plan.calendars.push_back(std::move(out));
  return known;
}

plan::Cadence lower_cadence(Work& work, const ir::Cadence& cadence, std::string_view zone, Span span) {
  plan::Cadence out;
  out.kind = kind_of(cadence.kind);
  out.zone = zone_index(work, zone, span);
  out.days = cadence.kind == ir::Cadence::Kind::Daily ? plan::Weekdays{0x7f} : weekdays(cadence.days);
  out.time = cadence.time.minutes;
  out.weeks = std::max(1U, cadence.weeks);
  out.anchor = cadence.anchor ? cadence.anchor->days : first_day(work.scenario);
  for (const std::uint8_t ordinal : cadence.ordinals)
    out.ordinals = static_cast<std::uint8_t>(out.ordinals | 1U << (ordinal - 1U));
  return out;
}

}  // namespace wain::planning
