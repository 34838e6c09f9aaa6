/// Zones, office hours, and when meetings and runs happen.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/plan/element.h"

namespace wain::plan {

/// A zone of time as its changes: `seconds` are added to UTC from `from` on. What lies before the first
/// change has the first offset.
struct Zone {
  struct Offset {
    std::int64_t from = 0;
    std::int32_t seconds = 0;
  };
  std::string name;
  std::vector<Offset> offsets;
};

/// Bit i: the i-th day of the week, Monday first.
using Weekdays = std::uint8_t;

/// Open from `opens` to `closes`, in minutes of the local day; at or before `opens` means the next day. The
/// days are those of the opening.
struct OpeningHours {
  Weekdays days = 0;
  std::uint16_t opens = 0, closes = 0;
};

struct Calendar : Named {
  Index zone = none;
  std::vector<OpeningHours> weekly;
  /// Days since 1970-01-01, both ends included: nothing opens on them.
  std::vector<std::pair<std::int32_t, std::int32_t>> closed;
};

/// When meetings and runs happen, in local time. A local time that the clock leaves out is the first instant
/// after the gap; one that comes twice is the first of the two.
struct Cadence {
  enum class Kind : std::uint8_t { Weekly, EveryNWeeks, MonthlyNth };
  Kind kind = Kind::Weekly;
  Index zone = none;
  Weekdays days = 0;
  std::uint16_t time = 0;     ///< minutes of the day
  std::uint32_t weeks = 1;    ///< EveryNWeeks
  std::int32_t anchor = 0;    ///< EveryNWeeks: a day in its first week; nothing before it
  std::uint8_t ordinals = 0;  ///< MonthlyNth: bit i: the (i+1)-th such weekday of the month
};

}  // namespace wain::plan
