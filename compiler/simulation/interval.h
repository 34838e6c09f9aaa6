/// Intervals over replications as reports show them: value ± half. The rules are runtime/statistics'.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/statistics/intervals.h"

namespace wain::simulation {

/// A figure that is a sum over a count, by replication: a mean over cases, a share, a load.
using Ratio = std::vector<runtime::Sum>;

/// value ± half. `half` is infinite where fewer than two replications tell.
struct Interval {
  double value = 0, half = 0;
  bool known = false;  ///< false: no case at all
  [[nodiscard]] double low() const { return value - half; }
  [[nodiscard]] double high() const { return value + half; }
};

/// `confidence`: 0.95, more for a later look.
Interval interval_of(const Ratio& ratio, double confidence);

/// B - A; paired by replication, or not.
Interval difference_of(const Ratio& a, const Ratio& b, bool paired, double confidence);

/// A quantile of all cases, in hours, and the values whose share of cases below may be q.
struct QuantileInterval {
  double value = 0, low = 0, high = 0;  ///< infinite: so many cases did not end
  bool known = false;
};

/// What cycle times are told by.
struct Quantiles {
  QuantileInterval median, p90, p99;
};

/// `ticks`: by replication, sorted; `unfinished`: cases of each that count as greater than any value.
Quantiles quantiles_of(const std::vector<std::vector<std::int64_t>>& ticks,
                       const std::vector<std::uint64_t>& unfinished, double confidence);

}  // namespace wain::simulation
