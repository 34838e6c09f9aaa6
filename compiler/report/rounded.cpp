#include "report/rounded.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "rules/engine/figures.h"

namespace wain::report {
namespace {

/// Where the leading digit of a number stands: 0 for 1 to 9, -1 for 0.1 to 0.9.
int magnitude(double size) { return static_cast<int>(std::floor(std::log10(size))); }

/// Halves are rounded up, also where the sum behind them lost its last bit.
double nudged(double value) { return value * (1 + 1e-12); }

int places_of_half(double half) {
  constexpr double two = 2.95;  // what begins so is rounded to 3
  const int leading = magnitude(half), next = magnitude(half * (10 / 9.5));
  if (next > leading) return 1 - next;  // 0.096 is 0.10
  return nudged(half) / std::pow(10.0, leading) < two ? 1 - leading : -leading;
}

}  // namespace

std::string decimals(double value, int places) {
  const double exact = nudged(value);
  if (places == 0) return lint::count_text(std::llround(exact));
  const std::string text = fmt::format("{:.{}f}", exact, places);
  return text.find_first_not_of("-0.") == std::string::npos ? "0" : text;
}

int rounded_places(double value, double half) {
  constexpr int most_digits = 4, most_places = 9;
  const int of_value = most_digits - 1 - magnitude(std::max(std::abs(value), half));
  return std::clamp(std::min(places_of_half(half), of_value), 0, most_places);
}

Rounded rounded(double value, double half, double least) {
  if (!std::isfinite(half) || half < least) return {{}, {}};
  const int places = rounded_places(value, half);
  return {decimals(value, places), decimals(std::max(half, std::pow(10.0, -places)), places)};
}

}  // namespace wain::report
