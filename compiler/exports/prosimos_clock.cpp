#include "exports/prosimos_clock.h"

#include <cstdlib>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "ir/value.h"
#include "runtime/time/local_time.h"

namespace wain::exports {

ProsimosClock::ProsimosClock(const plan::Plan& plan, Losses& losses)
    : plan_(plan), losses_(losses), reported_(plan.calendars.size(), false) {
  plan::Index first = plan.runs[0].calendar;
  if (first == plan::none && !plan.calendars.empty()) first = 0;
  if (first != plan::none) base_ = plan.calendars[first].zone;
}

int ProsimosClock::shift(plan::Index zone) const {
  if (zone == plan::none || base_ == plan::none) return 0;
  return minutes_ahead(plan_.zones[base_], plan_.zones[zone], plan_.start);
}

Week ProsimosClock::week(plan::Index calendar) {
  if (calendar == plan::none) return always_open();
  const plan::Calendar& one = plan_.calendars[calendar];
  if (!reported_[calendar]) {
    reported_[calendar] = true;
    const Span place = losses_.sites().of_calendar(one.id);
    if (!one.closed.empty()) losses_.add(sim::ExportClosedDays, place, {arg("calendar", one.name)});
    const bool moves =
        one.zone != plan::none && changes(plan_.zones[one.zone], plan_.start, plan_.start + plan_.length);
    if (moves || shift(one.zone) != 0)
      losses_.add(sim::ExportZone, place, {arg("calendar", one.name), arg("zone", zone_name())});
  }
  return week_of(one.weekly, shift(one.zone));
}

Week ProsimosClock::week(const plan::Committee& committee) {
  return week_of(committee, shift(committee.cadence.zone));
}

std::string ProsimosClock::zone_name() const { return base_ == plan::none ? "UTC" : plan_.zones[base_].name; }

std::string ProsimosClock::start() const {
  const std::int64_t offset = base_ == plan::none ? 0 : runtime::offset_at(plan_.zones[base_], plan_.start);
  const std::int64_t local = plan_.start + offset;
  const std::int64_t day = local >= 0 ? local / plan::day : (local - plan::day + 1) / plan::day;
  const std::int64_t seconds = (local - day * plan::day) / plan::second;
  const std::int64_t ahead = std::abs(offset) / plan::minute;
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", ir::Date{static_cast<std::int32_t>(day)}.str(),
                     seconds / 3600, seconds / 60 % 60, seconds % 60, offset < 0 ? '-' : '+', ahead / 60,
                     ahead % 60);
}

}  // namespace wain::exports
