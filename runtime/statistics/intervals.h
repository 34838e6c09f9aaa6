/// What can be said from replications: means as ratios, shares, quantiles, each with its 95 % interval
/// (simulation.md, 3.13 and 5.2). Replications are independent; cases within one are not.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

namespace wain::runtime {

/// Of one replication: how many, and the sum over them.
struct Sum {
  double count = 0, sum = 0;
};

struct Interval {
  double value = 0, low = 0, high = 0;
  /// What each replication adds, for paired comparisons: (S_r - W n_r) / n̄.
  std::vector<double> influence;
};

/// Quantile of Student's t: P(T <= result) = p, 0.5 <= p < 1.
double student_quantile(double degrees, double p);

/// W = ΣS / Σn with half-width t √(Σz² / (R )). Nothing without cases; with one replication the interval
/// is all numbers.
std::optional<Interval> ratio_mean(const std::vector<Sum>& by_replication, double level = 0.95);

/// A difference of two ratio means, left - factor · right. Paired: the replications of both drew the same.
std::optional<Interval> difference(const Interval& left, const Interval& right, double factor, bool paired,
                                   double level = 0.95);

/// Interval of a share of cases by 5.2: Wilson's with the number of cases that the replications are worth.
/// `by_replication`: cases, and those of them that count.
std::optional<Interval> share(const std::vector<Sum>& by_replication, double level = 0.95);

struct QuantileInterval {
  std::int64_t value = 0, low = 0, high = 0;  ///< INT64_MAX: beyond all that ended
};
/// Quantiles of all values (each replication's sorted ascending; unfinished cases count as never ending) and
/// the interval of all x whose share of values up to x may be q. `never_values[r]`: values beyond all others.
/// None if there are no values.
std::vector<QuantileInterval> quantiles(const std::vector<std::vector<std::int64_t>>& sorted_by_replication,
                                        const std::vector<std::uint64_t>& never_values,
                                        std::initializer_list<double> wanted, double level = 0.95);
std::optional<QuantileInterval> quantile(const std::vector<std::vector<std::int64_t>>& sorted_by_replication,
                                         const std::vector<std::uint64_t>& never_values, double q,
                                         double level = 0.95);

}  // namespace wain::runtime
