/// How long a case waits for its batch by when it comes, where cases do not come evenly over the week.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "estimate/density.h"

namespace wain::estimate {

/// When cases come, by bin of a week.
struct BatchArrivals {
  std::vector<double> cases;  ///< how many within each bin, a Poisson number on average
  std::vector<double>
      at_once;  ///< of these at one instant, the same each week: after an opening, or a meeting
};

/// By bin of a week.
struct BatchWays {
  /// Of the cases that come within a bin, some whose batch leaves in the same way.
  struct Wait {
    double share = 0;
    /// So many seconds `begin` after the case came, since its time is up, or, by `end` seconds after the bin
    /// began, since it gets full within it. Else it gets full evenly between the two after the bin began.
    bool after_entry = false;
    double begin = 0, end = 0;
  };
  /// The shares are 1 together.
  using Way = std::vector<Wait>;
  double bin = 0;  ///< seconds
  std::vector<Way> ways;
  double cases = 1;  ///< mean number of cases in a batch

  [[nodiscard]] const Way& at(double t) const;
  /// When cases leave that came within a bin, on the same line.
  [[nodiscard]] Spread leaves(const Wait& wait, Spread at) const;
};

/// Batches of `size`, or of what has come `limit` seconds after the first case. Exact but for what happens
/// within one bin of `bin` seconds. Nothing without cases, or if it would take more than `most_work` steps of
/// sums; 1e8 are a second.
std::optional<BatchWays> batch_ways(const BatchArrivals& arrivals, double bin, std::uint32_t size,
                                    double limit, double most_work);

}  // namespace wain::estimate
