/// What the models of one definition have in common, whatever the scenario.
#pragma once

#include "estimate/known_flows.h"
#include "estimate/timeline.h"

namespace wain::estimate {

/// The definition outlives it.
struct Commons {
  explicit Commons(const ir::Definition& definition) : flows(definition) {}
  KnownFlows flows;
  Zones zones;
};

}  // namespace wain::estimate
