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

/// A Poisson number of cases that come at one instant, in batches of `size` and one of what is left over.
struct BulkBatches {
  double cases = 0;      ///< the mean number that comes
  double batches = 0;    ///< the mean number of batches
  double left_over = 0;  ///< the mean number of cases that do not fill a batch
};
/// `mean`: of the number of cases.
BulkBatches batches_of_bulk(double mean, std::uint32_t size);

}  // namespace wain::estimate
