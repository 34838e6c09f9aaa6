#include "estimate/timeline.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {
namespace {

constexpr std::int32_t days_of_week = 7;
constexpr double five_minutes = 300;
/// Durations that are one: of a week, and of a line of days.
constexpr double alike_in_a_week = five_minutes / 2, alike_on_days = 900;

/// 0 is Monday. 1970-01-01 was a Thursday.
std::int32_t weekday_of(std::int32_t day) { return ((day + 3) % days_of_week + days_of_week) % days_of_week; }
std::int32_t monday_of(std::int32_t day) { return day - weekday_of(day); }

bool has_day(const std::vector<ir::Weekday>& days, std::int32_t weekday) {
  return std::find(days.begin(), days.end(), static_cast<ir::Weekday>(weekday)) != days.end();
}

/// The day of the month, from 1 (Howard Hinnant's civil_from_days).
std::int32_t day_of_month(std::int32_t day) {
  const std::int32_t z = day + 719'468;
  const std::int32_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const std::int32_t doe = z - era * 146'097;
  const std::int32_t yoe = (doe - doe / 1'460 + doe / 36'524 - doe / 146'096) / 365;
  const std::int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int32_t mp = (5 * doy + 2) / 153;
  return doy - (153 * mp + 2) / 5 + 1;
}

}  // namespace

void Timeline::divide_evenly() { grid_ = std::make_shared<Grid>(Grid::even(span_, five_minutes, repeats_)); }

void Timeline::divide(const std::vector<const Hours*>& hours, const std::vector<double>& instants) {
  std::vector<double> all = instants;
  for (const Hours* one : hours) {
    for (const Interval& block : one->blocks()) {
      all.push_back(block.begin);
      all.push_back(block.end);
    }
  }
  std::sort(all.begin(), all.end());
  const auto at_work = [&](double t) {
    return hours.empty() ||
           std::any_of(hours.begin(), hours.end(), [&](const Hours* one) { return one->is_open(t); });
  };
  constexpr Grading of_week{five_minutes, 3'600, 14'400, 0.5}, of_days;
  grid_ = std::make_shared<Grid>(graded_edges(all, span_, at_work, repeats_ ? of_week : of_days),
                                 repeats_ ? alike_in_a_week : alike_on_days, repeats_);
}

Timeline Timeline::week() { return {seconds_of_week, true, 0}; }
Timeline Timeline::days(std::int32_t first_day, std::int32_t count) {
  return {count * seconds_of_day, false, first_day};
}

double Timeline::at(const TimeZone& zone, std::int32_t day, std::int64_t seconds) const {
  const std::int64_t local = static_cast<std::int64_t>(day) * 86'400 + seconds;
  return static_cast<double>(zone.utc_of(local) - static_cast<std::int64_t>(first_day_) * 86'400);
}

namespace {

/// Local times in order as UTC: between two changes of a clock its offset is looked up once.
class Clock {
public:
  explicit Clock(const TimeZone& zone) : zone_(zone) {}
  std::int64_t utc_of(std::int64_t local) {
    if (local < from_ || local >= to_) look_up(local);
    return steady_ ? local - offset_ : zone_.utc_of(local);
  }

private:
  void look_up(std::int64_t local) {
    constexpr std::int64_t day = 86'400, month = 30 * day;
    const std::vector<TimeZone::Change> changes = zone_.changes(local - day, local + month);
    steady_ = changes.size() < 2 || changes[1].at > local + day;
    offset_ = changes.front().offset;
    from_ = local;
    to_ = !steady_ ? local + 1 : changes.size() < 2 ? local + month - day : changes[1].at - day;
  }

  const TimeZone& zone_;
  std::int64_t from_ = 0, to_ = 0;  // what is known holds from and before these
  std::int64_t offset_ = 0;
  bool steady_ = false;
};

}  // namespace

Hours Timeline::hours(const ir::Calendar& calendar, const TimeZone* zone) const {
  std::vector<Interval> blocks;
  const auto days = static_cast<std::int32_t>(span_ / seconds_of_day);
  // A night may begin before the line, and a zone's day begins before or after UTC's.
  const std::int32_t first = repeats_ ? 0 : -2, last = repeats_ ? days_of_week : days + 2;
  const TimeZone utc;
  Clock begins(zone != nullptr ? *zone : utc), ends(zone != nullptr ? *zone : utc);
  for (std::int32_t i = first; i < last; ++i) {
    const std::int64_t midnight = i * static_cast<std::int64_t>(seconds_of_day);
    const std::int64_t date = static_cast<std::int64_t>(first_day_) * 86'400;
    const std::int32_t weekday = repeats_ ? i : weekday_of(first_day_ + i);
    for (const ir::OpeningHours& hours : calendar.hours) {
      if (!has_day(hours.days, weekday)) continue;
      for (const auto& [from, to] : hours.ranges) {
        const std::int64_t begin = midnight + from.minutes * 60;
        const std::int64_t end = midnight + (to.minutes + (to <= from ? 1'440 : 0)) * 60;
        if (repeats_)
          blocks.push_back({static_cast<double>(begin), static_cast<double>(end)});
        else
          blocks.push_back({static_cast<double>(begins.utc_of(date + begin) - date),
                            static_cast<double>(ends.utc_of(date + end) - date)});
      }
    }
  }
  Hours open(blocks, span_, repeats_);
  if (repeats_ || calendar.closed.empty()) return open;
  std::vector<Interval> closed;
  for (const auto& [from, to] : calendar.closed)
    closed.push_back({at(*zone, from.days, 0), at(*zone, to.days + 1, 0)});
  return without(open, closed, false);
}

bool falls_on(const ir::Cadence& cadence, std::int32_t day, std::int32_t first_day) {
  const std::int32_t weekday = weekday_of(day);
  switch (cadence.kind) {
    case ir::Cadence::Kind::Daily: return true;
    case ir::Cadence::Kind::Weekly: return has_day(cadence.days, weekday);
    case ir::Cadence::Kind::EveryNWeeks: {
      const std::int32_t anchor = cadence.anchor ? cadence.anchor->days : first_day;
      if (!has_day(cadence.days, weekday) || (cadence.anchor && day < anchor)) return false;
      const auto period = static_cast<std::int32_t>(std::max(1U, cadence.weeks)) * days_of_week;
      return (monday_of(day) - monday_of(anchor)) % period == 0;
    }
    case ir::Cadence::Kind::MonthlyNth: {
      const std::int32_t nth = (day_of_month(day) - 1) / days_of_week + 1;
      return has_day(cadence.days, weekday) &&
             std::find(cadence.ordinals.begin(), cadence.ordinals.end(), nth) != cadence.ordinals.end();
    }
  }
  return false;
}

std::vector<double> Timeline::starts(const ir::Cadence& cadence, const TimeZone* zone) const {
  std::vector<double> result;
  const std::int64_t seconds = cadence.time.minutes * 60;
  if (repeats_) {
    for (std::int32_t i = 0; i < days_of_week; ++i)
      if (cadence.kind == ir::Cadence::Kind::Daily || has_day(cadence.days, i))
        result.push_back(i * seconds_of_day + static_cast<double>(seconds));
    return result;
  }
  const auto days = static_cast<std::int32_t>(span_ / seconds_of_day);
  for (std::int32_t i = -1; i <= days; ++i) {
    if (!falls_on(cadence, first_day_ + i, first_day_)) continue;
    const double start = at(*zone, first_day_ + i, seconds);
    if (start >= 0 && start < span_) result.push_back(start);
  }
  return result;
}

bool fits_a_week(const ir::Definition& definition, const Wanted& wanted, Grain grain) {
  std::string_view zone = wanted.round_the_clock_elsewhere ? "UTC" : "";
  for (const ir::CalendarId id : wanted.calendars) {
    const ir::Calendar& calendar = definition[id];
    if (grain == Grain::Fine && !calendar.closed.empty()) return false;
    if (!zone.empty() && zone != calendar.timezone) return false;
    zone = calendar.timezone;
  }
  return std::all_of(wanted.cadences.begin(), wanted.cadences.end(), [](const ir::Cadence* cadence) {
    return cadence->kind == ir::Cadence::Kind::Daily || cadence->kind == ir::Cadence::Kind::Weekly ||
           (cadence->kind == ir::Cadence::Kind::EveryNWeeks && cadence->weeks <= 1 && !cadence->anchor);
  });
}

Timeline line_of(const ir::Definition& definition, const ir::Cadence& cadence) {
  constexpr std::int32_t year = 364;
  const bool weekly = fits_a_week(definition, {{}, {&cadence}, false});
  return weekly ? Timeline::week() : Timeline::days(default_start_day, year);
}

double mean_wait(const std::vector<double>& starts, double span) {
  if (starts.empty()) return 0;
  double squares = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const double next = i + 1 < starts.size() ? starts[i + 1] : starts.front() + span;
    squares += (next - starts[i]) * (next - starts[i]);
  }
  return squares / (2 * span);
}

const TimeZone* Zones::of(std::string_view name) {
  const auto known = known_.find(name);
  const auto& zone =
      known != known_.end() ? known->second : known_.emplace(name, TimeZone::load(name)).first->second;
  return zone ? &*zone : nullptr;
}

std::shared_ptr<const Hours> Zones::hours(const Timeline& line, const ir::Calendar& calendar,
                                          const TimeZone* zone) {
  const LaidOut key{&calendar, line.repeats() ? 0 : line.first_day(), line.span(), line.repeats()};
  std::shared_ptr<const Hours>& known = hours_[key];
  if (!known) known = std::make_shared<const Hours>(line.hours(calendar, zone));
  return known;
}

}  // namespace wain::estimate
