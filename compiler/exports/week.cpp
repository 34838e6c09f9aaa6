#include "exports/week.h"

#include <algorithm>
#include <bit>

#include "runtime/time/local_time.h"

namespace wain::exports {
namespace {

void add(std::vector<std::pair<int, int>>& to, int begin, int length) {
  begin = ((begin % minutes_of_week) + minutes_of_week) % minutes_of_week;
  const int end = begin + std::min(length, minutes_of_week);
  to.emplace_back(begin, std::min(end, minutes_of_week));
  if (end > minutes_of_week) to.emplace_back(0, end - minutes_of_week);
}

Week merged(std::vector<std::pair<int, int>> all) {
  std::sort(all.begin(), all.end());
  Week week;
  for (const auto& [begin, end] : all) {
    if (begin == end) continue;
    if (!week.open.empty() && begin <= week.open.back().second)
      week.open.back().second = std::max(week.open.back().second, end);
    else
      week.open.emplace_back(begin, end);
  }
  return week;
}

/// How often a cadence falls due, of the days that it names: 1 for a weekly one.
double share_of_weeks(const plan::Cadence& cadence) {
  switch (cadence.kind) {
    case plan::Cadence::Kind::Weekly: return 1;
    case plan::Cadence::Kind::EveryNWeeks: return 1.0 / cadence.weeks;
    case plan::Cadence::Kind::MonthlyNth: {
      // 4,800 months of the calendar's cycle have 20,871 weeks; a fifth such weekday comes in a third of
      // them.
      const double first_four = std::popcount(static_cast<unsigned>(cadence.ordinals & 0x0fU));
      const double fifth = (cadence.ordinals & 0x10U) != 0 ? 1671.0 / 4800.0 : 0;
      return (first_four + fifth) * 4800.0 / 20871.0;
    }
  }
  return 1;
}

}  // namespace

int Week::minutes() const {
  int sum = 0;
  for (const auto& [begin, end] : open) sum += end - begin;
  return sum;
}

int Week::blocks() const {
  const bool around = open.size() > 1 && open.front().first == 0 && open.back().second == minutes_of_week;
  return static_cast<int>(open.size()) - (around ? 1 : 0);
}

Week week_of(const std::vector<plan::OpeningHours>& hours, int shift) {
  std::vector<std::pair<int, int>> all;
  for (const plan::OpeningHours& one : hours)
    for (int day = 0; day < 7; ++day) {
      if ((one.days >> day & 1) == 0) continue;
      const int length = one.closes - one.opens + (one.closes <= one.opens ? minutes_of_day : 0);
      add(all, day * minutes_of_day + one.opens + shift, length);
    }
  return merged(std::move(all));
}

Week always_open() { return {{{0, minutes_of_week}}}; }

Week week_of(const plan::Committee& committee, int shift) {
  std::vector<std::pair<int, int>> all;
  const double length =
      static_cast<double>(committee.length) / plan::minute * share_of_weeks(committee.cadence);
  for (int day = 0; day < 7; ++day)
    if ((committee.cadence.days >> day & 1) != 0)
      add(all, day * minutes_of_day + committee.cadence.time + shift, std::max(1, static_cast<int>(length)));
  return merged(std::move(all));
}

int minutes_ahead(const plan::Zone& zone, const plan::Zone& of, std::int64_t instant) {
  return static_cast<int>((runtime::offset_at(zone, instant) - runtime::offset_at(of, instant)) /
                          plan::minute);
}

bool changes(const plan::Zone& zone, std::int64_t from, std::int64_t to) {
  return std::any_of(zone.offsets.begin(), zone.offsets.end(), [&](const plan::Zone::Offset& offset) {
    return offset.from > from && offset.from < to;
  });
}

}  // namespace wain::exports
