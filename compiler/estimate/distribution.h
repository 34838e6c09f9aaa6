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

/// Values that stand for a distribution of durations, each with its share: the points of an empirical one; of
/// others the quantiles at the middle of slices, scaled so that their mean is exact. A constant has one.
/// Hours.
struct Slices {
  static constexpr std::size_t most = 18;
  std::array<double, most> values{};
  std::array<double, most> shares{1};
  /// Half of the width of each slice, in which it is taken as spread evenly about its value.
  std::array<double, most> halves{};
  std::size_t count = 1;
};
/// `equal` slices, at most 16; of 16 the last one is cut in three, since a tail is what runs over a closing.
Slices slices(const ir::Definition& definition, const ir::Distribution& distribution, std::size_t equal = 16);

/// Whether it always gives the same.
bool is_constant(const ir::Definition& definition, const ir::Distribution& distribution);

}  // namespace wain::estimate
