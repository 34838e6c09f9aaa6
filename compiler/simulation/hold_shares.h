/// Claims about one share: of cases, or of time (simulation.md 5.2). Private to the decisions.
#pragma once

#include "simulation/claim.h"
#include "simulation/decide.h"
#include "simulation/sides.h"

namespace wain::simulation {

/// A quantile against a number: the share of cases up to it, against the quantile's. Cases that did not end
/// may lie on either side: what both say holds. `so_far` has the two sides, the confidence and the
/// replications.
Decision hold_cases_within(const Claim& claim, const Side& left, Decision so_far);

/// The same of a queue or a load: the share of the time up to the number. Each replication counts once.
Decision hold_time_within(const Claim& claim, const Side& left, Decision so_far);

/// A share against a number.
Decision hold_share(const Claim& claim, const Side& left, Decision so_far);

}  // namespace wain::simulation
