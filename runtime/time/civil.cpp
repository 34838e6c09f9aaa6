#include "runtime/time/civil.h"

namespace wain::runtime {
namespace {

constexpr std::int64_t days_of_400_years = 146'097;
/// 0000-03-01 to 1970-01-01.
constexpr std::int64_t days_before_1970 = 719'468;

/// Days from 1 March to the first of a month, counted from March as 0: 31, 61, 92, … in steps of 153 a five.
std::int64_t days_before_month(std::int64_t month_from_march) { return (153 * month_from_march + 2) / 5; }

/// Days from 0000-03-01 to 1 March of a year.
std::int64_t days_before_year(std::int64_t year) {
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  return era * days_of_400_years + of_era * 365 + of_era / 4 - of_era / 100;
}

}  // namespace

std::int32_t days_of(const Civil& civil) {
  const std::int64_t year = civil.month <= 2 ? civil.year - 1 : civil.year;
  const std::int64_t month = civil.month <= 2 ? civil.month + 9 : civil.month - 3;
  return static_cast<std::int32_t>(days_before_year(year) + days_before_month(month) + civil.day - 1 -
                                   days_before_1970);
}

Civil civil_of(std::int32_t days) {
  const std::int64_t count = days + days_before_1970;
  // The year is at most one off what its mean length says.
  std::int64_t year = (count * 400) / days_of_400_years;
  while (days_before_year(year) > count) --year;
  while (days_before_year(year + 1) <= count) ++year;
  const std::int64_t of_year = count - days_before_year(year);
  std::int64_t month = (5 * of_year + 2) / 153;
  const auto day = static_cast<std::uint32_t>(of_year - days_before_month(month) + 1);
  month = month < 10 ? month + 3 : month - 9;
  return {static_cast<std::int32_t>(month <= 2 ? year + 1 : year), static_cast<std::uint32_t>(month), day};
}

bool exists(const Civil& civil) {
  if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > 31) return false;
  const Civil back = civil_of(days_of(civil));
  return back.month == civil.month && back.day == civil.day;
}

}  // namespace wain::runtime
