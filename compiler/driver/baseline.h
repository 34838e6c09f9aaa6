/// A baseline: findings that were there when the linter came, so that only new ones count.
#pragma once

#include <string>

#include "diagnostics/report.h"

namespace wain::driver {

/// Leaves out of the report what the baseline file knows, and says how many that were. Files are compared
/// relative to the baseline's folder. False, and a complaint, if it cannot be read, is no baseline, or one
/// of another version.
bool leave_out_known(const std::string& path, Report& report);
/// Writes the findings of rules; errors of the language are never a baseline's. False, and a complaint, if
/// it could not be written.
bool write_baseline(const std::string& path, const Report& report);

}  // namespace wain::driver
