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
  const std::size_t roles_a = world.plan.people[a.group].pools.size();
  const std::size_t roles_b = world.plan.people[b.group].pools.size();
  if (roles_a != roles_b) return roles_a < roles_b;
  return a.idle_since != b.idle_since ? a.idle_since < b.idle_since : person < than;
}

Index choose_person(const World& world, const PoolState& pool, const Job& job) {
  Index best = none;
  for (const Index index : pool.groups) {
    const Group& group = world.groups[index];
    if (!group.in_hours) continue;
    if (!job.constrained) {
      if (group.first_idle != none && better(world, group.first_idle, best)) best = group.first_idle;
      continue;
    }
    const Index case_ = world.tokens[job.subject].case_;
    for (Index person = group.first_idle; person != none; person = world.persons[person].after)
      if (better(world, person, best) && may_do(world, case_, job.node, person)) best = person;
  }
  return best;
}

bool is_void(const World& world, const Waiting& item) { return world.jobs[item.subject].stamp != item.stamp; }

/// The first work of the pool that someone idle can do.
bool find_work(World& world, Index pool_index, Choice& out) {
  PoolState& pool = world.pools[pool_index];
  while (!pool.queue.empty() && is_void(world, pool.queue[0])) pool.queue.pop_front();
  if (pool.waiting == 0) return false;
  out.pool = pool_index;
  const plan::Pool& of = world.plan.pools[pool_index];
  if (of.kind == plan::Pool::Kind::Machine) {
    out.at = 0;
    out.person = none;
    return pool.busy < of.capacity;
  }
  for (std::size_t i = 0; i < pool.queue.size(); ++i) {
    if (is_void(world, pool.queue[i])) continue;
    const Job& job = world.jobs[pool.queue[i].subject];
    out.at = i;
    out.person = choose_person(world, pool, job);
    if (out.person != none) return true;
    if (!job.constrained && pool.constrained == 0) return false;
  }
  return false;
}

void allocate_component(World& world, const Component& component) {
  for (;;) {
    Choice best, next;
    for (const Index pool : component.pools) {
      if (world.pools[pool].waiting == 0 || !find_work(world, pool, next)) continue;
      if (best.pool == none || world.pools[pool].queue[next.at] < world.pools[best.pool].queue[best.at])
        best = next;
    }
    if (best.pool == none) return;
    WorkQueue& queue = world.pools[best.pool].queue;
    const Index job = queue[best.at].subject;
    queue.erase(best.at);
    start_job(world, job, best.person);
  }
}

}  // namespace

void mark_dirty(World& world, Index pool) {
  Component& component = world.components[world.pools[pool].component];
  if (component.dirty) return;
  component.dirty = true;
  world.dirty.push_back(world.pools[pool].component);
}

void allocate(World& world) {
  for (std::size_t i = 0; i < world.dirty.size(); ++i) {
    Component& component = world.components[world.dirty[i]];
    component.dirty = false;
    allocate_component(world, component);
  }
  world.dirty.clear();
}

void become_idle(World& world, Index index) {
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
  for (const Index pool : world.plan.people[person.group].pools) mark_dirty(world, pool);
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
  if (world.plan.pools[pool].kind == plan::Pool::Kind::Machine) return world.now;
  return state.open_before + (state.open_groups > 0 ? world.now - state.open_since : 0);
}

}  // namespace wain::runtime
