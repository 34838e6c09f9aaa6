/// Loads and queues by hour of the week: what is kept of a pool if somebody asks for it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::runtime {

/// Microseconds by hour of the local week, Monday 00:00 first.
inline constexpr std::size_t week_hours = 168;
using WeekTicks = std::array<std::int64_t, week_hours>;

/// Of a pool, over the window of measurement. As PoolSums: people are summed over persons, and load is work
/// over open.
struct PoolWeek {
  WeekTicks work{}, open{};
  WeekTicks queue{};  ///< number waiting, integrated
};

/// The zone whose week it is: that of the calendar of the first arrivals; none: UTC.
plan::Index week_zone(const plan::Plan& plan);

/// How much of the window each hour of the week has.
WeekTicks hours_of_window(const plan::Plan& plan);

/// Adds [from, to), `weight` times, to the hours in which it lies.
void spread(const plan::Plan& plan, plan::Index zone, std::int64_t from, std::int64_t to, std::int64_t weight,
            WeekTicks& hours);

}  // namespace wain::runtime
