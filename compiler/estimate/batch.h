/// How long a case waits for its batch (2.9).
#pragma once

#include <cstdint>
#include <optional>

namespace wain::estimate {

/// Mean wait in the unit of 1/rate, with Poisson arrivals: a batch starts when `size` are there or the first
/// has waited `limit`. Nothing if it may wait for ever: no arrivals, and no limit.
std::optional<double> batch_wait(double rate, std::uint32_t size, std::optional<double> limit);

/// Mean number of cases in a batch: 1 + E min(N(D), k - 1); the size, without a limit.
double mean_batch(double rate, std::uint32_t size, std::optional<double> limit);

}  // namespace wain::estimate
