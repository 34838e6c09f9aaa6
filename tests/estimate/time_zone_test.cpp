// Local time: gaps, hours that come twice, nights, and what is not a zone file.
#include "estimate/time_zone.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "estimate/timeline.h"

namespace wain::estimate {
namespace {

constexpr std::int64_t hour = 3600;

std::int64_t at(const TimeZone& zone, const char* date, std::int64_t seconds) {
  return zone.utc_of(static_cast<std::int64_t>(ir::Date::parse(date)->days) * 86'400 + seconds);
}

TEST(TimeZone, GapsBetweenMeetingsOverTheClockChange) {
  const auto berlin = TimeZone::load("Europe/Berlin");
  ASSERT_TRUE(berlin);
  EXPECT_EQ((at(*berlin, "2026-04-02", 14 * hour) - at(*berlin, "2026-03-26", 14 * hour)) / hour, 167);
  EXPECT_EQ((at(*berlin, "2026-10-29", 14 * hour) - at(*berlin, "2026-10-22", 14 * hour)) / hour, 169);
  EXPECT_EQ((at(*berlin, "2026-06-11", 14 * hour) - at(*berlin, "2026-06-04", 14 * hour)) / hour, 168);
}

TEST(TimeZone, ATimeThatDoesNotExistIsTheFirstInstantAfterTheGap) {
  const auto berlin = TimeZone::load("Europe/Berlin");
  ASSERT_TRUE(berlin);
  // 02:00 to 03:00 on 29 March is left out; 01:00 UTC is the change.
  const std::int64_t change = static_cast<std::int64_t>(ir::Date::parse("2026-03-29")->days) * 86'400 + hour;
  EXPECT_EQ(at(*berlin, "2026-03-29", 2 * hour + 1800), change);
  EXPECT_EQ(at(*berlin, "2026-03-29", 2 * hour), change);
  EXPECT_EQ(at(*berlin, "2026-03-29", 3 * hour), change);
  EXPECT_EQ(at(*berlin, "2026-03-29", 2 * hour - 1), change - 1);
}

TEST(TimeZone, ATimeThatComesTwiceIsTheFirst) {
  const auto berlin = TimeZone::load("Europe/Berlin");
  ASSERT_TRUE(berlin);
  const std::int64_t midnight = static_cast<std::int64_t>(ir::Date::parse("2026-10-25")->days) * 86'400;
  EXPECT_EQ(at(*berlin, "2026-10-25", 2 * hour + 1800), midnight + 1800);  // 02:30 in summer time
  EXPECT_EQ(at(*berlin, "2026-10-25", 3 * hour), midnight + 2 * hour);
}

TEST(TimeZone, TheRuleAtTheEndOfAFileHoldsInLaterYears) {
  const auto york = TimeZone::load("America/New_York");
  ASSERT_TRUE(york);
  EXPECT_EQ(york->offset_at(at(*york, "2099-07-01", 0)), -4 * hour);
  EXPECT_EQ(york->offset_at(at(*york, "2099-01-01", 0)), -5 * hour);
  const auto sydney = TimeZone::load("Australia/Sydney");  // summer over the turn of the year
  ASSERT_TRUE(sydney);
  EXPECT_EQ(sydney->offset_at(at(*sydney, "2099-01-01", 0)), 11 * hour);
  EXPECT_EQ(sydney->offset_at(at(*sydney, "2099-07-01", 0)), 10 * hour);
}

TEST(TimeZone, WhatIsNoZoneIsNothing) {
  EXPECT_FALSE(TimeZone::load("Europe/Nowhere"));
  EXPECT_FALSE(TimeZone::load("Europe/Berlin", "/nonexistent"));
  EXPECT_FALSE(TimeZone::load("../../etc/passwd"));
  EXPECT_FALSE(TimeZone::parse(""));
  EXPECT_FALSE(TimeZone::parse("TZif"));
  EXPECT_FALSE(TimeZone::parse(std::string(200, 'x')));
  EXPECT_TRUE(TimeZone::load("UTC"));
}

TEST(TimeZone, CutAndDamagedFilesDoNotHarm) {
  std::ifstream file("/usr/share/zoneinfo/Europe/Berlin", std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  for (std::size_t length = 0; length < content.size(); length += 7) TimeZone::parse(content.substr(0, length));
  for (std::size_t i = 0; i < content.size(); ++i) {
    std::string damaged = content;
    damaged[i] = static_cast<char>(damaged[i] ^ 0xff);
    const auto zone = TimeZone::parse(damaged);
    if (zone) EXPECT_LT(std::abs(zone->utc_of(1'780'000'000) - 1'780'000'000), 1LL << 33);
  }
}

ir::Calendar night() {
  ir::Calendar calendar;
  calendar.timezone = "Europe/Berlin";
  calendar.hours.push_back({{ir::Weekday::Sat}, {{{22 * 60}, {6 * 60}}}});
  return calendar;
}

TEST(Timeline, ANightOverTheClockChange) {
  Zones zones;
  const std::int32_t first = ir::Date::parse("2026-01-05")->days;
  const Timeline line = Timeline::days(first, 364);
  const Hours hours = line.hours(night(), zones.of("Europe/Berlin"));
  std::vector<double> lengths;
  for (const Interval& block : hours.blocks()) lengths.push_back(block.length() / 3600);
  EXPECT_EQ(std::count(lengths.begin(), lengths.end(), 8), 50);
  EXPECT_EQ(std::count(lengths.begin(), lengths.end(), 7), 1);
  EXPECT_EQ(std::count(lengths.begin(), lengths.end(), 9), 1);
}

TEST(Timeline, EndBeforeBeginningIsTheNextDay) {
  ir::Calendar calendar = night();
  calendar.hours[0].days = {ir::Weekday::Sun};  // over the end of the week
  const Hours hours = Timeline::week().hours(calendar, nullptr);
  ASSERT_EQ(hours.blocks().size(), 2U);
  EXPECT_EQ(hours.open_time(), 8 * 3600);
  EXPECT_TRUE(hours.is_open(5 * 3600));
  EXPECT_FALSE(hours.is_open(6 * 3600));
  // Work that begins on Sunday at 23:00 goes on after midnight.
  EXPECT_EQ(*hours.finish(6 * 86'400 + 23 * 3600, 2 * 3600), 7 * 86'400 + 3600);
}

TEST(Timeline, ClosedDaysAreWholeDaysOfTheZone) {
  Zones zones;
  ir::Calendar calendar = night();
  calendar.hours[0] = {{ir::Weekday::Thu, ir::Weekday::Fri}, {{{0}, {1440}}}};
  calendar.closed.emplace_back(*ir::Date::parse("2026-01-09"), *ir::Date::parse("2026-01-10"));
  const Timeline line = Timeline::days(ir::Date::parse("2026-01-05")->days, 7);
  const Hours hours = line.hours(calendar, zones.of("Europe/Berlin"));
  ASSERT_EQ(hours.blocks().size(), 1U);  // Thursday alone; local midnight is 23:00 UTC
  EXPECT_EQ(hours.blocks()[0].begin, 3 * 86'400 - 3600);
  EXPECT_EQ(hours.blocks()[0].length(), 86'400);
}

}  // namespace
}  // namespace wain::estimate
