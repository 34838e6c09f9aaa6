/// How large a sample must be to show errors.
#pragma once

#include <cstdint>

namespace wain::lint {

/// The least number of cases, drawn by lot, of which with a certainty of 95 % at least one is wrong if
/// `share` (over 0, up to 1) of all cases are: (1 - share)^n <= 0.05. 0 if there is none that fits.
std::int64_t samples_to_notice(double share);

}  // namespace wain::lint
