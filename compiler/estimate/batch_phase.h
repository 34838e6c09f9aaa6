/// How long a case waits for its batch by when it comes, where cases do not come evenly over the week.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wain::estimate {

/// By bin of a week.
struct BatchWays {
  /// Of the cases that come within a bin, some that wait about as long, until their batch is full or its time
  /// is up.
  struct Wait {
    double share = 0;
    double mean = 0;    ///< seconds
    double spread = 0;  ///< three times the variance: the square of a uniform one's half width
  };
  /// In order of length; the shares are 1 together.
  using Way = std::vector<Wait>;
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
