/// Calendars and cadences as hours of one week, the same every week.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::exports {

inline constexpr int minutes_of_day = 1440, minutes_of_week = 7 * minutes_of_day;

/// Open stretches in minutes from Monday 00:00, in order, apart from each other and within the week. One that
/// runs over its end is two, and counts as one in `blocks`.
struct Week {
  std::vector<std::pair<int, int>> open;
  [[nodiscard]] int minutes() const;
  /// Stretches that nothing closes between, around the end of the week too.
  [[nodiscard]] int blocks() const;
};

/// A week of these hours, in local time moved by so many minutes.
Week week_of(const std::vector<plan::OpeningHours>& hours, int shift);
Week always_open();

/// Hours of a committee: its meetings. A cadence that is not weekly gives its days shorter meetings, so that
/// it sits as long in all.
Week week_of(const plan::Committee& committee, int shift);

/// How many minutes a zone is ahead of another at an instant.
int minutes_ahead(const plan::Zone& zone, const plan::Zone& of, std::int64_t instant);
/// Whether the clock changes within these instants.
bool changes(const plan::Zone& zone, std::int64_t from, std::int64_t to);

}  // namespace wain::exports
