/// Days and dates of the proleptic Gregorian calendar.
#pragma once

#include <cstdint>

namespace wain::runtime {

struct Civil {
  std::int32_t year = 1970;
  std::uint32_t month = 1, day = 1;  ///< from 1
};

/// Days since 1970-01-01. Computed from the count of days before 1 March of the year.
std::int32_t days_of(const Civil& civil);
/// The reverse.
Civil civil_of(std::int32_t days);
/// 0 is Monday.
inline std::int32_t weekday_of(std::int32_t days) {
  const std::int32_t remainder = (days + 3) % 7;  // 1970-01-01 was a Thursday
  return remainder < 0 ? remainder + 7 : remainder;
}
/// Whether there is such a day.
bool exists(const Civil& civil);

}  // namespace wain::runtime
