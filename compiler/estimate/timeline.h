/// The line of time that an estimate runs on: one week that repeats, in local time; or real days from a
/// start on, where dates, n-th weekdays, meetings every so many weeks or several time zones matter.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "estimate/grid.h"
#include "estimate/hours.h"
#include "estimate/settings.h"
#include "estimate/time_zone.h"
#include "estimate/why.h"

namespace wain::estimate {

inline constexpr double second_of_hour = 3600;
inline constexpr double seconds_of_day = 86'400;
inline constexpr double seconds_of_week = 7 * seconds_of_day;
/// 2026-01-05, a Monday.
inline constexpr std::int32_t default_start_day = 20'458;

/// What has to be laid out.
struct Wanted {
  std::vector<ir::CalendarId> calendars;  ///< used ones, each once; the first gives the clock of waits
  std::vector<const ir::Cadence*> cadences;
  bool round_the_clock_elsewhere = false;  ///< a committee or run has no calendar: its clock is UTC
};

/// Dates are days since 1970-01-01.
class Timeline {
public:
  /// One week. Nothing about it can go wrong.
  static Timeline week();
  /// Days from `first_day` on.
  static Timeline days(std::int32_t first_day, std::int32_t count);

  [[nodiscard]] double span() const { return span_; }
  [[nodiscard]] bool repeats() const { return repeats_; }
  /// The cells of densities on this line; there are none before it is divided.
  [[nodiscard]] const Grid& grid() const { return *grid_; }
  /// For densities that are to outlive the line.
  [[nodiscard]] std::shared_ptr<const Grid> shared_grid() const { return grid_; }
  /// Into cells of five minutes.
  void divide_evenly();
  /// By when these hours begin and end and when these things happen.
  void divide(const std::vector<const Hours*>& hours, const std::vector<double>& instants);
  [[nodiscard]] std::int32_t first_day() const { return first_day_; }
  /// Seconds on this line of a date's local midnight plus `seconds`.
  [[nodiscard]] double at(const TimeZone& zone, std::int32_t day, std::int64_t seconds) const;

  /// Open blocks of a calendar; its zone may not be null on a line of days.
  [[nodiscard]] Hours hours(const ir::Calendar& calendar, const TimeZone* zone) const;
  /// When a cadence falls due, in order.
  [[nodiscard]] std::vector<double> starts(const ir::Cadence& cadence, const TimeZone* zone) const;

private:
  Timeline(double span, bool repeats, std::int32_t first_day)
      : span_(span), repeats_(repeats), first_day_(first_day) {}
  double span_;
  std::shared_ptr<const Grid> grid_;
  bool repeats_;
  std::int32_t first_day_;
};

/// Whether a week will do for these, closed days aside if they are left out.
bool fits_a_week(const ir::Definition& definition, const Wanted& wanted, Grain grain = Grain::Fine);
/// The line on which the runs of a cadence are counted: a week, or 52 of them where it does not come round in
/// one.
Timeline line_of(const ir::Definition& definition, const ir::Cadence& cadence);
/// Whether a cadence falls due on this date.
bool falls_on(const ir::Cadence& cadence, std::int32_t day, std::int32_t first_day);
/// Mean wait for the next of these instants from a uniformly random one, on a line that comes round after
/// `span`: Σg²/(2Σg). Seconds.
double mean_wait(const std::vector<double>& starts, double span);

/// The zones of a definition's calendars, each file read once.
class Zones {
public:
  /// Null: missing or unreadable.
  const TimeZone* of(std::string_view name);
  /// Timeline::hours, of each calendar once for each line of days. `zone` is the calendar's.
  std::shared_ptr<const Hours> hours(const Timeline& line, const ir::Calendar& calendar,
                                     const TimeZone* zone);

private:
  std::unordered_map<std::string_view, std::optional<TimeZone>> known_;
  struct LaidOut {
    const ir::Calendar* calendar;
    std::int32_t first_day;
    double span;
    bool repeats;
    friend auto operator<=>(const LaidOut&, const LaidOut&) = default;
  };
  std::map<LaidOut, std::shared_ptr<const Hours>> hours_;
};

}  // namespace wain::estimate
