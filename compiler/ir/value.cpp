#include "ir/value.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include <fmt/format.h>

namespace wain::ir {
namespace {

// Wide enough for a 64-bit mantissa times 10^18, so that no comparison or sum can overflow.
__extension__ using Wide = __int128;

constexpr std::uint8_t max_scale = 18;

constexpr std::array<std::int64_t, max_scale + 1> powers_of_ten = [] {
  std::array<std::int64_t, max_scale + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

/// The absolute value, also of the smallest number.
constexpr std::uint64_t magnitude(std::int64_t n) {
  return n < 0 ? ~static_cast<std::uint64_t>(n) + 1 : static_cast<std::uint64_t>(n);
}

std::optional<std::int64_t> narrow(Wide n) {
  if (n < std::numeric_limits<std::int64_t>::min() || n > std::numeric_limits<std::int64_t>::max()) return {};
  return static_cast<std::int64_t>(n);
}

Wide scaled(Decimal d) { return static_cast<Wide>(d.mantissa) * powers_of_ten[max_scale - d.scale]; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// mantissa × 10^-scale, at any scale: trailing zeros go first, then it must fit.
std::optional<Decimal> fit(Wide mantissa, unsigned scale) {
  while (scale > 0 && !narrow(mantissa) && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  const std::optional<std::int64_t> narrowed = narrow(mantissa);
  if (!narrowed) return {};
  std::int64_t digits = *narrowed;
  for (; scale > 0 && digits % 10 == 0; --scale) digits /= 10;  // in 64 bits, which is much faster
  if (scale > max_scale) return {};
  return Decimal{digits, static_cast<std::uint8_t>(scale)};
}

/// The places of an amount of money: none if zero, otherwise two to four.
std::string places(std::uint64_t units, std::size_t at_least) {
  std::string digits = fmt::format("{:04}", units % 10'000);
  while (digits.size() > at_least && digits.back() == '0') digits.pop_back();
  return digits;
}

struct Unit {
  std::string_view name;
  std::int64_t microseconds;
};
constexpr std::array<Unit, 5> duration_units = {{{"w", Duration::week},
                                                 {"d", Duration::day},
                                                 {"h", Duration::hour},
                                                 {"min", Duration::minute},
                                                 {"s", Duration::second}}};

// Conversions between days and the civil calendar: Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms", days_from_civil and civil_from_days. An era is 400 years.
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

struct Civil {
  std::int64_t year, month, day;
};
Civil civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  }
  return out += '"';
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, 1, '_');
  }
  return digits;
}

Decimal Decimal::make(std::int64_t mantissa, std::uint8_t scale) {
  while (scale > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --scale;
  }
  assert(scale <= max_scale);
  return {mantissa, scale};
}

std::optional<Decimal> Decimal::parse(std::string_view digits) {
  Wide mantissa = 0;
  unsigned scale = 0;
  unsigned zeros = 0;  // of the fraction, held back: trailing ones do not count
  bool fraction = false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = digits[i];
    const bool inside = i > 0 && i + 1 < digits.size() && is_digit(digits[i - 1]) && is_digit(digits[i + 1]);
    if (c == '_' && inside) continue;
    if (c == '.' && inside && !fraction) {
      fraction = true;
      continue;
    }
    if (!is_digit(c)) return {};
    if (fraction && c == '0') {
      ++zeros;
      continue;
    }
    for (; zeros > 0; --zeros, ++scale) {
      mantissa *= 10;
      if (mantissa >= powers_of_ten[max_scale] || scale >= max_scale) return {};
    }
    mantissa = mantissa * 10 + (c - '0');
    scale += fraction;
    if (mantissa >= powers_of_ten[max_scale] || scale > max_scale) return {};
  }
  if (digits.empty()) return {};
  return fit(mantissa, scale);
}

std::optional<Decimal> Decimal::parse_percent(std::string_view text) {
  if (!text.ends_with('%')) return {};
  const std::optional<Decimal> number = parse(text.substr(0, text.size() - 1));
  return number ? fit(number->mantissa, number->scale + 2U) : std::nullopt;
}

double Decimal::to_double() const {
  return static_cast<double>(static_cast<long double>(mantissa) /
                             static_cast<long double>(powers_of_ten[scale]));
}

std::string Decimal::str() const {
  std::string digits = fmt::format("{}", magnitude(mantissa));
  if (scale > 0) {
    if (digits.size() <= scale) digits.insert(0, scale + 1U - digits.size(), '0');
    digits.insert(digits.size() - scale, 1, '.');
  }
  return mantissa < 0 ? "-" + digits : digits;
}

std::string Decimal::percent() const {
  if (scale >= 2) return make(mantissa, static_cast<std::uint8_t>(scale - 2)).str() + "%";
  std::string digits = Decimal{mantissa, 0}.str();
  if (mantissa != 0) digits.append(2U - scale, '0');
  return digits + "%";
}

bool operator==(Decimal a, Decimal b) { return scaled(a) == scaled(b); }

std::strong_ordering operator<=>(Decimal a, Decimal b) {
  const Wide x = scaled(a);
  const Wide y = scaled(b);
  return x < y   ? std::strong_ordering::less
         : x > y ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

std::optional<Decimal> add(Decimal a, Decimal b) { return fit(scaled(a) + scaled(b), max_scale); }

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  return fit(static_cast<Wide>(a.mantissa) * b.mantissa, static_cast<unsigned>(a.scale) + b.scale);
}

std::optional<Currency> Currency::parse(std::string_view text) {
  Currency currency;
  if (text.size() != currency.code.size()) return {};
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return {};
  std::copy(text.begin(), text.end(), currency.code.begin());
  return currency;
}

std::optional<Money> Money::make(Decimal amount, Currency currency) {
  const Decimal exact = Decimal::make(amount.mantissa, amount.scale);
  if (exact.scale > 4) return {};
  const std::optional<std::int64_t> units =
      narrow(static_cast<Wide>(exact.mantissa) * powers_of_ten[4U - exact.scale]);
  if (!units) return {};
  return Money{*units, currency};
}

std::optional<Money> Money::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return {};
  const std::optional<Currency> currency = Currency::parse(text.substr(space + 1));
  std::optional<Decimal> amount = Decimal::parse(text.substr(0, space));
  if (!currency || !amount) return {};
  if (negative) amount->mantissa = -amount->mantissa;
  return make(*amount, *currency);
}

std::string Money::amount() const {
  const std::uint64_t absolute = magnitude(units);
  return fmt::format("{}{}.{}", units < 0 ? "-" : "", absolute / 10'000, places(absolute, 2));
}

std::string Money::str() const {
  const std::uint64_t absolute = magnitude(units);
  const bool whole = absolute % 10'000 == 0;
  return fmt::format("{}{}{}{} {}", units < 0 ? "-" : "", grouped(absolute / 10'000), whole ? "" : ".",
                     whole ? "" : places(absolute, 2), currency.str());
}

std::optional<Duration> Duration::parse(std::string_view text) {
  Wide total = 0;
  if (text.empty()) return {};
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789._"), text.size());
    const std::optional<Decimal> number = Decimal::parse(text.substr(0, digits));
    text.remove_prefix(digits);
    const std::size_t letters = std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), text.size());
    const auto* const unit = std::find_if(duration_units.begin(), duration_units.end(),
                                          [&](const Unit& u) { return u.name == text.substr(0, letters); });
    text.remove_prefix(letters);
    if (!number || unit == duration_units.end()) return {};
    const Wide product = static_cast<Wide>(number->mantissa) * unit->microseconds;
    if (product % powers_of_ten[number->scale] != 0) return {};
    total += product / powers_of_ten[number->scale];
    if (!narrow(total)) return {};
  }
  return Duration{*narrow(total)};
}

std::string Duration::str() const {
  if (microseconds == 0) return "0s";
  std::string out = microseconds < 0 ? "-" : "";
  std::uint64_t rest = magnitude(microseconds);
  // Weeks only where nothing else is needed: 10d reads better than 1w3d.
  if (rest % week == 0) return out + fmt::format("{}w", rest / week);
  for (const Unit& unit : duration_units) {
    if (unit.microseconds == week || unit.microseconds == second) continue;
    const auto size = static_cast<std::uint64_t>(unit.microseconds);
    if (rest >= size) out += fmt::format("{}{}", rest / size, unit.name);
    rest %= size;
  }
  if (rest != 0) out += Decimal::make(static_cast<std::int64_t>(rest), 6).str() + "s";
  return out;
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const auto field = [&](std::size_t at, std::size_t length) -> std::int64_t {
    std::int64_t n = 0;
    for (const char c : text.substr(at, length)) {
      if (!is_digit(c)) return -1;
      n = n * 10 + (c - '0');
    }
    return n;
  };
  const Civil wanted{field(0, 4), field(5, 2), field(8, 2)};
  if (wanted.year < 0 || wanted.month < 1 || wanted.month > 12 || wanted.day < 1 || wanted.day > 31)
    return {};
  const std::int64_t days = days_from_civil(wanted.year, wanted.month, wanted.day);
  // A day that does not exist comes back as another one.
  if (civil_from_days(days).day != wanted.day) return {};
  return Date{static_cast<std::int32_t>(days)};
}

std::string Date::str() const {
  const Civil civil = civil_from_days(days);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::string TimeOfDay::str() const { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string_view name(Weekday day) {
  constexpr std::array<std::string_view, 7> names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return names[static_cast<std::size_t>(day)];
}

std::string str(const Value& value) {
  struct Text {
    std::string operator()(std::monostate) const { return "?"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(Decimal d) const { return d.str(); }
    std::string operator()(Ratio r) const { return r.value.percent(); }
    std::string operator()(const Money& m) const { return m.str(); }
    std::string operator()(Duration d) const { return d.str(); }
    std::string operator()(Date d) const { return d.str(); }
    std::string operator()(const std::string& s) const { return quoted(s); }
  };
  return std::visit(Text{}, value);
}

}  // namespace wain::ir
