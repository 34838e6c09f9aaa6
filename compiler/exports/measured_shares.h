/// How often cases take each exit of a plan's nodes.
#pragma once

#include <vector>

#include "runtime/plan/plan.h"

namespace wain::exports {

/// By process, node and exit. Those of a node sum to 1, but at a fork, where each stands alone, and at
/// timeouts, which have none. Those of a race (race.h) are how
/// often each wait is the first.
using ExitShares = std::vector<std::vector<std::vector<double>>>;

/// Why a node's shares are not the ones that the plan states.
enum class ShareSource : std::uint8_t { Stated, Data, Truth, Race };
/// Data: an exit has a guard. Truth: criteria that are drawn decide. Race: waits do.
ShareSource share_source(const plan::Plan& plan, const plan::Process& process, const plan::Node& node);

/// What the plan states, and where something else decides, what a short run of our own engine counts: it
/// knows what is drawn together. The same for the same plan.
ExitShares exit_shares(const plan::Plan& plan);

}  // namespace wain::exports
