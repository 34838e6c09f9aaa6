/// When cases come to a step that works in batches, and what that makes of its batches.
#pragma once

#include <optional>
#include <vector>

#include "estimate/batch_phase.h"
#include "estimate/density.h"
#include "estimate/settings.h"
#include "ir/process.h"

namespace wain::estimate {

/// The length of a bin: half an hour, in seconds.
inline constexpr double arrival_bin = 1'800;

/// So many cases by bin of a week are added to `bins`, which is as long as that or empty; a cell's cases are
/// spread evenly from the first to the last.
void add_by_time_of_week(const Density& cases, double scale, std::vector<double>& bins);
/// Of batches with a limit, whose cases come as `bins` say. Nothing where they come evenly: for that there is
/// a closed form (estimate/batching.h), or where it would take too long, for the linter sooner than else.
std::optional<BatchWays> uneven_batches(const std::vector<double>& bins, const ir::Batch& batches,
                                        Grain grain);

}  // namespace wain::estimate
