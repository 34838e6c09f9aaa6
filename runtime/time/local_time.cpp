#include "runtime/time/local_time.h"

#include <algorithm>

#include "runtime/time/civil.h"

namespace wain::runtime {
namespace {

constexpr std::int32_t hundred_years = 36'525;

std::int64_t local_of(std::int32_t day, std::int64_t minutes) {
  return day * plan::day + minutes * plan::minute;
}

std::int32_t floor_day(std::int64_t local) {
  const std::int64_t day = local / plan::day;
  return static_cast<std::int32_t>(local % plan::day < 0 ? day - 1 : day);
}

bool on_weekday(plan::Weekdays days, std::int32_t day) { return (days >> weekday_of(day) & 1) != 0; }

bool falls_on(const plan::Cadence& cadence, std::int32_t day) {
  if (!on_weekday(cadence.days, day)) return false;
  switch (cadence.kind) {
    case plan::Cadence::Kind::Weekly: return true;
    case plan::Cadence::Kind::EveryNWeeks: {
      const auto monday = [](std::int32_t of) { return of - weekday_of(of); };
      const std::int32_t weeks = (monday(day) - monday(cadence.anchor)) / 7;
      return day >= cadence.anchor && weeks % static_cast<std::int32_t>(cadence.weeks) == 0;
    }
    case plan::Cadence::Kind::MonthlyNth: return (cadence.ordinals >> ((civil_of(day).day - 1) / 7) & 1) != 0;
  }
  return false;
}

}  // namespace

std::int64_t offset_at(const plan::Zone& zone, std::int64_t instant) {
  std::int64_t seconds = zone.offsets.front().seconds;
  for (const auto& offset : zone.offsets) {
    if (offset.from > instant) break;
    seconds = offset.seconds;
  }
  return seconds * plan::second;
}

std::int32_t local_day(const plan::Zone& zone, std::int64_t instant) {
  return floor_day(instant + offset_at(zone, instant));
}

std::int64_t instant_of(const plan::Zone& zone, std::int64_t local) {
  const auto& offsets = zone.offsets;
  // Changes are days apart, so all that end well before this local time can be passed over at once.
  const std::int64_t sure = local - 2 * plan::day;
  const auto first = std::partition_point(offsets.begin(), offsets.end(),
                                          [sure](const auto& offset) { return offset.from < sure; });
  std::size_t i = first == offsets.begin() ? 0 : static_cast<std::size_t>(first - offsets.begin()) - 1;
  for (;; ++i) {
    const std::int64_t instant = local - offsets[i].seconds * plan::second;
    if (i + 1 < offsets.size() && instant >= offsets[i + 1].from) continue;
    return i == 0 ? instant : std::max(instant, offsets[i].from);
  }
}

OpenBlocks::OpenBlocks(const plan::Plan& plan, plan::Index calendar, std::int64_t from) : from_(from) {
  ahead_ = {from, never};
  if (calendar == plan::none) return;
  calendar_ = &plan.calendars[calendar];
  zone_ = &plan.zones[calendar_->zone];
  rules_ = calendar_->weekly;
  std::stable_sort(rules_.begin(), rules_.end(),
                   [](const auto& a, const auto& b) { return a.opens < b.opens; });
  day_ = local_day(*zone_, from) - 2;
  ahead_ = raw();
  while (ahead_.end <= from) ahead_ = raw();
}

void OpenBlocks::lay_out_day() {
  of_day_.clear();
  at_ = 0;
  const auto& closed = calendar_->closed;
  const bool shut = std::any_of(closed.begin(), closed.end(), [this](const auto& dates) {
    return dates.first <= day_ && day_ <= dates.second;
  });
  for (const plan::OpeningHours& rule : rules_) {
    if (shut || !on_weekday(rule.days, day_)) continue;
    const std::int64_t closes = rule.closes > rule.opens ? rule.closes : rule.closes + 1440;
    const Block block{instant_of(*zone_, local_of(day_, rule.opens)),
                      instant_of(*zone_, local_of(day_, closes))};
    if (block.begin < block.end) of_day_.push_back(block);  // else the clock leaves it out
  }
  ++day_;
}

Block OpenBlocks::raw() {
  for (std::int32_t days = 0; at_ == of_day_.size(); ++days) {
    if (days > hundred_years) return {never, never};
    lay_out_day();
  }
  return of_day_[at_++];
}

Block OpenBlocks::next() {
  if (calendar_ == nullptr || ahead_.begin == never) {
    const Block only = ahead_;
    ahead_ = {never, never};
    return only;
  }
  constexpr std::int64_t long_enough = 4 * plan::week;
  Block block = ahead_;
  ahead_ = raw();
  while (ahead_.begin <= block.end && ahead_.begin != never && block.end - block.begin < long_enough) {
    block.end = std::max(block.end, ahead_.end);
    ahead_ = raw();
  }
  ahead_.begin = std::max(ahead_.begin, block.end);
  block.begin = std::max(block.begin, from_);
  return block;
}

std::int64_t next_due(const plan::Plan& plan, const plan::Cadence& cadence, std::int64_t from) {
  const plan::Zone& zone = plan.zones[cadence.zone];
  const std::int32_t first = local_day(zone, from) - 1;
  for (std::int32_t day = first; day < first + hundred_years; ++day) {
    if (!falls_on(cadence, day)) continue;
    const std::int64_t due = instant_of(zone, local_of(day, cadence.time));
    if (due >= from) return due;
  }
  return never;
}

}  // namespace wain::runtime
