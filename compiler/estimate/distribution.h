/// Moments and quantiles of distributions, as plain numbers.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "ir/definition.h"

namespace wain::estimate {

/// A value as a number: money in currency units, durations in hours, shares and truth as 0..1, dates in
/// days; an enum member, told by name in a distribution, by its index.
double number_of(const ir::Definition& definition, const ir::Value& value, ir::TypeId type);

struct Moments {
  double mean = 0;
  double variance = 0;
};
/// Exact where the distribution has a closed form (all have). Of `normal`, draws below 0 count as 0.
Moments moments(const ir::Definition& definition, const ir::Distribution& distribution);

/// The inverse of the distribution function, u in (0, 1).
double quantile(const ir::Definition& definition, const ir::Distribution& distribution, double u);
/// The quantiles at the middle of `count` equal slices, in order. Much cheaper than one by one.
std::vector<double> quantiles(const ir::Definition& definition, const ir::Distribution& distribution,
                              std::size_t count);

/// Equally likely values that stand for a distribution of durations: its quantiles at the middle of 16
/// slices, scaled so that their mean is exact. A constant has one. Hours.
struct Slices {
  static constexpr std::size_t most = 16;
  std::array<double, most> values{};
  std::size_t count = 1;
};
Slices slices(const ir::Definition& definition, const ir::Distribution& distribution);

/// Whether it always gives the same.
bool is_constant(const ir::Definition& definition, const ir::Distribution& distribution);

}  // namespace wain::estimate
