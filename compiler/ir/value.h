/// Exact values: decimals, money, durations, dates. Nothing here is ever rounded.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace wain::ir {

/// mantissa × 10^-scale, with scale 0..18; normalised (no trailing zeros) by `make`.
/// Serves `int`, `number` and `ratio` (98 % is 0.98).
struct Decimal {
  std::int64_t mantissa = 0;
  std::uint8_t scale = 0;

  static Decimal make(std::int64_t mantissa, std::uint8_t scale = 0);
  /// `1_000`, `2.5`; nothing else. No value if it does not fit 18 digits.
  static std::optional<Decimal> parse(std::string_view digits);
  /// `2.5%` is 0.025. No value as in `parse`.
  static std::optional<Decimal> parse_percent(std::string_view text);
  [[nodiscard]] double to_double() const;
  [[nodiscard]] bool is_integer() const { return scale == 0; }
  /// Plain notation: `1000`, `0.025`.
  [[nodiscard]] std::string str() const;
  /// As a percentage: `2.5%` for 0.025.
  [[nodiscard]] std::string percent() const;

  friend bool operator==(Decimal a, Decimal b);
  friend std::strong_ordering operator<=>(Decimal a, Decimal b);
};
/// Exact; no value on overflow.
std::optional<Decimal> add(Decimal a, Decimal b);
/// Exact; no value on overflow, or if the product needs more than 18 places.
std::optional<Decimal> multiply(Decimal a, Decimal b);

/// An ISO-4217-like code: three capital letters.
struct Currency {
  std::array<char, 3> code{};
  /// No value unless it is three capital letters.
  static std::optional<Currency> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const { return {code.data(), code.size()}; }
  friend auto operator<=>(const Currency&, const Currency&) = default;
};

/// 64-bit, four decimal places.
struct Money {
  std::int64_t units = 0;  ///< in 1/10,000 of the currency
  Currency currency;
  /// No value if the amount has more than four places or does not fit.
  static std::optional<Money> make(Decimal amount, Currency currency);
  /// `1_000 EUR`, `-0.30 USD`.
  static std::optional<Money> parse(std::string_view text);
  [[nodiscard]] double to_double() const { return static_cast<double>(units) / 1e4; }
  /// The amount alone, ungrouped, with two to four places: `1000.00`, `0.3025`.
  [[nodiscard]] std::string amount() const;
  /// `1_000 EUR`, `0.30 USD`: as it is written in Wain.
  [[nodiscard]] std::string str() const;
  friend bool operator==(const Money&, const Money&) = default;
};

/// 64-bit microseconds.
struct Duration {
  std::int64_t microseconds = 0;
  static constexpr std::int64_t second = 1'000'000;
  static constexpr std::int64_t minute = 60 * second;
  static constexpr std::int64_t hour = 60 * minute;
  static constexpr std::int64_t day = 24 * hour;
  static constexpr std::int64_t week = 7 * day;
  /// `1h30min`; decimals (`1.5h`) must come out in whole microseconds.
  static std::optional<Duration> parse(std::string_view text);
  [[nodiscard]] double hours() const { return static_cast<double>(microseconds) / static_cast<double>(hour); }
  /// `2d4h`, `0s`: as it is written in Wain.
  [[nodiscard]] std::string str() const;
  friend auto operator<=>(Duration, Duration) = default;
};

/// Days since 1970-01-01, proleptic Gregorian.
struct Date {
  std::int32_t days = 0;
  /// `2026-12-24`; no value for a day that does not exist.
  static std::optional<Date> parse(std::string_view text);
  [[nodiscard]] std::string str() const;
  friend auto operator<=>(Date, Date) = default;
};

/// A time of day in minutes from midnight, 0..1440 (24:00 only as a closing time).
struct TimeOfDay {
  std::uint16_t minutes = 0;
  [[nodiscard]] std::string str() const;  ///< `09:30`
  friend auto operator<=>(TimeOfDay, TimeOfDay) = default;
};

enum class Weekday : std::uint8_t { Mon, Tue, Wed, Thu, Fri, Sat, Sun };
std::string_view name(Weekday day);

/// A value as a literal gives it. `Ratio` keeps a percentage apart from a plain number.
struct Ratio {
  Decimal value;
  friend bool operator==(const Ratio&, const Ratio&) = default;
};
using Value = std::variant<std::monostate, bool, Decimal, Ratio, Money, Duration, Date, std::string>;
/// As it is written in Wain.
std::string str(const Value& value);

}  // namespace wain::ir
