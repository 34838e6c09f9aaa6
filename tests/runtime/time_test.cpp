// Local time, opening hours and cadences, daylight saving above all.
#include "runtime/time/civil.h"
#include "runtime/time/local_time.h"

#include <gtest/gtest.h>

namespace wain::runtime {
namespace {

std::int64_t utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return days_of({year, month, day}) * plan::day + hour * plan::hour + minute * plan::minute;
}

plan::Plan berlin() {
  plan::Plan plan;
  plan::Zone zone;
  zone.offsets = {{utc(2025, 10, 26, 1), 3600}, {utc(2026, 3, 29, 1), 7200}, {utc(2026, 10, 25, 1), 3600}};
  plan.zones.push_back(zone);
  return plan;
}

TEST(Civil, DaysAndDates) {
  EXPECT_EQ(days_of({1970, 1, 1}), 0);
  EXPECT_EQ(days_of({2026, 1, 5}), 20'458);
  EXPECT_EQ(weekday_of(20'458), 0);
  for (std::int32_t day = -800'000; day < 800'000; day += 13) EXPECT_EQ(days_of(civil_of(day)), day);
  EXPECT_FALSE(exists({2026, 2, 29}));
  EXPECT_TRUE(exists({2028, 2, 29}));
}

TEST(LocalTime, GapAndDouble) {
  const plan::Plan plan = berlin();
  const std::int64_t spring = days_of({2026, 3, 29}) * plan::day,
                     autumn = days_of({2026, 10, 25}) * plan::day;
  EXPECT_EQ(instant_of(plan.zones[0], spring + 90 * plan::minute), utc(2026, 3, 29, 0, 30));
  EXPECT_EQ(instant_of(plan.zones[0], spring + 150 * plan::minute), utc(2026, 3, 29, 1));
  EXPECT_EQ(instant_of(plan.zones[0], spring + 180 * plan::minute), utc(2026, 3, 29, 1));
  EXPECT_EQ(instant_of(plan.zones[0], autumn + 150 * plan::minute), utc(2026, 10, 25, 0, 30));
  EXPECT_EQ(instant_of(plan.zones[0], autumn + 180 * plan::minute), utc(2026, 10, 25, 2));
}

TEST(LocalTime, WeeklyMeetingOverTheChanges) {
  const plan::Plan plan = berlin();
  plan::Cadence cadence;
  cadence.zone = 0;
  cadence.days = 1U << 3U;
  cadence.time = 14 * 60;
  const std::int64_t before = next_due(plan, cadence, utc(2026, 3, 26, 1));
  EXPECT_EQ(next_due(plan, cadence, before), before);
  EXPECT_EQ(next_due(plan, cadence, before + 1) - before, 167 * plan::hour);
  const std::int64_t autumn = next_due(plan, cadence, utc(2026, 10, 22, 1));
  EXPECT_EQ(next_due(plan, cadence, autumn + 1) - autumn, 169 * plan::hour);
}

TEST(LocalTime, NightShiftOverTheChanges) {
  plan::Plan plan = berlin();
  plan::Calendar calendar;
  calendar.zone = 0;
  calendar.weekly = {{0x7F, 22 * 60, 6 * 60}};
  plan.calendars.push_back(calendar);
  OpenBlocks spring(plan, 0, utc(2026, 3, 28, 12));
  const Block short_night = spring.next(), next_night = spring.next();
  EXPECT_EQ(short_night.end - short_night.begin, 7 * plan::hour);
  EXPECT_EQ(next_night.end - next_night.begin, 8 * plan::hour);
  OpenBlocks autumn(plan, 0, utc(2026, 10, 24, 12));
  const Block long_night = autumn.next();
  EXPECT_EQ(long_night.end - long_night.begin, 9 * plan::hour);
}

TEST(LocalTime, BlocksJoinAndClosedDaysDoNotOpen) {
  plan::Plan plan = berlin();
  plan::Calendar calendar;
  calendar.zone = 0;
  calendar.weekly = {{0x1F, 12 * 60 + 30, 17 * 60}, {0x1F, 9 * 60, 12 * 60 + 30}};
  calendar.closed = {{days_of({2026, 1, 6}), days_of({2026, 1, 7})}};
  plan.calendars.push_back(calendar);
  OpenBlocks blocks(plan, 0, utc(2026, 1, 5, 9));
  const Block monday = blocks.next(), thursday = blocks.next();
  EXPECT_EQ(monday.begin, utc(2026, 1, 5, 9));  // 10:00 local; what was before is cut
  EXPECT_EQ(monday.end, utc(2026, 1, 5, 16));
  EXPECT_EQ(thursday.begin, utc(2026, 1, 8, 8));
}

TEST(LocalTime, AlwaysOpenAndNeverOpen) {
  plan::Plan plan = berlin();
  OpenBlocks always(plan, plan::none, 5);
  EXPECT_EQ(always.next().end, never);
  plan::Calendar calendar;
  calendar.zone = 0;
  calendar.weekly = {{0x7F, 0, 1440}};
  calendar.closed = {{days_of({2027, 1, 1}), days_of({3000, 1, 1})}};
  plan.calendars.push_back(calendar);
  OpenBlocks round(plan, 0, utc(2026, 1, 1));
  std::int64_t end = utc(2026, 1, 1);
  for (Block block = round.next(); block.begin != never; block = round.next()) {
    EXPECT_EQ(block.begin, end);
    end = block.end;
  }
  EXPECT_EQ(end, utc(2026, 12, 31, 23));
}

TEST(LocalTime, NthWeekdayAndEveryTwoWeeks) {
  const plan::Plan plan = berlin();
  plan::Cadence cadence;
  cadence.zone = 0;
  cadence.kind = plan::Cadence::Kind::MonthlyNth;
  cadence.days = 1;
  cadence.ordinals = 0b101;
  cadence.time = 600;
  std::int64_t at = next_due(plan, cadence, utc(2026, 1, 1));
  EXPECT_EQ(at, utc(2026, 1, 5, 9));
  EXPECT_EQ(next_due(plan, cadence, at + 1), utc(2026, 1, 19, 9));
  cadence.kind = plan::Cadence::Kind::EveryNWeeks;
  cadence.weeks = 2;
  cadence.anchor = days_of({2026, 1, 8});
  cadence.days = 1U << 3U;
  at = next_due(plan, cadence, utc(2025, 12, 1));
  EXPECT_EQ(at, utc(2026, 1, 8, 9));
  EXPECT_EQ(next_due(plan, cadence, at + 1), utc(2026, 1, 22, 9));
}

}  // namespace
}  // namespace wain::runtime
