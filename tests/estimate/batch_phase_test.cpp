// Batches by the time of the week, against closed forms and a small simulation.
#include "estimate/batch_phase.h"

#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "estimate/batch.h"

namespace wain::estimate {
namespace {

constexpr double hour = 3600, half_hour = 1800;
constexpr std::size_t bins = 336;
constexpr double most_work = 3e7;

/// Hours, of a case that comes in the middle of a bin.
double wait_of(const BatchWays& ways, const BatchWays::Wait& wait, std::size_t bin) {
  const double t = (static_cast<double>(bin) + 0.5) * half_hour;
  return (ways.leaves(wait, {t, t}).mean() - t) / hour;
}

double mean_wait(const BatchWays& ways, const std::vector<double>& cases) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const BatchWays::Wait& wait : ways.ways[i]) sum += cases[i] * wait.share * wait_of(ways, wait, i);
    all += cases[i];
  }
  return sum / all;
}

/// None of them at once.
BatchArrivals spread(std::vector<double> cases) {
  const std::size_t count = cases.size();
  return {std::move(cases), std::vector<double>(count)};
}

TEST(BatchPhase, EvenArrivalsAreTheClosedForm) {
  for (const double rate : {0.5, 0.8, 2.0}) {
    const std::vector<double> cases(bins, rate / 2);
    const auto ways = batch_ways(spread(cases), half_hour, 20, 24 * hour, most_work);
    ASSERT_TRUE(ways);
    const double expected = *batch_wait(rate, 20, 24);
    EXPECT_NEAR(mean_wait(*ways, cases), expected, 0.012 * expected) << rate;
    EXPECT_NEAR(ways->cases, mean_batch(rate, 20, 24), 0.01 * ways->cases) << rate;
  }
}

TEST(BatchPhase, OfAllThatComesAtOnceTheRestWaits) {
  std::vector<double> cases(bins);
  cases[20] = 9.5;
  const auto ways = batch_ways(spread(cases), half_hour, 5, 24 * hour, most_work);
  ASSERT_TRUE(ways);
  const BulkBatches bulk = batches_of_bulk(9.5, 5);
  const BatchWays::Way& way = ways->at(20.5 * half_hour);
  ASSERT_EQ(way.size(), 2);
  EXPECT_NEAR(way[0].share, 1 - bulk.left_over / bulk.cases, 1e-9);
  EXPECT_LT(wait_of(*ways, way[0], 20), 0.25);
  EXPECT_NEAR(wait_of(*ways, way[1], 20), 24, 1e-6);
  EXPECT_NEAR(ways->cases, bulk.cases / bulk.batches, 1e-6);
  EXPECT_EQ(&ways->at(7 * 24 * hour + 20.5 * half_hour), &way);  // a week later
}

TEST(BatchPhase, WhatComesJustWhenTheTimeIsUpLeavesWithTheBatch) {
  // At two every day, batches of whatever comes within a day: of two days' cases the first wait a day, and
  // the others not at all.
  BatchArrivals daily = spread(std::vector<double>(bins));
  for (std::size_t day = 0; day < 7; ++day) daily.cases[48 * day + 28] = daily.at_once[48 * day + 28] = 12;
  const auto ways = batch_ways(daily, half_hour, 60, 24 * hour, most_work);
  ASSERT_TRUE(ways);
  EXPECT_NEAR(mean_wait(*ways, daily.cases), 12, 0.05);
  EXPECT_NEAR(ways->cases, 24, 0.1);
  // The same number of cases within the half hour: the time of those of yesterday is up before most of them.
  daily.at_once.assign(bins, 0);
  EXPECT_GT(mean_wait(*batch_ways(daily, half_hour, 60, 24 * hour, most_work), daily.cases), 23);
}

TEST(BatchPhase, WhatIsLeftInTheEveningWaitsOvernight) {
  // 60 a week from nine to five on five days, batches of 5 or what came in 8 h: simulated with 40,000 weeks.
  std::vector<double> cases(bins);
  for (std::size_t day = 0; day < 5; ++day)
    for (std::size_t bin = 18; bin < 34; ++bin) cases[48 * day + bin] = 60.0 / 80;
  const auto ways = batch_ways(spread(cases), half_hour, 5, 8 * hour, most_work);
  ASSERT_TRUE(ways);
  EXPECT_NEAR(mean_wait(*ways, cases), 2.22, 0.07);
  EXPECT_NEAR(ways->cases, 4.285, 0.01);
}

TEST(BatchPhase, AFullBatchLeavesWhenSomebodyComes) {
  // Three an hour from nine to five: what is left at five leaves in the morning, and nothing at night.
  std::vector<double> cases(bins);
  for (std::size_t day = 0; day < 5; ++day)
    for (std::size_t bin = 18; bin < 34; ++bin) cases[48 * day + bin] = 1.5;
  const auto ways = batch_ways(spread(cases), half_hour, 8, 7 * 24 * hour, most_work);
  ASSERT_TRUE(ways);
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (cases[bin] <= 0) continue;
    const double t = (static_cast<double>(bin) + 0.5) * half_hour;
    double all = 0;
    for (const BatchWays::Wait& wait : ways->ways[bin]) {
      const Spread leaves = ways->leaves(wait, {t, t});
      EXPECT_GE(leaves.begin, t);
      const double day = 24 * hour, first = std::fmod(leaves.begin, day), last = std::fmod(leaves.end, day);
      EXPECT_GE(first, 9 * hour);
      EXPECT_LE(last, 17 * hour + 1);
      EXPECT_LE(first, last);
      all += wait.share;
    }
    EXPECT_NEAR(all, 1, 1e-6);
  }
}

TEST(BatchPhase, WhatTakesTooLongIsNotComputed) {
  EXPECT_FALSE(batch_ways(spread(std::vector<double>(bins, 1.0)), half_hour, 5000, 7 * 24 * hour, most_work));
  EXPECT_FALSE(batch_ways(spread(std::vector<double>(bins, 0.0)), half_hour, 5, hour, most_work));
  EXPECT_FALSE(batch_ways(spread(std::vector<double>(bins, 1.0)), half_hour, 1, hour, most_work));
}

}  // namespace
}  // namespace wain::estimate
