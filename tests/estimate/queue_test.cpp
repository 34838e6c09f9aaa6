// Closed forms: queues, batches, agendas, shared persons (oracles.md).
#include "estimate/queue.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "estimate/agenda.h"
#include "estimate/batch.h"
#include "estimate/sharing.h"
#include "estimate/special.h"

namespace wain::estimate {
namespace {

TEST(Queue, ErlangC) {
  struct Row {
    std::uint32_t servers;
    double offered, waits, wait;
  };
  for (const Row& row : {Row{1, 0.5, 0.5, 1},
                         {2, 1, 1.0 / 3, 1.0 / 3},
                         {2, 1.8, 81.0 / 95, 4.2631578947},
                         {3, 2, 4.0 / 9, 4.0 / 9},
                         {5, 4, 0.5541125541, 0.5541125541},
                         {20, 17, 0.3850562299, 0.1283520766}}) {
    EXPECT_NEAR(erlang_c(row.offered, row.servers), row.waits, 1e-9);
    EXPECT_NEAR(allen_cunneen(row.offered, 1, row.servers, 1, 1), row.wait, 1e-9);
  }
}

TEST(Queue, PollaczekKhinchineAndAllenCunneen) {
  for (const auto& [cs2, wait] : {std::pair{0.0, 2.0}, {0.5, 3.0}, {1.0, 4.0}, {4.0, 10.0}})
    EXPECT_NEAR(allen_cunneen(0.8, 1, 1, 1, cs2), wait, 1e-12);
  EXPECT_NEAR(allen_cunneen(4, 1, 5, 1, 0.25), 0.346320, 5e-7);
}

TEST(Queue, FullAndEmptyAndHuge) {
  EXPECT_TRUE(std::isinf(allen_cunneen(1, 1, 1, 1, 1)));
  EXPECT_EQ(allen_cunneen(0, 1, 1, 1, 1), 0);
  EXPECT_EQ(erlang_c(1, 10'000'000), 0);
}

TEST(Batch, SizeOrTime) {
  EXPECT_NEAR(*batch_wait(0.5, 20, 24), 12.823, 5e-4);
  EXPECT_NEAR(*batch_wait(0.8, 20, 24), 11.043, 5e-4);
  EXPECT_NEAR(*batch_wait(2, 20, 24), 4.750, 5e-4);
  EXPECT_NEAR(*batch_wait(2, 20, std::nullopt), 4.75, 1e-12);
  EXPECT_EQ(*batch_wait(2, 1, 24), 0);
  EXPECT_FALSE(batch_wait(0, 20, std::nullopt));
  EXPECT_TRUE(std::isfinite(*batch_wait(1e6, 1'000'000, 24)));
}

TEST(Batch, OfCasesThatComeAtOnce) {
  for (const double mean : {0.1, 3.0, 10.0, 45.0, 700.0}) {
    for (const std::uint32_t size : {1U, 4U, 50U}) {
      double batches = 0, left_over = 0, probability = std::exp(-mean);
      for (std::uint32_t n = 0; n < 2000; ++n) {
        batches += probability * std::ceil(static_cast<double>(n) / size);
        left_over += probability * (n % size);
        probability *= mean / (n + 1);
      }
      const BulkBatches bulk = batches_of_bulk(mean, size);
      EXPECT_NEAR(bulk.batches, batches, 1e-9 * mean) << mean << " by " << size;
      EXPECT_NEAR(bulk.left_over, left_over, 1e-7) << mean << " by " << size;
    }
  }
  EXPECT_NEAR(batches_of_bulk(1e9, 10).batches, 1e8 + 0.45, 1e-6);
}

TEST(Agenda, ANearlyFullAgenda) {
  EXPECT_NEAR(0.5 + mean_backlog(3, 5) / 3, 0.566068, 5e-7);
  EXPECT_NEAR(0.5 + mean_backlog(4, 5) / 4, 0.789060, 5e-7);
  EXPECT_TRUE(std::isinf(mean_backlog(5, 5)));
  EXPECT_LT(mean_backlog(38.8, 60), 2e-3);
}

TEST(Special, PoissonTails) {
  EXPECT_NEAR(poisson_at_least(1, 2), 1 - std::exp(-2.0), 1e-14);
  EXPECT_NEAR(poisson_at_least(3, 2), 1 - 5 * std::exp(-2.0), 1e-14);
  EXPECT_NEAR(poisson_excess(1, 2), 2 - 1 + std::exp(-2.0), 1e-14);
}

TEST(SharedLoad, PersonsInSeveralRoles) {
  const SharedWork overload{{60, 30}, {40, 40}, {{0, 1}, {1}}};
  const auto levels = shared_load(overload);
  ASSERT_EQ(levels.size(), 1U);
  EXPECT_NEAR(levels[0].load, 1.125, 1e-12);
  EXPECT_EQ(levels[0].kinds, (std::vector<std::uint32_t>{0, 1}));
  const auto fine = shared_load({{30, 30}, {40, 40}, {{0}, {0, 1}}});
  EXPECT_NEAR(fine[0].load, 0.75, 1e-12);
}

TEST(SharedLoad, WhoSharesNothingHasALevelOfItsOwn) {
  const auto levels = shared_load({{36, 10, 0}, {40, 40, 40}, {{0}, {1}, {2}}});
  ASSERT_EQ(levels.size(), 3U);
  EXPECT_NEAR(levels[0].load, 0.9, 1e-12);
  EXPECT_NEAR(levels[1].load, 0.25, 1e-12);
  EXPECT_EQ(levels[2].load, 0);
}

TEST(SharedLoad, NobodyAtHand) {
  const auto levels = shared_load({{5, 10}, {0, 40}, {{0}, {1}}});
  EXPECT_TRUE(std::isinf(levels[0].load));
  EXPECT_NEAR(levels[1].load, 0.25, 1e-12);
}

/// By trying all subsets.
double busiest(const SharedWork& shared) {
  double best = 0;
  for (unsigned set = 1; set < (1U << shared.work.size()); ++set) {
    double work = 0, hours = 0;
    unsigned servers = 0;
    for (unsigned k = 0; k < shared.work.size(); ++k) {
      if ((set >> k & 1U) == 0) continue;
      work += shared.work[k];
      for (const std::uint32_t s : shared.served[k]) servers |= 1U << s;
    }
    for (unsigned s = 0; s < shared.hours.size(); ++s)
      if ((servers >> s & 1U) != 0) hours += shared.hours[s];
    best = std::max(best, work / hours);
  }
  return best;
}

RC_GTEST_PROP(SharedLoad, IsThatOfTheBusiestSubset, (const std::vector<unsigned>& numbers)) {
  SharedWork shared;
  for (unsigned s = 0; s < 5; ++s) shared.hours.push_back(1 + (numbers.size() > s ? numbers[s] % 50 : s));
  for (std::size_t i = 5; i + 1 < numbers.size() && shared.work.size() < 7; i += 2) {
    shared.work.push_back(numbers[i] % 100);
    std::vector<std::uint32_t> served;
    for (unsigned s = 0; s < 5; ++s)
      if ((numbers[i + 1] >> s & 1U) != 0 || s == numbers[i] % 5) served.push_back(s);
    shared.served.push_back(served);
  }
  RC_PRE(!shared.work.empty());
  const auto levels = shared_load(shared);
  RC_ASSERT(std::abs(levels.front().load - busiest(shared)) < 1e-9 * (1 + busiest(shared)));
  std::size_t kinds = 0;
  double before = levels.front().load;
  for (const SharedLevel& level : levels) {  // each kind once, in falling order
    kinds += level.kinds.size();
    RC_ASSERT(level.load <= before * (1 + 1e-9) + 1e-12);
    before = level.load;
  }
  RC_ASSERT(kinds == shared.work.size());
}

}  // namespace
}  // namespace wain::estimate
