#include "exports/week.h"

#include <gmock/gmock.h>

namespace wain::exports {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr plan::Weekdays monday = 1, thursday = 8, sunday = 64, workdays = 31;

TEST(Week, HoursOfDays) {
  const Week week = week_of({{workdays, 540, 1020}}, 0);
  EXPECT_EQ(week.minutes(), 5 * 480);
  EXPECT_EQ(week.blocks(), 5);
  EXPECT_THAT(week.open.front(), Pair(540, 1020));
}

TEST(Week, ANightIsOneBlockAroundTheEndOfTheWeek) {
  const Week week = week_of({{sunday, 1320, 240}}, 0);
  EXPECT_THAT(week.open, ElementsAre(Pair(0, 240), Pair(minutes_of_week - 120, minutes_of_week)));
  EXPECT_EQ(week.blocks(), 1);
  EXPECT_EQ(week.minutes(), 360);
}

TEST(Week, TouchingHoursAreOne) {
  const Week week = week_of({{monday, 540, 720}, {monday, 720, 1020}}, 0);
  EXPECT_THAT(week.open, ElementsAre(Pair(540, 1020)));
}

TEST(Week, AnotherClockMovesIt) {
  EXPECT_THAT(week_of({{monday, 60, 120}}, -120).open,
              ElementsAre(Pair(minutes_of_week - 60, minutes_of_week)));
}

plan::Committee committee(plan::Cadence::Kind kind) {
  plan::Committee out;
  out.cadence.kind = kind;
  out.cadence.days = thursday;
  out.cadence.time = 600;
  out.length = 2 * plan::hour;
  return out;
}

TEST(Week, Meetings) {
  EXPECT_THAT(week_of(committee(plan::Cadence::Kind::Weekly), 0).open,
              ElementsAre(Pair(3 * minutes_of_day + 600, 3 * minutes_of_day + 720)));
}

TEST(Week, MeetingsThatAreNotWeeklySitAsLongInAll) {
  plan::Committee fortnightly = committee(plan::Cadence::Kind::EveryNWeeks);
  fortnightly.cadence.weeks = 2;
  EXPECT_EQ(week_of(fortnightly, 0).minutes(), 60);
  plan::Committee monthly = committee(plan::Cadence::Kind::MonthlyNth);
  monthly.cadence.ordinals = 1;
  EXPECT_EQ(week_of(monthly, 0).minutes(), 27);  // 120 · 4800 / 20871
}

TEST(Week, AClockThatChanges) {
  const plan::Zone zone{"Z", {{0, 3600}, {1000, 7200}}}, utc{"UTC", {{0, 0}}};
  EXPECT_EQ(minutes_ahead(zone, utc, 500), 60);
  EXPECT_EQ(minutes_ahead(zone, utc, 1500), 120);
  EXPECT_TRUE(changes(zone, 500, 1500));
  EXPECT_FALSE(changes(zone, 1000, 1500));
}

}  // namespace
}  // namespace wain::exports
