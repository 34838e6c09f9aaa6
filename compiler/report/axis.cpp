#include "report/axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace wain::report {
namespace {

struct Unit {
  double hours;
  const char* name;
};
constexpr Unit units[] = {{168, "w"}, {24, "d"}, {1, "h"}, {1.0 / 60, "min"}, {1.0 / 3600, "s"}};

}  // namespace

std::string Axis::words(double hours) const {
  for (const Unit& one : units)
    if (one.hours == unit) return fmt::format("{:.4g} {}", hours / unit, one.name);
  return fmt::format("{:.4g} h", hours);
}

Axis axis_to(double hours) {
  constexpr double least = 1.0 / 3600, room = 1.04, most_ticks = 6;
  constexpr double steps[] = {0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 50, 100, 200, 500, 1000};
  hours = std::max(hours, least) * room;
  Axis axis;
  axis.end = hours;
  // The greatest unit of which there are at least two, weeks from ten on: days are what people count in.
  axis.unit = least;
  for (const Unit& one : units)
    if (hours >= (one.hours > 100 ? 10 : 2) * one.hours) {
      axis.unit = one.hours;
      break;
    }
  double step = steps[0] * axis.unit;
  for (const double one : steps) {
    step = one * axis.unit;
    if (hours / step < most_ticks) break;
  }
  while (hours / step >= 2 * most_ticks) step *= 2;
  for (int i = 0; i * step <= hours; ++i) axis.ticks.push_back(i * step);
  return axis;
}

std::vector<double> shares_in_bins(const std::vector<double>& sorted, double all, double end) {
  constexpr std::size_t bins = 80;
  std::vector<double> shares(bins, 0);
  if (all <= 0) return shares;
  for (const double value : sorted) {
    if (value > end) break;
    const auto bin = static_cast<std::size_t>(value / end * static_cast<double>(bins));
    shares[std::min(bin, bins - 1)] += 1 / all;
  }
  return shares;
}

}  // namespace wain::report
