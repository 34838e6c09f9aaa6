/// An axis of time with round numbers, and what lies along it. Private to report.
#pragma once

#include <string>
#include <vector>

namespace wain::report {

/// From 0 to `end`, in hours.
struct Axis {
  double end = 1;
  std::vector<double> ticks;
  double unit = 1;  ///< hours of the unit that the ticks are whole numbers, or simple fractions, of
  /// `2 d`, `30 min`.
  [[nodiscard]] std::string words(double hours) const;
};

/// That reaches a bit farther than `hours`, with 3 to 6 ticks.
Axis axis_to(double hours);

/// The share of all cases in each part of the axis, of equal width; `sorted` ascending.
std::vector<double> shares_in_bins(const std::vector<double>& sorted, double all, double end);

}  // namespace wain::report
