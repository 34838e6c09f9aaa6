#include "runtime/statistics/intervals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/random/elementary.h"
#include "runtime/statistics/sort_times.h"

namespace wain::runtime {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

double half_width(const std::vector<double>& influence, double level) {
  const auto count = static_cast<double>(influence.size());
  if (count < 2) return infinite;
  double squares = 0;
  for (const double z : influence) squares += z * z;
  return student_quantile(count - 1, 0.5 + level / 2) * std::sqrt(squares / (count * (count - 1)));
}

/// How many values are at most x, in each replication.
std::vector<Sum> counts_up_to(const std::vector<std::vector<std::int64_t>>& sorted,
                              const std::vector<std::uint64_t>& never_values, std::int64_t x) {
  std::vector<Sum> counts;
  for (std::size_t r = 0; r < sorted.size(); ++r) {
    const auto up_to = std::upper_bound(sorted[r].begin(), sorted[r].end(), x) - sorted[r].begin();
    counts.push_back({static_cast<double>(sorted[r].size() + never_values[r]), static_cast<double>(up_to)});
  }
  return counts;
}

/// The least of the values for which `reached` holds; INT64_MAX if for none. It holds from some value on.
template <class Reached>
std::int64_t least_where(const std::vector<std::int64_t>& all, Reached reached) {
  const auto found =
      std::partition_point(all.begin(), all.end(), [&](std::int64_t x) { return !reached(x); });
  return found == all.end() ? std::numeric_limits<std::int64_t>::max() : *found;
}

}  // namespace

double student_quantile(double degrees, double p) {
  if (p <= 0.5) return 0;
  const auto below = [degrees](double t) {
    return 1 - beta_share(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
  };
  double low = 0, high = 2;
  while (below(high) < p) high *= 2;
  for (int i = 0; i < 200 && high - low > high * 1e-14; ++i) {
    const double middle = (low + high) / 2;
    (below(middle) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::optional<Interval> ratio_mean(const std::vector<Sum>& by_replication, double level) {
  double count = 0, sum = 0;
  for (const Sum& one : by_replication) {
    count += one.count;
    sum += one.sum;
  }
  if (count <= 0) return std::nullopt;
  Interval interval;
  interval.value = sum / count;
  const double mean_count = count / static_cast<double>(by_replication.size());
  for (const Sum& one : by_replication)
    interval.influence.push_back((one.sum - interval.value * one.count) / mean_count);
  const double half = half_width(interval.influence, level);
  interval.low = interval.value - half;
  interval.high = interval.value + half;
  return interval;
}

std::optional<Interval> difference(const Interval& left, const Interval& right, double factor, bool paired,
                                   double level) {
  Interval interval;
  interval.value = left.value - factor * right.value;
  double half = 0;
  if (paired) {
    if (left.influence.size() != right.influence.size()) return std::nullopt;
    for (std::size_t r = 0; r < left.influence.size(); ++r)
      interval.influence.push_back(left.influence[r] - factor * right.influence[r]);
    half = half_width(interval.influence, level);
  } else {
    // Welch: each side's variance of the mean, and the degrees of freedom that both are worth.
    const auto variance = [](const std::vector<double>& z, double by) {
      const auto count = static_cast<double>(z.size());
      double squares = 0;
      for (const double one : z) squares += one * one;
      return by * by * squares / (count * (count - 1));
    };
    const auto m = static_cast<double>(left.influence.size()),
               n = static_cast<double>(right.influence.size());
    if (m < 2 || n < 2) return std::nullopt;
    const double a = variance(left.influence, 1), b = variance(right.influence, factor);
    if (a + b > 0) {
      const double degrees = (a + b) * (a + b) / (a * a / (m - 1) + b * b / (n - 1));
      half = student_quantile(degrees, 0.5 + level / 2) * std::sqrt(a + b);
    }
  }
  interval.low = interval.value - half;
  interval.high = interval.value + half;
  return interval;
}

std::optional<Interval> share(const std::vector<Sum>& by_replication, double level) {
  auto interval = ratio_mean(by_replication, level);
  if (!interval) return std::nullopt;
  const auto count = static_cast<double>(by_replication.size());
  if (count < 2) {
    interval->low = 0;
    interval->high = 1;
    return interval;
  }
  const double f = interval->value;
  double cases = 0, squares = 0;
  std::size_t with_rare = 0;
  for (std::size_t r = 0; r < by_replication.size(); ++r) {
    const Sum& one = by_replication[r];
    cases += one.count;
    squares += interval->influence[r] * interval->influence[r];
    const double rare = f <= 0.5 ? one.sum : one.count - one.sum;
    with_rare += rare > 0 ? 1 : 0;
  }
  const double variance = squares / (count * (count - 1));
  double worth = variance > 0 ? f * (1 - f) / variance : cases;
  // Too few replications that saw the rare side say little about how it varies.
  if (with_rare < 20) worth = std::min(worth, cases / 25);
  const double t = student_quantile(count - 1, 0.5 + level / 2), square = t * t;
  const double centre = (f + square / (2 * worth)) / (1 + square / worth);
  const double half =
      t / (1 + square / worth) * std::sqrt(f * (1 - f) / worth + square / (4 * worth * worth));
  interval->low = std::max(0.0, centre - half);
  interval->high = std::min(1.0, centre + half);
  return interval;
}

std::vector<QuantileInterval> quantiles(const std::vector<std::vector<std::int64_t>>& sorted,
                                        const std::vector<std::uint64_t>& never_values,
                                        std::initializer_list<double> wanted, double level) {
  // One replication is sorted already, and may be large: no copy.
  std::vector<std::int64_t> merged;
  if (sorted.size() != 1) {
    for (const auto& values : sorted) merged.insert(merged.end(), values.begin(), values.end());
    sort_times(merged);
  }
  const std::vector<std::int64_t>& all = sorted.size() == 1 ? sorted.front() : merged;
  std::uint64_t beyond = 0;
  for (const std::uint64_t count : never_values) beyond += count;
  const auto total = static_cast<double>(all.size() + beyond);
  std::vector<QuantileInterval> intervals;
  if (total <= 0) return intervals;
  for (const double q : wanted) {
    // The least value that at least the share q does not exceed; decimal q, so a hair of slack.
    const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(q * total - 1e-9 * total)));
    intervals.emplace_back().value =
        rank <= all.size() ? all[rank - 1] : std::numeric_limits<std::int64_t>::max();
  }
  const auto bounds = [&](std::int64_t x) { return *share(counts_up_to(sorted, never_values, x), level); };
  // Bounds need be asked once a value.
  merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
  const double* q = wanted.begin();
  for (QuantileInterval& interval : intervals) {
    interval.low = least_where(all, [&](std::int64_t x) { return bounds(x).high >= *q; });
    interval.high = least_where(all, [&](std::int64_t x) { return bounds(x).low >= *q; });
    interval.low = std::min(interval.low, interval.value);
    interval.high = std::max(interval.high, interval.value);
    ++q;
  }
  return intervals;
}

std::optional<QuantileInterval> quantile(const std::vector<std::vector<std::int64_t>>& sorted,
                                         const std::vector<std::uint64_t>& never_values, double q,
                                         double level) {
  const auto found = quantiles(sorted, never_values, {q}, level);
  if (found.empty()) return std::nullopt;
  return found.front();
}

}  // namespace wain::runtime
