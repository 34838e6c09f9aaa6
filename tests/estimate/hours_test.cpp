// Elapsed time of work in hours (2.3): the reference values, from the laid-out week itself.
#include "estimate/hours.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wain::estimate {
namespace {

constexpr double hour = 3600, day = 24 * hour, week = 7 * day;

Hours office() {
  std::vector<Interval> blocks;
  for (int i = 0; i < 5; ++i) blocks.push_back({i * day + 9 * hour, i * day + 17 * hour});
  return {blocks, week, true};
}

/// Mean elapsed hours of work that comes uniformly over the week, or over its open time.
double elapsed(const Hours& hours, double work, bool only_open) {
  double sum = 0, count = 0;
  for (double t = 15; t < week; t += 30) {
    if (only_open && !hours.is_open(t)) continue;
    sum += *hours.finish(*hours.open(t), work) - t;
    ++count;
  }
  return sum / count / hour;
}

struct Reference {
  double minutes, open, any;
};

TEST(Hours, ElapsedTimeOfWork) {
  for (const Reference& r : {Reference{25, 1.75, 15.9722}, {60, 4.2, 17.0}, {480, 33.6, 29.3333}, {600, 42, 49.6190},
                             {2400, 168, 152.7619}}) {
    EXPECT_NEAR(elapsed(office(), r.minutes * 60, true), r.open, 0.01) << r.minutes;
    EXPECT_NEAR(elapsed(office(), r.minutes * 60, false), r.any, 0.01) << r.minutes;
  }
}

TEST(Hours, WaitForHoursAlone) {
  EXPECT_NEAR(elapsed(office(), 0, false), 320.0 / 21, 0.01);
  EXPECT_EQ(elapsed(office(), 0, true), 0);
}

TEST(Hours, WorkThatEndsAtClosingEndsThen) {
  const Hours hours = office();
  EXPECT_EQ(*hours.finish(9 * hour, 8 * hour), 17 * hour);
  EXPECT_EQ(*hours.finish(9 * hour, 8 * hour + 60), day + 9 * hour + 60);
  EXPECT_EQ(*hours.open(17 * hour), day + 9 * hour);          // what comes at closing waits
  EXPECT_EQ(*hours.open(4 * day + 17 * hour), week + 9 * hour);  // over the weekend
  EXPECT_EQ(*hours.finish(9 * hour, 40 * hour), 4 * day + 17 * hour);
  EXPECT_EQ(*hours.finish(9 * hour, 80 * hour), week + 4 * day + 17 * hour);
}

TEST(Hours, NeverOpenAndAlwaysOpen) {
  const Hours never({}, week, true);
  EXPECT_FALSE(never.open(0));
  const Hours always = Hours::always(week, true);
  EXPECT_EQ(*always.open(12), 12);
  EXPECT_EQ(*always.finish(12, 3 * week), 12 + 3 * week);
  const Hours line({{hour, 2 * hour}}, day, false);
  EXPECT_FALSE(line.open(2 * hour));
  EXPECT_FALSE(line.finish(hour, 2 * hour));
}

TEST(Hours, OpenTogetherAndWithout) {
  const Hours a({{0, 4 * hour}}, day, true), b({{2 * hour, 6 * hour}}, day, true), c({{3 * hour, 8 * hour}}, day, true);
  const Hours two = open_together({&a, &b, &c}, 2, day, true);
  ASSERT_EQ(two.blocks().size(), 1U);
  EXPECT_EQ(two.blocks()[0].begin, 2 * hour);
  EXPECT_EQ(two.blocks()[0].end, 6 * hour);
  EXPECT_EQ(open_together({&a, &b, &c}, 3, day, true).open_time(), hour);
  const Hours rest = without(a, {{hour, 2 * hour}, {3 * hour, 5 * hour}}, true);
  ASSERT_EQ(rest.blocks().size(), 2U);
  EXPECT_EQ(rest.open_time(), 2 * hour);
}

/// Random weeks: what is done takes just its open time, however it is cut.
RC_GTEST_PROP(Hours, WorkIsOpenTime, (const std::vector<unsigned>& cuts, unsigned at, unsigned work)) {
  std::vector<Interval> blocks;
  for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
    const double begin = cuts[i] % 600'000;
    blocks.push_back({begin, begin + 1 + cuts[i + 1] % 90'000});
  }
  const Hours hours(blocks, week, true);
  RC_PRE(hours.open_time() > 0);
  const double opens = *hours.open(at % 600'000), length = 1 + work % 2'000'000;
  const double ends = *hours.finish(opens, length);
  RC_ASSERT(ends >= opens + length);
  double open = 0;  // count the open time in between, round by round
  for (double from = opens; from < ends;) {
    const double round = std::floor(from / week) * week, until = std::min(ends, round + week);
    open += hours.open_between(from - round, until - round);
    from = until;
  }
  RC_ASSERT(std::abs(open - length) < 1e-3);
}

}  // namespace
}  // namespace wain::estimate
