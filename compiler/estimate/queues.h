/// The queue before an actor, where a closed form may be trusted, and else the reason why not (2.8).
#pragma once

#include <functional>

#include "estimate/pools.h"
#include "estimate/walk.h"

namespace wain::estimate {

/// Arrivals at a step of a process of the scenario, and how many of them in hours; from a walk.
using SeenAt = std::function<Seen(ir::ProcessId, ir::NodeId)>;

struct QueueContext {
  const Settings& settings;
  Flows& flows;
  const ArrivalRates& rates;
  const Pools& pools;
  const Loads& loads;
  SeenAt seen;
};

Queue queue_of(const QueueContext& context, ir::ActorId actor);

}  // namespace wain::estimate
