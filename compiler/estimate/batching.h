/// How the cases of a step that works in batches come together: one by one, or all that a run on a cadence
/// lets go at once.
#pragma once

#include <optional>

#include "estimate/flows.h"
#include "estimate/settings.h"
#include "estimate/timeline.h"

namespace wain::estimate {

struct Batching {
  double cases = 1;            ///< mean number in a batch
  std::optional<double> wait;  ///< mean hours that a case waits for its batch; nothing: it may for ever
  bool by_runs = false;        ///< they come all at once, after a `wait until`
};

/// Of a task or gate, at which so many cases arrive a week.
Batching batching(const Settings& settings, Flows& flows, Zones& zones, ir::ProcessId process,
                  ir::NodeId node, double per_week);

}  // namespace wain::estimate
