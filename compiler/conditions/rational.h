/// Exact fractions for the factors and bounds of linear atoms.
#pragma once

#include <cstdint>
#include <numeric>
#include <optional>

#include "ir/value.h"

namespace wain::conditions {

/// numerator / denominator, in lowest terms, the denominator positive. What does not fit is no value.
struct Rational {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  static std::optional<Rational> make(__int128 numerator, __int128 denominator);
  static std::optional<Rational> of(ir::Decimal decimal);
  [[nodiscard]] bool is_whole() const { return denominator == 1; }
  /// The greatest whole number not above it; the least one not below it.
  [[nodiscard]] std::int64_t floor() const;
  [[nodiscard]] std::int64_t ceil() const;

  friend bool operator==(const Rational&, const Rational&) = default;
  friend bool operator<(const Rational& a, const Rational& b) {
    return static_cast<__int128>(a.numerator) * b.denominator <
           static_cast<__int128>(b.numerator) * a.denominator;
  }
};

std::optional<Rational> sum(const Rational& a, const Rational& b);
std::optional<Rational> product(const Rational& a, const Rational& b);
/// No value for a divisor of zero.
std::optional<Rational> quotient(const Rational& a, const Rational& b);

}  // namespace wain::conditions
