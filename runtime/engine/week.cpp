#include "runtime/engine/week.h"

#include <algorithm>

#include "runtime/time/local_time.h"

namespace wain::runtime {

plan::Index week_zone(const plan::Plan& plan) {
  if (plan.runs.empty() || plan.runs.front().calendar == plan::none) return plan::none;
  return plan.calendars[plan.runs.front().calendar].zone;
}

WeekTicks hours_of_window(const plan::Plan& plan) {
  WeekTicks hours{};
  spread(plan, week_zone(plan), plan.start + plan.warmup.value_or(0), plan.start + plan.length, 1, hours);
  return hours;
}

void spread(const plan::Plan& plan, plan::Index zone, std::int64_t from, std::int64_t to, std::int64_t weight,
            WeekTicks& hours) {
  constexpr std::int64_t thursday = 3 * plan::day;  // 1970-01-01 was one, three days after a Monday
  while (from < to) {
    const std::int64_t offset = zone == plan::none ? 0 : offset_at(plan.zones[zone], from);
    std::int64_t of_week = (from + offset + thursday) % plan::week;
    if (of_week < 0) of_week += plan::week;
    const std::int64_t end = std::min(to, from + plan::hour - of_week % plan::hour);
    hours[static_cast<std::size_t>(of_week / plan::hour)] += weight * (end - from);
    from = end;
  }
}

}  // namespace wain::runtime
