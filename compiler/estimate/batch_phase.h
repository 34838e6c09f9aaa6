/// How long a case waits for its batch by when it comes, where cases do not come evenly over the week.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wain::estimate {

/// By bin of a week.
struct BatchWays {
  /// Of a case that comes within the bin.
  struct Way {
    double full = 0;         ///< the chance that its batch gets full; else it goes when its time is up
    double until_full = 0;   ///< mean seconds until then, of those whose batch does
    double until_limit = 0;  ///< the same of the others
  };
  double bin = 0;  ///< seconds
  std::vector<Way> ways;
  double cases = 1;  ///< mean number of cases in a batch

  [[nodiscard]] const Way& at(double t) const;
};

/// Batches of `size`, or of what has come `limit` seconds after the first case; `cases`: how many come within
/// each bin, a Poisson number on average. Exact but for what happens within one bin. Nothing without cases,
/// or if it would take more than `most_work` steps of sums; 1e8 are a second.
std::optional<BatchWays> batch_ways(const std::vector<double>& cases, double bin, std::uint32_t size,
                                    double limit, double most_work);

}  // namespace wain::estimate
