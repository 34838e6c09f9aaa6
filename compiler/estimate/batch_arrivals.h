/// When cases come to a step that works in batches, and what that makes of its batches.
#pragma once

#include <optional>
#include <vector>

#include "estimate/batch_phase.h"
#include "estimate/density.h"
#include "estimate/settings.h"
#include "ir/process.h"

namespace wain::estimate {

/// The length of a bin in seconds.
inline constexpr double arrival_bin = 300;

/// So many cases by bin of a week are added to `arrivals`, which has that many bins or none; a cell's cases
/// are spread evenly from the first to the last, or come at once.
void add_by_time_of_week(const Density& cases, double scale, BatchArrivals& arrivals);
/// Of batches with a limit, whose cases come as `arrivals` say. Nothing where they come evenly: for that
/// there is a closed form (estimate/batching.h), or where it would take too long, for the linter sooner than
/// else.
std::optional<BatchWays> uneven_batches(const BatchArrivals& arrivals, const ir::Batch& batches, Grain grain);

}  // namespace wain::estimate
