// Intervals against the fixtures of the design and published tables.
#include <algorithm>
#include <cmath>

#include "runtime/random/philox.h"
#include "runtime/statistics/intervals.h"
#include "runtime/statistics/sort_times.h"

#include <gtest/gtest.h>

namespace wain::runtime {
namespace {

TEST(Student, Table) {
  EXPECT_NEAR(student_quantile(1, 0.975), 12.7062047364, 1e-8);
  EXPECT_NEAR(student_quantile(4, 0.975), 2.7764451052, 1e-9);
  EXPECT_NEAR(student_quantile(19, 0.975), 2.0930240544, 1e-9);
  EXPECT_NEAR(student_quantile(1e6, 0.975), 1.959966, 1e-5);
}

std::vector<Sum> tens(const std::vector<double>& totals) {
  std::vector<Sum> sums;
  for (const double total : totals) sums.push_back({10, total});
  return sums;
}

TEST(Means, FixtureOfSectionFive) {
  const auto a = ratio_mean(tens({100, 110, 90, 105, 95})), b = ratio_mean(tens({190, 215, 185, 200, 210}));
  ASSERT_TRUE(a && b);
  EXPECT_DOUBLE_EQ(a->value, 10);
  EXPECT_NEAR(difference(*a, *b, 0.5, true)->value, 0, 1e-12);
  const auto d = difference(*a, *b, 0.55, true);
  EXPECT_NEAR(d->value, -1, 1e-12);
  EXPECT_NEAR(d->low, -1.8133, 1e-4);
  EXPECT_NEAR(d->high, -0.1867, 1e-4);
  EXPECT_GT(difference(*a, *b, 0.55, false)->high, 0);  // unpaired it would be undecided
}

TEST(Means, RareOutcomeWithReplicationsWithoutCases) {
  const auto mean = ratio_mean({{0, 0}, {2, 10}, {1, 6}, {0, 0}});
  ASSERT_TRUE(mean);
  EXPECT_DOUBLE_EQ(mean->value, 16.0 / 3);
  EXPECT_FALSE(ratio_mean({{0, 0}, {0, 0}}));
}

TEST(Shares, FixtureOfSectionFive) {
  // R 20, share 0.95, standard deviation of the shares 0.03: worth 1,055.6 cases, [0.93401, 0.96227].
  std::vector<Sum> sums;
  const double off = 0.03 * std::sqrt(19.0 / 20);
  for (int r = 0; r < 20; ++r) sums.push_back({1'000, 1'000 * (0.95 + (r % 2 == 0 ? off : -off))});
  const auto interval = share(sums);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 0.93401, 1e-5);
  EXPECT_NEAR(interval->high, 0.96227, 1e-5);
}

TEST(Quantiles, OnJumpsAndBeyondAll) {
  std::vector<std::vector<std::int64_t>> values(20);
  for (int r = 0; r < 20; ++r)
    for (int i = 0; i < 100; ++i) values[r].push_back(i < 90 ? 5 : 1'000 + r);
  const std::vector<std::uint64_t> none_left(20, 0);
  EXPECT_EQ(quantile(values, none_left, 0.5)->value, 5);
  EXPECT_EQ(quantile(values, none_left, 0.5)->high, 5);
  EXPECT_EQ(quantile(values, none_left, 0.9)->value, 5);
  EXPECT_GE(quantile(values, none_left, 0.95)->value, 1'000);
  const std::vector<std::uint64_t> many(20, 100);
  EXPECT_EQ(quantile(values, many, 0.9)->value, INT64_MAX);
}

TEST(SortTimes, IsASort) {
  const Draws draws(1, 0);
  std::uint32_t made = 0;
  for (const std::size_t size : {0UL, 1UL, 511UL, 512UL, 20'000UL, 300'000UL})
    for (const double width : {0.0, 1.0, 300.0, 1e6, 9e18}) {
      std::vector<std::int64_t> values(size), expected;
      for (std::int64_t& value : values)
        value = static_cast<std::int64_t>((draws.uniform(++made, 0, 0, 0, Purpose::Data) - 0.5) * width);
      expected = values;
      std::sort(expected.begin(), expected.end());
      sort_times(values);
      EXPECT_EQ(values, expected) << size << " of " << width;
    }
}

}  // namespace
}  // namespace wain::runtime
