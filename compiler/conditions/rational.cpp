#include "conditions/rational.h"

#include <limits>

namespace wain::conditions {
namespace {

using Wide = __int128;

Wide gcd(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

bool fits(Wide n) {
  return n > std::numeric_limits<std::int64_t>::min() && n <= std::numeric_limits<std::int64_t>::max();
}

}  // namespace

std::optional<Rational> Rational::make(Wide numerator, Wide denominator) {
  if (denominator == 0) return std::nullopt;
  if (fits(numerator) && fits(denominator)) {  // mostly: without divisions of 128 bits
    auto above = static_cast<std::int64_t>(numerator), below = static_cast<std::int64_t>(denominator);
    if (below != 1) {
      const std::int64_t divisor = std::gcd(above, below) * (below < 0 ? -1 : 1);
      above /= divisor;
      below /= divisor;
    }
    return Rational{above, below};
  }
  const Wide divisor = gcd(numerator, denominator);
  numerator /= divisor;
  denominator /= divisor;
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  if (!fits(numerator) || !fits(denominator)) return std::nullopt;
  return Rational{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

std::optional<Rational> Rational::of(ir::Decimal decimal) {
  Wide denominator = 1;
  for (std::uint8_t i = 0; i < decimal.scale; ++i) denominator *= 10;
  return make(decimal.mantissa, denominator);
}

std::int64_t Rational::floor() const {
  const std::int64_t whole = numerator / denominator;
  return whole * denominator > numerator ? whole - 1 : whole;
}

std::int64_t Rational::ceil() const {
  const std::int64_t whole = numerator / denominator;
  return whole * denominator < numerator ? whole + 1 : whole;
}

std::optional<Rational> sum(const Rational& a, const Rational& b) {
  return Rational::make(
      static_cast<Wide>(a.numerator) * b.denominator + static_cast<Wide>(b.numerator) * a.denominator,
      static_cast<Wide>(a.denominator) * b.denominator);
}

std::optional<Rational> product(const Rational& a, const Rational& b) {
  return Rational::make(static_cast<Wide>(a.numerator) * b.numerator,
                        static_cast<Wide>(a.denominator) * b.denominator);
}

std::optional<Rational> quotient(const Rational& a, const Rational& b) {
  return Rational::make(static_cast<Wide>(a.numerator) * b.denominator,
                        static_cast<Wide>(a.denominator) * b.numerator);
}

}  // namespace wain::conditions
