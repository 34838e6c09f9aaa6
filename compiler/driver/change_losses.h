/// Brings the changes between two definitions and the findings about them together, so that nothing is said
/// twice.
#pragma once

#include <vector>

#include "driver/diff_report.h"

namespace wain::driver {

/// Each loss becomes one change: the one that `changes` has of it already, or a new one.
std::vector<ReportedChange> with_losses(std::vector<diff::Change> changes, std::vector<lint::Loss> losses);

}  // namespace wain::driver
