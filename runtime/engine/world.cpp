// The state of one replication before its first event.
#include "runtime/engine/world.h"

#include <algorithm>

namespace wain::runtime {
namespace {

void make_people(World& world) {
  for (const plan::People& people : world.plan.people) {
    Group& group = world.groups.emplace_back();
    group.first_person = static_cast<Index>(world.persons.size());
    group.persons = people.count;
    group.calendar = people.calendar;
    group.in_hours = people.calendar == none;
    group.roles = static_cast<std::uint32_t>(people.pools.size());
    const auto index = static_cast<Index>(world.groups.size()) - 1;
    for (Index i = 0; i < people.count; ++i) {
      Person& person = world.persons.emplace_back();
      person.group = index;
      person.calendar = group.calendar;
      person.available = people.available;
      if (people.cost_per_hour)
        person.own_price = static_cast<double>(*people.cost_per_hour) / static_cast<double>(plan::hour);
    }
  }
}

void add_once(std::vector<Index>& to, Index value) {
  if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

void make_pools(World& world) {
  world.pools.resize(world.plan.pools.size());
  for (Index i = 0; i < world.pools.size(); ++i) {
    PoolState& pool = world.pools[i];
    const plan::Pool& of = world.plan.pools[i];
    pool.counted = pool.open_since = world.now;
    pool.machine = of.kind == plan::Pool::Kind::Machine;
    pool.capacity = of.capacity;
    pool.price = static_cast<double>(of.cost_per_hour) / static_cast<double>(plan::hour);
    pool.cost_per_case = static_cast<double>(of.cost_per_case);
  }
  for (Index i = 0; i < world.groups.size(); ++i)
    for (const Index pool : world.plan.people[i].pools) {
      world.pools[pool].groups.push_back(i);
      if (world.groups[i].in_hours) ++world.pools[pool].open_groups;
    }
  for (PoolState& pool : world.pools) {
    std::stable_sort(pool.groups.begin(), pool.groups.end(), [&](Index a, Index b) {
      return world.plan.people[a].pools.size() < world.plan.people[b].pools.size();
    });
    if (pool.groups.size() == 1) pool.only_group = pool.groups.front();
  }
  for (Index i = 0; i < world.plan.calendars.size(); ++i) {
    CalendarState& calendar =
        world.calendars.emplace_back(CalendarState{{world.plan, i, world.now}, {}, false, 0, 0, {}, {}});
    for (Index group = 0; group < world.groups.size(); ++group) {
      if (world.groups[group].calendar != i) continue;
      calendar.groups.push_back(group);
      for (const Index pool : world.plan.people[group].pools) add_once(calendar.pools, pool);
    }
  }
}

/// Pools that share people, found by letting labels spread.
void make_components(World& world) {
  std::vector<Index> label(world.pools.size());
  for (Index i = 0; i < label.size(); ++i) label[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (const plan::People& people : world.plan.people) {
      Index least = none;
      for (const Index pool : people.pools) least = std::min(least, label[pool]);
      for (const Index pool : people.pools) {
        changed = changed || label[pool] != least;
        label[pool] = least;
      }
    }
  }
  std::vector<Index> component(world.pools.size(), none);
  for (Index i = 0; i < world.pools.size(); ++i) {
    Index& of = component[label[i]];
    if (of == none) {
      of = static_cast<Index>(world.components.size());
      world.components.emplace_back();
    }
    world.components[of].pools.push_back(i);
    world.pools[i].component = of;
  }
  for (PoolState& pool : world.pools) pool.alone = world.components[pool.component].pools.size() == 1;
  for (Index i = 0; i < world.groups.size(); ++i)
    if (const auto& pools = world.plan.people[i].pools; !pools.empty())
      world.groups[i].component = world.pools[pools.front()].component;
}

void make_results(World& world) {
  ReplicationResult& result = world.result;
  const plan::Plan& plan = world.plan;
  for (std::size_t run = 0; run < plan.runs.size(); ++run)
    for (std::size_t outcome = 0; outcome < plan.outcomes.size(); ++outcome) {
      CellSums& cell = result.cells.emplace_back();
      cell.missed.resize(plan.criteria.size());
      cell.holds.resize(plan.processes[plan.runs[run].process].measures.size());
    }
  result.unfinished.resize(plan.runs.size());
  result.nodes.resize(world.program.figures);
  result.pools.resize(plan.pools.size());
  result.people.resize(plan.people.size());
  result.committees.resize(plan.committees.size());
}

}  // namespace

World::World(const Program& of, std::uint64_t seed, std::uint32_t replication)
    : program(of),
      plan(*of.plan),
      flat_nodes(of.nodes.data()),
      draws(seed, replication),
      now(of.plan->start),
      arrivals_apart(!of.events_may_tie) {
  steady = plan.warmup.has_value();
  window_begin = plan.start + plan.warmup.value_or(0);
  window_end = plan.start + plan.length;
  window_middle = window_begin + (window_end - window_begin) / 2;
  // Steady runs: as long again. Others run until they are empty; the limit is for what never ends.
  constexpr std::int64_t ten_years = 522 * plan::week;
  limit = plan.warmup ? plan.start + 2 * plan.length : plan.start + 11 * plan.length + ten_years;
  live_counted = now;
  node_stride = few_nodes;
  for (const Root& root : of.roots) {
    node_stride = std::max<std::size_t>(node_stride, root.nodes);
    slot_stride = std::max<std::size_t>(slot_stride, root.slots);
    frame_stride = std::max<std::size_t>(frame_stride, root.frames);
  }
  make_results(*this);
  make_people(*this);
  make_pools(*this);
  make_components(*this);
  committees.resize(plan.committees.size());
  collecting.resize(of.figures);
  drawn_times.resize(of.nodes_drawn_ahead);
  for (Index i = 0; i < persons.size(); ++i) become_idle(*this, i);
}

}  // namespace wain::runtime
