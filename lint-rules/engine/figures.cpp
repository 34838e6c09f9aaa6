#include "rules/engine/figures.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <fmt/format.h>

#include "ir/text.h"

namespace wain::lint {
namespace {

/// With two digits that count and no trailing zeros, but all digits of what stands before the point. Halves
/// are rounded up, also where the sum that a half comes from lost its last bit.
std::string two_digits(double exact) {
  const double value = exact * (1 + 1e-12), size = std::abs(value);
  if (size == 0) return "0";
  if (size >= 9.95) return fmt::format("{:.0f}", value);
  const int places = std::clamp(1 - static_cast<int>(std::floor(std::log10(size))), 0, 9);
  std::string text = fmt::format("{:.{}f}", value, places);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string in_unit(double hours, TimeUnit unit) {
  return std::abs(hours) * 3600 < 0.005 ? "0 s"
                                        : fmt::format("{} {}", two_digits(hours / unit.hours), unit.name);
}

}  // namespace

std::string share_text(double share) {
  return std::isfinite(share) ? fmt::format("{} %", two_digits(share * 100)) : "∞ %";
}

TimeUnit time_unit(double hours) {
  constexpr double second = 1.0 / 3600, minute = 1.0 / 60, day = 24;
  if (hours < 0.95 * minute) return {"s", second};
  if (hours < 2 - 1e-9) return {"min", minute};
  if (hours < 1.5 * day) return {"h", 1};
  return {"d", day};
}

std::string time_text(double hours) {
  const double days = hours / 24;
  if (days >= 999.5 && days <= 9e17) return fmt::format("{} d", count_text(std::llround(days)));
  return in_unit(hours, time_unit(hours));
}

std::string work_text(double hours) {
  return hours < 36 ? in_unit(hours, time_unit(hours))
                    : fmt::format("{} h", count_text(static_cast<std::int64_t>(std::llround(hours))));
}

std::string money_text(double amount, ir::Currency currency) {
  const bool has_cents = std::abs(amount) < 9.995 && amount != std::round(amount);
  const std::string digits =
      has_cents ? fmt::format("{:.2f}", amount)
                : count_text(static_cast<std::int64_t>(std::llround(std::clamp(amount, -9e17, 9e17))));
  return fmt::format("{} {}", digits, currency.str());
}

std::string count_text(std::int64_t count) {
  const std::string digits = ir::grouped(static_cast<std::uint64_t>(std::llabs(count)));
  return count < 0 ? "-" + digits : digits;
}

}  // namespace wain::lint
