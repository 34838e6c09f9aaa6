// A visit from its arrival at a step until work on it begins: queues, agendas, batches, clocks.
#include <algorithm>
#include <utility>

#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

std::uint64_t queue_order(const World& world, const Token& token) {
  return static_cast<std::uint64_t>(world.cases[token.case_].ordinal) << 32U | token.node;
}

[[gnu::noinline]] void enter_agenda(World& world, Index index, Index committee) {
  Token& token = world.tokens[index];
  token.committee = committee;
  token.wait = Cause::Meeting;
  set_state(world, world.tokens[index], TokenState::Agenda);
  world.committees[committee].agenda.insert({0, token.entry, queue_order(world, token), index, token.stamp});
}

/// A batch waits no longer than its first case may.
void time_batch(World& world, const FlatNode& node) {
  const Collecting& batch = world.collecting[node.figure];
  if (batch.tokens.empty() || node.batch_after < 0) return;
  const Token& first = world.tokens[batch.tokens.front()];
  const std::uint32_t ordinal = world.cases[first.case_].ordinal;
  world.events.push({first.entry + node.batch_after, order_of(EventKind::BatchTimer, ordinal, first.node),
                     node.figure, batch.stamp});
}

[[gnu::noinline]] void collect(World& world, Index index) {
  const FlatNode& node = world.node(world.tokens[index].node);
  Collecting& batch = world.collecting[node.figure];
  set_state(world, world.tokens[index], TokenState::Collecting);
  batch.tokens.push_back(index);
  if (batch.tokens.size() == 1) time_batch(world, node);
  if (batch.tokens.size() >= node.batch_size) fill_batch(world, node.figure);
}

[[gnu::always_inline]] inline void queue_visit(World& world, Index index, Index pool) {
  Token& token = world.tokens[index];
  const FlatNode& node = world.node(token.node);
  if (node.duties > 0 && !anyone_may(world, token.case_, token.node, pool)) [[unlikely]]
    return set_state(world, world.tokens[index], TokenState::Stuck);
  make_job(world, JobKind::Visit, token, node, token.visit);
  set_state(world, world.tokens[index], TokenState::Queued);
  queue_job(world, token, pool);
}

void leave_job(World& world, Index index) {
  const Index at = std::exchange(world.tokens[index].at_job, index);
  Token& job = world.tokens[at];
  account_wait(world, job, world.tokens[index]);
  if (job.job.kind == JobKind::Batch) {
    auto& members = world.members[job.job.members];
    members.erase(std::find(members.begin(), members.end(), index));
    if (!members.empty()) return;
  }
  unqueue_job(world, job);
  free_job(world, job);
}

/// As enter_queue, written into where most come from.
[[gnu::always_inline]] inline void queue_or_agenda(World& world, Index index, Index pool, Index committee) {
  if (committee != none) [[unlikely]]
    enter_agenda(world, index, committee);
  else
    queue_visit(world, index, pool);
}

}  // namespace

void enter_queue(World& world, Index index, Index pool, Index committee) {
  queue_or_agenda(world, index, pool, committee);
}

[[gnu::noinline]] void schedule_clock(World& world, Index index) {
  const Token& token = world.tokens[index];
  const FlatNode& node = world.node(token.node);
  if (token.next_clock >= node.clocks) return;
  const FlatClock& clock = world.program.clocks[node.first_clock + token.next_clock];
  world.events.push({token.entry + clock.after,
                     order_of(EventKind::Clock, world.cases[token.case_].ordinal, token.node), index,
                     token.stamp});
}

void count_begun(World& world, const Token& token, Case& one, const FlatNode& node) {
  if (one.measured) ++world.result.nodes[node.figure].visits;
  if (world.at_node(token.case_, node).all_visits > 1) {
    ++one.rework;
    if (one.measured) ++world.result.nodes[node.figure].rework;
  }
}

void begin_visit(World& world, Index index, Index node_index) {
  const FlatNode& node = world.node(node_index);
  Token& token = world.tokens[index];
  count_begun(world, token, world.cases[token.case_], node);
  mark_visit(world, index, node_index);
  token.next_clock = 0;
  if (node.batch_size > 1) [[unlikely]]
    collect(world, index);
  else
    queue_or_agenda(world, index, node.pool, node.committee);
  if (node.clocks > 0) [[unlikely]]
    schedule_clock(world, index);
}

void leave_queue(World& world, Index index) {
  Token& token = world.tokens[index];
  switch (token.state) {
    case TokenState::Queued: leave_job(world, index); break;
    case TokenState::Collecting: {
      account(world, token, Cause::Batch);
      const FlatNode& node = world.node(token.node);
      Collecting& batch = world.collecting[node.figure];
      const bool first = batch.tokens.front() == index;
      batch.tokens.erase(std::find(batch.tokens.begin(), batch.tokens.end(), index));
      if (!first) break;
      ++batch.stamp;  // its timer was the first one's
      time_batch(world, node);
      break;
    }
    case TokenState::Stuck: account(world, token, Cause::Separation); break;
    case TokenState::Agenda: account(world, token, token.wait); break;
    default: break;
  }
  ++token.stamp;
  set_state(world, token, TokenState::Moving);
}

void clock_strikes(World& world, Index index) {
  const FlatNode& node = world.node(world.tokens[index].node);
  const FlatClock& clock = world.program.clocks[node.first_clock + world.tokens[index].next_clock++];
  leave_queue(world, index);
  if (clock.exit != none) {
    tell_left(world, index, ExitKind::Timeout);
    return take_exit(world, index, world.program.exits[clock.exit]);
  }
  if (world.cases[world.tokens[index].case_].measured) ++world.result.nodes[node.figure].escalations;
  enter_queue(world, index, clock.pool, clock.committee);
  schedule_clock(world, index);
}

void fill_batch(World& world, Index row) {
  Collecting& batch = world.collecting[row];
  ++batch.stamp;
  if (batch.tokens.empty()) return;
  Index slot = none;
  if (world.free_members.empty()) {
    slot = static_cast<Index>(world.members.size());
    world.members.emplace_back();
  } else {
    slot = world.free_members.back();
    world.free_members.pop_back();
  }
  world.members[slot].swap(batch.tokens);
  batch.tokens.clear();
  const Index first = world.members[slot].front();
  const Index job = new_carrier(world, world.tokens[first].case_, world.tokens[first].node);
  const FlatNode& node = world.node(world.tokens[first].node);
  make_job(world, JobKind::Batch, world.tokens[job], node, world.tokens[first].visit);
  world.tokens[job].job.members = slot;
  for (const Index member : world.members[slot]) {
    account(world, world.tokens[member], Cause::Batch);
    world.tokens[member].at_job = job;
    set_state(world, world.tokens[member], TokenState::Queued);
  }
  queue_job(world, world.tokens[job], node.pool);
}

}  // namespace wain::runtime
