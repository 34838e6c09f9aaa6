// The short way of plain work, on which most events are. It does what the rest of the engine does with a
// visit that only waits for somebody (flow.cpp, visits.cpp, allocate.cpp), but where nothing else happens at
// the instant it takes the work from hand to hand: what can begin does so without having stood in the queue,
// and who has done one piece goes on to the next without having been idle. The results are the same (a test
// holds them together).
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

using plan::NodeKind;

/// Nothing but the event under way: what it makes possible may be done before it is over.
bool nothing_else_now(const World& world) {
  return world.first_dirty == none && world.arrivals.top().time != world.now &&
         world.events.top().time != world.now;
}

/// Its people and its queue concern nobody else, and nothing in it is for some only. So, if nothing is
/// marked, nobody is idle while work waits.
bool is_simple(const PoolState& pool) { return pool.alone && pool.constrained == 0; }

/// Takes the token on to where it is not passed at once, in `at`; false if it gets nowhere.
bool pass_all(World& world, Token& token, Index& at) {
  while (world.node(at).passed && world.node(at).branch == token.branch) {
    if (!come_to(world, token, at)) return false;
    at = pass(world, token, world.node(at));
    if (at == none) return false;
  }
  return true;
}

/// The visit is counted, what there is to do is known, and clocks run.
void prepare(World& world, Token& token, const FlatNode& node) {
  count_begun(world, token, world.cases[token.case_], node);
  make_job(world, JobKind::Visit, token, node, token.visit);
  if (node.clocks == 0) [[likely]]
    return;
  token.next_clock = 0;
  schedule_clock(world, world.index_of(token));
}

/// Begins, or waits, while nothing else happens.
void begin_alone(World& world, Token& token, Index pool_index) {
  PoolState& pool = world.pools[pool_index];
  if (pool.waiting == 0) {
    const Index person = pool.machine ? none : choose_person(world, pool);
    if (pool.machine ? pool.busy < pool.capacity : person != none) {
      pool.counted = world.now;
      std::uint64_t& most = world.result.pools[pool_index].most;
      if (most == 0) most = 1;
      token.job.pool = pool_index;
      return start_at_once(world, token, person);
    }
  }
  token.state = TokenState::Queued;
  put_in_queue(world, token, pool_index);
}

/// Whoever has done this may go on to what waits for it.
bool goes_on(const World& world, const PoolState& pool, Index person) {
  if (pool.machine) return true;
  const Person& one = world.persons[person];
  return one.meeting == none && world.groups[one.group].in_hours;
}

/// Goes on to the first that waits.
[[gnu::always_inline]] inline void hand_over(World& world, PoolState& pool, Index person) {
  if (person == none) --pool.busy;
  Token& first = take_first(world, pool);
  if (first.job.kind == JobKind::Visit) [[likely]]
    start_visit(world, first, person);
  else
    start_job(world, first, person);
}

/// The worker is free, but nothing waits for it.
void let_go(World& world, PoolState& pool, Index person) {
  if (person == none) {
    --pool.busy;
    return;
  }
  world.persons[person].job = none;
  if (world.persons[person].meeting == none) stand_idle(world, person);
}

/// The token comes to this node, all that is passed on the way behind it.
[[gnu::always_inline]] inline void arrive(World& world, Token& token, Index at, PoolState& pool,
                                          Index person) {
  const FlatNode& node = world.node(at);
  if (!come_to(world, token, at)) [[unlikely]]
    return;
  const bool waits = pool.waiting > 0;
  if (!waits) let_go(world, pool, person);
  if (node.kind == NodeKind::End) [[likely]] {
    end_case(world, token, node.outcome);
    if (waits) hand_over(world, pool, person);
    return;
  }
  prepare(world, token, node);
  // In the order in which it would be given out; but where it waits in the same queue it may be the first.
  const bool same = &pool == &world.pools[node.pool];
  if (waits && !same) hand_over(world, pool, person);
  begin_alone(world, token, node.pool);
  if (waits && same) hand_over(world, pool, person);
}

/// An end of the case, or work that concerns nobody else either: whatever is to be given out at this instant
/// is then given out at once.
bool is_simple(const World& world, const Token& token, const FlatNode& node) {
  if (node.branch != token.branch) return false;
  if (node.kind == NodeKind::End) return token.parent == none;
  return node.plain && is_simple(world.pools[node.pool]);
}

/// Where the token goes when its work is done.
Index leave(World& world, Token& token, const FlatNode& node) {
  if (node.straight) [[likely]] {
    if (world.cases[token.case_].measured) ++world.result.nodes[node.figure].nexts;
    return node.next;
  }
  const FlatExit& exit = leave_by(world, world.index_of(token), node);
  count_exit(world, token, node, exit);
  return exit.to;
}

}  // namespace

bool come_plainly_to(World& world, Token& token, Index to) {
  if (!pass_all(world, token, to)) [[unlikely]]
    return false;
  const FlatNode& node = world.node(to);
  if (!node.plain || node.branch != token.branch) {
    go_to(world, world.index_of(token), to);
    return false;
  }
  if (!come_to(world, token, to)) [[unlikely]]
    return false;
  prepare(world, token, node);
  return true;
}

void begin_plainly(World& world, Token& token) {
  const FlatNode& node = world.node(token.node);
  if (is_simple(world.pools[node.pool]) && nothing_else_now(world)) [[likely]]
    return begin_alone(world, token, node.pool);
  token.state = TokenState::Queued;
  queue_job(world, token, node.pool);
}

void go_on_plainly(World& world, Token& token) {
  const Job& job = token.job;
  const FlatNode& node = world.node(token.node);
  PoolState& pool = world.pools[job.pool];
  const Index person = job.person;
  ++token.job.stamp;  // as free_job
  Index to = leave(world, token, node);
  const bool comes = pass_all(world, token, to);
  if (comes && is_simple(pool) && is_simple(world, token, world.node(to)) && nothing_else_now(world) &&
      (pool.waiting == 0 || goes_on(world, pool, person))) [[likely]]
    return arrive(world, token, to, pool, person);
  release_worker(world, job);
  token.state = TokenState::Moving;
  if (comes) go_to(world, world.index_of(token), to);
}

}  // namespace wain::runtime
