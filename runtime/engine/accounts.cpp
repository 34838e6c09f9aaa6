#include "runtime/engine/accounts.h"

#include <algorithm>

namespace wain::runtime {

bool accounts_hold(const plan::Plan& plan, const ReplicationResult& result) {
  if (result.identity_broken > 0) return false;
  Wide times = 0, critical = 0;
  for (const CellSums& cell : result.cells)
    for (const Wide ticks : cell.time) times += ticks;
  for (const NodeSums& node : result.nodes) critical += node.critical;
  if (times != critical) return false;
  if (result.live_at_end == 0 && result.live != result.sojourn) return false;
  if (plan.warmup || result.stop != Stop::None) return true;  // queues need not be empty
  return std::all_of(result.pools.begin(), result.pools.end(),
                     [](const PoolSums& pool) { return pool.queue_all == pool.waits_all; });
}

}  // namespace wain::runtime
