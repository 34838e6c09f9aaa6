#include "estimate/batch_arrivals.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "estimate/timeline.h"

namespace wain::estimate {

void add_by_time_of_week(const Density& cases, double scale, BatchArrivals& arrivals) {
  const auto bins = static_cast<std::size_t>(seconds_of_week / arrival_bin);
  arrivals.cases.resize(bins);
  arrivals.at_once.resize(bins);
  cases.visit([&](const Coming& coming) {
    const double parts = std::max(1.0, std::ceil(coming.at.width() / arrival_bin));
    for (double part = 0.5; part < parts; ++part) {
      const double t = coming.at.begin + coming.at.width() * part / parts;
      const auto bin = static_cast<std::size_t>(std::fmod(t, seconds_of_week) / arrival_bin);
      arrivals.cases[bin] += scale * coming.mass / parts;
      if (coming.at.width() <= 0) arrivals.at_once[bin] += scale * coming.mass;
    }
  });
}

namespace {

/// As many bins as one.
BatchArrivals coarser(const BatchArrivals& arrivals, std::size_t bins) {
  BatchArrivals result{std::vector<double>(arrivals.cases.size() / bins),
                       std::vector<double>(arrivals.cases.size() / bins)};
  for (std::size_t i = 0; i < arrivals.cases.size(); ++i) {
    result.cases[i / bins] += arrivals.cases[i];
    result.at_once[i / bins] += arrivals.at_once[i];
  }
  return result;
}

/// How many cases come within a bin at most, but for those that come at once.
double most_spread(const BatchArrivals& arrivals) {
  double most = 0;
  for (std::size_t i = 0; i < arrivals.cases.size(); ++i)
    most = std::max(most, arrivals.cases[i] - arrivals.at_once[i]);
  return most;
}

}  // namespace

std::optional<BatchWays> uneven_batches(const BatchArrivals& arrivals, const ir::Batch& batches,
                                        Grain grain) {
  constexpr double even = 0.05, most_work = 3e7, most_work_of_linter = 1e6, of_a_batch = 8;
  constexpr std::size_t half_hour = 6;
  struct Length {
    std::size_t bins, longer;  // and the next longer one
  };
  constexpr std::array<Length, 4> lengths{{{1, 2}, {2, 3}, {3, half_hour}, {half_hour, 0}}};
  if (!batches.or_after || arrivals.cases.empty()) return std::nullopt;
  const BatchArrivals half_hours = coarser(arrivals, half_hour);
  const auto [least, most] = std::minmax_element(half_hours.cases.begin(), half_hours.cases.end());
  if (*most - *least < even * *most) return std::nullopt;
  // Shorter bins where much of a batch comes within half an hour, as far as there is time for them.
  const double each = most_spread(half_hours) / half_hour;
  for (const auto [bins, longer] : lengths) {
    if (longer != 0 && each * static_cast<double>(longer) * of_a_batch <= batches.size) continue;
    if (std::optional<BatchWays> ways =
            batch_ways(coarser(arrivals, bins), arrival_bin * static_cast<double>(bins), batches.size,
                       batches.or_after->hours() * second_of_hour,
                       grain == Grain::Coarse ? most_work_of_linter : most_work))
      return ways;
  }
  return std::nullopt;
}

}  // namespace wain::estimate
