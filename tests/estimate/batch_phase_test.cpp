// Batches by the time of the week, against closed forms and a small simulation.
#include "estimate/batch_phase.h"

#include <vector>

#include <gtest/gtest.h>

#include "estimate/batch.h"

namespace wain::estimate {
namespace {

constexpr double hour = 3600, half_hour = 1800;
constexpr std::size_t bins = 336;
constexpr double most_work = 3e7;

double mean_wait(const BatchWays& ways, const std::vector<double>& cases) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const BatchWays::Wait& wait : ways.ways[i]) sum += cases[i] * wait.share * wait.mean;
    all += cases[i];
  }
  return sum / all / hour;
}

TEST(BatchPhase, EvenArrivalsAreTheClosedForm) {
  for (const double rate : {0.5, 0.8, 2.0}) {
    const std::vector<double> cases(bins, rate / 2);
    const auto ways = batch_ways(cases, half_hour, 20, 24 * hour, most_work);
    ASSERT_TRUE(ways);
    const double expected = *batch_wait(rate, 20, 24);
    EXPECT_NEAR(mean_wait(*ways, cases), expected, 0.012 * expected) << rate;
    EXPECT_NEAR(ways->cases, mean_batch(rate, 20, 24), 0.01 * ways->cases) << rate;
  }
}

TEST(BatchPhase, OfAllThatComesAtOnceTheRestWaits) {
  std::vector<double> cases(bins);
  cases[20] = 9.5;
  const auto ways = batch_ways(cases, half_hour, 5, 24 * hour, most_work);
  ASSERT_TRUE(ways);
  const BulkBatches bulk = batches_of_bulk(9.5, 5);
  const BatchWays::Way& way = ways->at(20.5 * half_hour);
  ASSERT_EQ(way.size(), 2);
  EXPECT_NEAR(way[0].share, 1 - bulk.left_over / bulk.cases, 1e-9);
  EXPECT_LT(way[0].mean, half_hour / 2);
  EXPECT_NEAR(way[1].mean, 24 * hour, 1e-6);
  EXPECT_NEAR(ways->cases, bulk.cases / bulk.batches, 1e-6);
  EXPECT_EQ(&ways->at(7 * 24 * hour + 20.5 * half_hour), &way);  // a week later
}

TEST(BatchPhase, WhatIsLeftInTheEveningWaitsOvernight) {
  // 60 a week from nine to five on five days, batches of 5 or what came in 8 h: simulated with 40,000 weeks.
  std::vector<double> cases(bins);
  for (std::size_t day = 0; day < 5; ++day)
    for (std::size_t bin = 18; bin < 34; ++bin) cases[48 * day + bin] = 60.0 / 80;
  const auto ways = batch_ways(cases, half_hour, 5, 8 * hour, most_work);
  ASSERT_TRUE(ways);
  EXPECT_NEAR(mean_wait(*ways, cases), 2.22, 0.07);
  EXPECT_NEAR(ways->cases, 4.285, 0.01);
}

TEST(BatchPhase, WhatTakesTooLongIsNotComputed) {
  EXPECT_FALSE(batch_ways(std::vector<double>(bins, 1.0), half_hour, 5000, 7 * 24 * hour, most_work));
  EXPECT_FALSE(batch_ways(std::vector<double>(bins, 0.0), half_hour, 5, hour, most_work));
  EXPECT_FALSE(batch_ways(std::vector<double>(bins, 1.0), half_hour, 1, hour, most_work));
}

}  // namespace
}  // namespace wain::estimate
