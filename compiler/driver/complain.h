/// What the tool says about its own work, on standard error.
#pragma once

#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace wain::driver {

/// Writes `wain: MESSAGE` to standard error. `id` is a WAIN_TOOL row.
void complain(Diag id, const std::vector<DiagArg>& args = {});
/// The same, and what the user may have meant, if a known name is near to `written`.
void complain(Diag id, const std::vector<DiagArg>& args, std::string_view written,
              const std::vector<std::string_view>& known);
/// The known name nearest to what was written; empty if none is near.
std::string_view similar_name(std::string_view written, const std::vector<std::string_view>& known);

}  // namespace wain::driver
