// Forks, joins, and what is withdrawn when the case goes on without them.
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

/// Takes a token out of whatever it does or waits in.
void withdraw_one(World& world, Index index) {
  switch (world.tokens[index].state) {
    case TokenState::Queued:
    case TokenState::Collecting:
    case TokenState::Stuck:
    case TokenState::Agenda: leave_queue(world, index); break;
    case TokenState::Working: abandon_job(world, index); break;
    case TokenState::Heard: hearing_withdrawn(world, index); break;
    default: break;  // timers and slots of meetings become void with the stamp
  }
  visit_over(world, index);
  free_token(world, index);
}

/// The child came to the join: either it waits for others, or the join fires with it.
Index join(World& world, Index child) {
  const Index parent = world.tokens[child].parent;
  Token& waiting = world.tokens[parent];
  if (++waiting.arrived < waiting.needed) {
    set_state(world, world.tokens[child], TokenState::Joined);
    return none;
  }
  absorb(world, parent, child);
  withdraw_children(world, parent);
  set_state(world, world.tokens[parent], TokenState::Moving);
  return parent;
}

}  // namespace

void withdraw_children(World& world, Index token) {
  const std::size_t first = world.doomed.size();
  world.doomed.push_back(token);
  while (world.doomed.size() > first) {
    const Index next = world.doomed.back();
    world.doomed.pop_back();
    for (Index child = world.tokens[next].first_child; child != none;
         child = world.tokens[child].next_sibling)
      world.doomed.push_back(child);
    world.tokens[next].first_child = none;
    if (next != token) withdraw_one(world, next);
  }
}

[[gnu::noinline]] Index leave_branches(World& world, Index token, Index node) {
  while (world.tokens[token].branch != world.node(node).branch) {
    const Index parent = world.tokens[token].parent;
    if (world.program.branches[world.tokens[token].branch].join == node) return join(world, token);
    absorb(world, parent, token);
    withdraw_children(world, parent);
    set_state(world, world.tokens[parent], TokenState::Moving);
    token = parent;
  }
  return token;
}

[[gnu::noinline]] Index leave_all_branches(World& world, Index token) {
  while (world.tokens[token].parent != none) {
    const Index parent = world.tokens[token].parent;
    absorb(world, parent, token);
    withdraw_children(world, parent);
    set_state(world, world.tokens[parent], TokenState::Moving);
    token = parent;
  }
  return token;
}

[[gnu::noinline]] void start_branches(World& world, Index index, Index node_index) {
  const FlatNode& node = world.node(node_index);
  std::uint32_t started = 0;
  const std::size_t first_pending = world.pending.size();
  Index last = none;
  for (Index i = 0; i < node.exits; ++i) {
    if (!branch_starts(world, index, node, i)) continue;
    const FlatExit& exit = world.program.exits[node.first_exit + i];
    const Index child = new_token(world, world.tokens[index].case_);
    Token& branch = world.tokens[child];
    branch.parent = index;
    branch.branch = exit.branch;
    branch.node = node_index;
    (last == none ? world.tokens[index].first_child : world.tokens[last].next_sibling) = child;
    last = child;
    ++started;
    world.pending.push_back({child, branch.stamp, exit.to});
  }
  Token& token = world.tokens[index];
  if (started == 0) return world.pending.push_back({index, token.stamp, node.join_node});
  token.started = started;
  token.arrived = 0;
  switch (node.join) {
    case plan::JoinRule::All: token.needed = started; break;
    case plan::JoinRule::First: token.needed = 1; break;
    case plan::JoinRule::Count: token.needed = node.join_count < started ? node.join_count : started; break;
  }
  set_state(world, world.tokens[index], TokenState::Forked);
  // The last of `pending` goes first: the first branch.
  for (std::size_t a = first_pending, b = world.pending.size() - 1; a < b; ++a, --b)
    std::swap(world.pending[a], world.pending[b]);
}

}  // namespace wain::runtime
