// Work before it begins: it is made, and waits in the queue of its pool.
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

/// From `from` to now so many waited, and an end of the window may lie between.
void count_queue_at_ends(const World& world, const PoolState& pool, std::int64_t from, PoolSums& sums) {
  const auto passes = [&](std::int64_t instant) { return from <= instant && instant < world.now; };
  if (passes(world.window_begin)) sums.waiting_at_begin = pool.waiting;
  if (passes(world.window_end)) sums.waiting_at_end = pool.waiting;
  sums.queue += static_cast<Wide>(pool.waiting) * world.in_window(from, world.now);
}

}  // namespace

void count_queue(World& world, Index index) {
  PoolState& pool = world.pools[index];
  const std::int64_t from = pool.counted, now = world.now;
  if (from == now) return;
  pool.counted = now;
  if (pool.waiting == 0) return;
  PoolSums& sums = world.result.pools[index];
  const Wide ticks = static_cast<Wide>(pool.waiting) * (now - from);
  sums.queue_all += ticks;
  if (from > world.window_begin && now <= world.window_end) [[likely]]
    sums.queue += ticks;
  else
    count_queue_at_ends(world, pool, from, sums);
  if (world.keeps_levels) [[unlikely]] {
    queue_by_hour(world, index, pool.waiting, from);
    queue_level(world, index, none, pool.waiting, from);
  }
}

void make_job(World& world, JobKind kind, Token& at, const FlatNode& node, std::uint32_t visit) {
  Job& job = at.job;
  const std::uint32_t ordinal = world.cases[at.case_].ordinal;
  job.kind = kind;
  job.person = none;
  job.order = order_of(EventKind::JobDone, ordinal, at.node);
  job.constrained = kind == JobKind::Visit && node.duties > 0;
  job.rank = node.priority == none ? 0 : -priority_of(world, at.case_, node.priority);
  job.takes = job.length = kind == JobKind::Audit ? time_of_audit(world, node, at.case_, visit)
                                                  : time_of_visit(world, node, at, ordinal, visit);
}

void free_job(World& world, Token& at) {
  Job& job = at.job;
  job.state = JobState::Free;
  ++job.stamp;
  if (job.kind == JobKind::Visit) return;
  if (job.kind == JobKind::Batch) {
    world.members[job.members].clear();
    world.free_members.push_back(job.members);
  }
  give_back(world, world.index_of(at), at);
}

void queue_job(World& world, Token& at, Index pool) {
  put_in_queue(world, at, pool);
  mark_dirty(world, world.pools[pool].component);
}

void put_in_queue(World& world, Token& at, Index pool_index) {
  Job& job = at.job;
  PoolState& pool = world.pools[pool_index];
  PoolSums& sums = world.result.pools[pool_index];
  count_queue(world, pool_index);
  job.pool = pool_index;
  job.state = JobState::Queued;
  at.since = job.queued_at = world.now;
  job.open_mark = open_time(world, pool_index);
  if (job.constrained) {
    ++pool.constrained;
    job.pause = constrained_cause(world, at);
  }
  pool.queue.insert({job.rank, at.entry, job.order, world.index_of(at), job.stamp});
  if (++pool.waiting > sums.most) sums.most = pool.waiting;
}

void unqueue_job(World& world, Token& at) {
  Job& job = at.job;
  PoolState& pool = world.pools[job.pool];
  count_queue(world, job.pool);
  --pool.waiting;
  if (job.constrained) --pool.constrained;
  add_ticks(world.result.pools[job.pool].waits_all, world.now - job.queued_at);
  ++job.stamp;  // its place in the queue is void
}

void account_wait(World& world, const Token& at, Token& token) {
  const Job& job = at.job;
  if (job.constrained) return account(world, token, job.pause);
  const std::int64_t all = world.now - at.since;
  if (all == 0) return;  // since then nothing else was accounted for
  const std::int64_t open = open_time(world, job.pool) - job.open_mark;
  account_ticks(world, token, Cause::Queue, open);
  account_ticks(world, token, Cause::Hours, all - open);
  token.since = world.now;
}

}  // namespace wain::runtime
