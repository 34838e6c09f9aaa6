/// What must hold of every replication, whatever it simulates.
#pragma once

#include "runtime/engine/result.h"

namespace wain::runtime {

/// In ticks, without rounding: the nine causes of every case sum to its cycle time, and so do the times of
/// the nodes on its critical path; Little's law: the number of cases, integrated over a replication that ends
/// empty, is the sum of their cycle times, and the same of each queue and the waits in it.
bool accounts_hold(const plan::Plan& plan, const ReplicationResult& result);

}  // namespace wain::runtime
