// Segregation of duties: who may do a step of a case, by who did others.
#include <algorithm>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

bool has(const FlatDuty& duty, Index node) {
  return std::find(duty.nodes.begin(), duty.nodes.end(), node) != duty.nodes.end();
}

bool serves(const World& world, Index person, const PoolState& pool) {
  const auto& groups = pool.groups;
  return std::find(groups.begin(), groups.end(), world.persons[person].group) != groups.end();
}

/// Whether one of those who serve the pool, of groups of which `counts(group)` holds, may do it.
template <class Counts>
bool one_of_them_may(const World& world, Index case_, Index node, const PoolState& pool, Counts counts) {
  if (const Index bound = bound_person(world, case_, node); bound != none)
    return serves(world, bound, pool) && counts(world.groups[world.persons[bound].group]) &&
           may_do(world, case_, node, bound);
  for (const Index index : pool.groups) {
    const Group& group = world.groups[index];
    if (!counts(group)) continue;
    for (Index i = 0; i < group.persons; ++i)
      if (may_do(world, case_, node, group.first_person + i)) return true;
  }
  return false;
}

bool duty_allows(const FlatDuty& duty, const std::vector<Performed>& performed, Index node, Index person) {
  if (duty.together) {
    for (auto done = performed.rbegin(); done != performed.rend(); ++done)
      if (has(duty, done->node)) return done->person == person;
    return true;
  }
  return std::none_of(performed.begin(), performed.end(), [&](const Performed& done) {
    return done.node != node && done.person == person && has(duty, done.node);
  });
}

}  // namespace

bool may_do(const World& world, Index case_, Index node_index, Index person) {
  const FlatNode& node = world.node(node_index);
  for (Index i = 0; i < node.duties; ++i) {
    const FlatDuty& duty = world.program.duties[world.program.node_duties[node.first_duty + i]];
    if (!duty_allows(duty, world.performed[case_], node_index, person)) return false;
  }
  return true;
}

Index bound_person(const World& world, Index case_, Index node_index) {
  const FlatNode& node = world.node(node_index);
  const std::vector<Performed>& performed = world.performed[case_];
  for (Index i = 0; i < node.duties; ++i) {
    const FlatDuty& duty = world.program.duties[world.program.node_duties[node.first_duty + i]];
    if (!duty.together) continue;
    for (auto done = performed.rbegin(); done != performed.rend(); ++done)
      if (has(duty, done->node)) return done->person;
  }
  return none;
}

bool anyone_may(const World& world, Index case_, Index node, Index pool) {
  return world.pools[pool].machine ||
         one_of_them_may(world, case_, node, world.pools[pool], [](const Group&) { return true; });
}

Cause constrained_cause(const World& world, const Token& at) {
  const PoolState& pool = world.pools[at.job.pool];
  if (pool.machine) return Cause::Queue;
  if (pool.open_groups == 0) return Cause::Hours;
  const bool one =
      one_of_them_may(world, at.case_, at.node, pool, [](const Group& group) { return group.in_hours; });
  return one ? Cause::Queue : Cause::Separation;
}

void recheck_constrained(World& world, Index pool_index) {
  const PoolState& pool = world.pools[pool_index];
  if (pool.constrained == 0) return;
  for (std::size_t i = 0; i < pool.queue.size(); ++i) {
    const Waiting& item = pool.queue[i];
    Token& at = world.tokens[item.subject];
    if (at.job.stamp != item.stamp || !at.job.constrained) continue;
    account(world, at, at.job.pause);
    at.job.pause = constrained_cause(world, at);
  }
}

[[gnu::noinline]] void record_performer(World& world, Index case_, Index node, Index person) {
  world.performed[case_].push_back({node, person});
  // What other branches of the case wait for may now be for others to do, or for nobody.
  std::vector<Index>& open = world.open_branches;
  open.assign(1, world.cases[case_].token);
  while (!open.empty()) {
    const Index index = open.back();
    open.pop_back();
    Token& token = world.tokens[index];
    for (Index child = token.first_child; child != none; child = world.tokens[child].next_sibling)
      open.push_back(child);
    if (token.state != TokenState::Queued || world.node(token.node).duties == 0) continue;
    Job& job = world.tokens[token.at_job].job;
    if (!job.constrained) continue;
    if (!anyone_may(world, case_, token.node, job.pool)) {
      leave_queue(world, index);
      set_state(world, world.tokens[index], TokenState::Stuck);
      schedule_clock(world, index);
      continue;
    }
    account(world, token, job.pause);
    job.pause = constrained_cause(world, token);
    mark_dirty(world, world.pools[job.pool].component);
  }
}

}  // namespace wain::runtime
