// Loads and queues by hour of the week. Nothing is kept, and nothing costs, unless somebody asks.
#include <algorithm>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

void spread_in_window(World& world, std::int64_t from, std::int64_t to, std::int64_t weight,
                      WeekTicks& hours) {
  spread(world.plan, world.zone_of_week, std::max(from, world.window_begin), std::min(to, world.window_end),
         weight, hours);
}

void add(WeekTicks& to, const WeekTicks& more) {
  for (std::size_t h = 0; h < week_hours; ++h) to[h] += more[h];
}

}  // namespace

void keep_weeks(World& world) {
  world.keeps_levels = true;
  world.result.weeks.resize(world.pools.size());
  world.group_work.resize(world.groups.size());
  world.group_open.resize(world.groups.size());
  world.zone_of_week = week_zone(world.plan);
}

void work_by_hour(World& world, Index pool, Index person, std::int64_t from) {
  if (world.result.weeks.empty()) return;
  spread_in_window(
      world, from, world.now, 1,
      person == none ? world.result.weeks[pool].work : world.group_work[world.persons[person].group]);
}

void queue_by_hour(World& world, Index pool, std::uint32_t waiting, std::int64_t from) {
  if (world.result.weeks.empty() || waiting == 0) return;
  spread_in_window(world, from, world.now, waiting, world.result.weeks[pool].queue);
}

void open_by_hour(World& world, Index group, std::int64_t from, std::int64_t to, std::int64_t weight) {
  if (!world.result.weeks.empty()) spread_in_window(world, from, to, weight, world.group_open[group]);
}

void sum_weeks(World& world) {
  for (Index i = 0; i < world.result.weeks.size(); ++i) {
    PoolWeek& week = world.result.weeks[i];
    const plan::Pool& pool = world.plan.pools[i];
    if (pool.kind == plan::Pool::Kind::Machine)
      spread_in_window(world, world.window_begin, world.window_end, pool.capacity, week.open);
    for (const Index group : world.pools[i].groups) {
      add(week.open, world.group_open[group]);
      add(week.work, world.group_work[group]);
    }
  }
}

}  // namespace wain::runtime
