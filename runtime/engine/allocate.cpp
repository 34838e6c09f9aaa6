// Who takes which work: after all that happens at one instant.
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

/// A piece of work that could begin now, and with whom.
struct Choice {
  Index pool = none, person = none;
  std::size_t at = 0;
};

/// Fewest roles, then idle longest, then as declared.
bool better(const World& world, Index person, Index than) {
  if (than == none) return true;
  const Person &a = world.persons[person], &b = world.persons[than];
  const std::uint32_t roles_a = world.groups[a.group].roles, roles_b = world.groups[b.group].roles;
  if (roles_a != roles_b) return roles_a < roles_b;
  return a.idle_since != b.idle_since ? a.idle_since < b.idle_since : person < than;
}

/// The best of those who may do it.
Index choose_for(const World& world, const PoolState& pool, const Token& job) {
  const Index case_ = job.case_;
  const Index bound = bound_person(world, case_, job.node);
  Index best = none;
  for (const Index index : pool.groups) {
    const Group& group = world.groups[index];
    if (!group.in_hours || (bound != none && world.persons[bound].group != index)) continue;
    if (bound != none)
      return world.persons[bound].idle && may_do(world, case_, job.node, bound) ? bound : none;
    // In the order in which they are idle: the first is the best of its group.
    Index person = group.first_idle;
    while (person != none && !may_do(world, case_, job.node, person)) person = world.persons[person].after;
    if (person != none && better(world, person, best)) best = person;
  }
  return best;
}

bool is_void(const World& world, const Waiting& item) {
  return world.tokens[item.subject].job.stamp != item.stamp;
}

/// The first work of the pool that someone idle can do.
bool find_work(World& world, Index pool_index, Choice& out) {
  PoolState& pool = world.pools[pool_index];
  while (!pool.queue.empty() && is_void(world, pool.queue[0])) pool.queue.pop_front();
  if (pool.waiting == 0) return false;
  out = {pool_index, none, 0};
  if (pool.machine) return pool.busy < pool.capacity;
  const Index anyone = choose_person(world, pool);
  if (anyone == none) return false;
  out.person = anyone;
  if (pool.constrained == 0) return true;
  for (std::size_t i = 0; i < pool.queue.size(); ++i) {
    if (is_void(world, pool.queue[i])) continue;
    const Token& job = world.tokens[pool.queue[i].subject];
    out.at = i;
    out.person = job.job.constrained ? choose_for(world, pool, job) : anyone;
    if (out.person != none) return true;
  }
  return false;
}

void begin(World& world, const Choice& choice) {
  WorkQueue& queue = world.pools[choice.pool].queue;
  Token& job = world.tokens[queue[choice.at].subject];
  queue.erase(choice.at);
  start_job(world, job, choice.person);
}

/// Of a pool that shares its people with no other.
void allocate_pool(World& world, Index index) {
  PoolState& pool = world.pools[index];
  Choice next;
  while (pool.waiting > 0) {
    if (pool.constrained > 0) {
      if (!find_work(world, index, next)) return;
      begin(world, next);
      continue;
    }
    // Nothing to choose from: the first is for whoever is the best.
    const Index person = pool.machine ? none : choose_person(world, pool);
    if (pool.machine ? pool.busy >= pool.capacity : person == none) return;
    start_job(world, take_first(world, pool), person);
  }
}

[[gnu::noinline]] void allocate_component(World& world, const Component& component) {
  for (;;) {
    Choice best, next;
    for (const Index pool : component.pools) {
      if (world.pools[pool].waiting == 0 || !find_work(world, pool, next)) continue;
      if (best.pool == none || world.pools[pool].queue[next.at] < world.pools[best.pool].queue[best.at])
        best = next;
    }
    if (best.pool == none) return;
    begin(world, best);
  }
}

}  // namespace

Index choose_person(const World& world, const PoolState& pool) {
  if (pool.only_group != none) {
    const Group& group = world.groups[pool.only_group];
    return group.in_hours ? group.first_idle : none;
  }
  Index best = none;
  for (const Index index : pool.groups) {
    const Group& group = world.groups[index];
    if (group.in_hours && group.first_idle != none && better(world, group.first_idle, best))
      best = group.first_idle;
  }
  return best;
}

Token& take_first(World& world, PoolState& pool) {
  while (is_void(world, pool.queue[0])) pool.queue.pop_front();
  Token& job = world.tokens[pool.queue[0].subject];
  pool.queue.pop_front();
  return job;
}

void mark_dirty(World& world, Index index) {
  Component& component = world.components[index];
  if (component.dirty) return;
  component.dirty = true;
  component.next_dirty = none;
  (world.first_dirty == none ? world.first_dirty : world.components[world.last_dirty].next_dirty) = index;
  world.last_dirty = index;
}

void allocate(World& world) {
  while (world.first_dirty != none) {
    Component& component = world.components[world.first_dirty];
    world.first_dirty = component.next_dirty;
    component.dirty = false;
    if (component.pools.size() == 1)
      allocate_pool(world, component.pools.front());
    else
      allocate_component(world, component);
  }
}

void become_idle(World& world, Index index) {
  stand_idle(world, index);
  const Index component = world.groups[world.persons[index].group].component;
  if (component != none) mark_dirty(world, component);
}

void stand_idle(World& world, Index index) {
  Person& person = world.persons[index];
  Group& group = world.groups[person.group];
  person.idle = true;
  person.idle_since = world.now;
  // Idle from the same instant on: as declared.
  Index before = group.last_idle;
  while (before != none && world.persons[before].idle_since == world.now && before > index)
    before = world.persons[before].before;
  person.before = before;
  Index& from = before == none ? group.first_idle : world.persons[before].after;
  person.after = from;
  from = index;
  (person.after == none ? group.last_idle : world.persons[person.after].before) = index;
}

void leave_idle(World& world, Index index) {
  Person& person = world.persons[index];
  if (!person.idle) return;
  Group& group = world.groups[person.group];
  (person.before == none ? group.first_idle : world.persons[person.before].after) = person.after;
  (person.after == none ? group.last_idle : world.persons[person.after].before) = person.before;
  person.before = person.after = none;
  person.idle = false;
}

std::int64_t open_time(const World& world, Index pool) {
  const PoolState& state = world.pools[pool];
  if (state.machine) return world.now;
  return state.open_before + (state.open_groups > 0 ? world.now - state.open_since : 0);
}

}  // namespace wain::runtime
