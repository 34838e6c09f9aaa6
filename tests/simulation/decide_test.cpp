// simulation.md, section 5: the fixtures of the design, and each rule where it changes its mind.
#include "simulation/decide.h"

#include <cmath>

#include "runtime/built_plan.h"

#include <gtest/gtest.h>

namespace wain::simulation {
namespace {

using runtime::Built;
using runtime::exponential_time;
using runtime::hour;
using runtime::ReplicationResult;
using Op = Claim::Op;
using Statistic = Reference::Statistic;
constexpr double confidence = 0.95;

/// Scenarios whose replications are made up.
struct MadeUp {
  Built built;
  std::vector<std::vector<ReplicationResult>> scenarios;

  MadeUp() {
    built.chain({built.work("A", built.machine("M"), exponential_time(hour)), built.end()});
    built.run(exponential_time(hour));
  }
  /// Ten cases a replication, with these sums of their cycle times.
  void sums(const std::vector<double>& of) {
    auto& all = scenarios.emplace_back();
    for (const double sum : of) {
      ReplicationResult& one = replication(all);
      one.cells[0].cases = 10;
      one.cells[0].time[0] = static_cast<std::int64_t>(sum);
    }
  }
  /// A replication of as many cases of each value.
  void values(const std::vector<std::vector<std::pair<std::int64_t, int>>>& of) {
    auto& all = scenarios.emplace_back();
    for (const auto& counts : of) {
      ReplicationResult& one = replication(all);
      one.watched.emplace_back();
      for (const auto& [value, count] : counts) one.watched[0].insert(one.watched[0].end(), count, value);
    }
  }
  Decision decide(const Claim& claim) {
    std::vector<Sample> samples;
    for (const auto& one : scenarios) samples.push_back({&built.plan, &one, 1, true});
    return simulation::decide(claim, samples, confidence);
  }

private:
  ReplicationResult& replication(std::vector<ReplicationResult>& all) const {
    ReplicationResult& one = all.emplace_back();
    one.cells.resize(1);
    one.unfinished.resize(1);
    one.pools.resize(1);
    return one;
  }
};

Reference mean(std::size_t scenario) {
  Reference out;
  out.scenario = scenario;
  return out;
}
Reference quantile(double q, std::size_t scenario = 0) {
  Reference out;
  out.statistic = Statistic::Quantile;
  out.quantile = q;
  out.scenario = scenario;
  out.watch = 0;
  return out;
}
Reference greatest(std::size_t scenario = 0) {
  Reference out = quantile(0, scenario);
  out.statistic = Statistic::Max;
  return out;
}
Claim claim(Reference left, Op op, double number) {
  Claim out;
  out.left = std::move(left);
  out.op = op;
  out.number = number;
  return out;
}
Claim claim(Reference left, Op op, double factor, Reference right) {
  Claim out = claim(std::move(left), op, 0);
  out.factor = factor;
  out.right = std::move(right);
  return out;
}

TEST(Decide, MeansCompared) {
  MadeUp all;
  all.sums({100, 110, 90, 105, 95});
  all.sums({190, 215, 185, 200, 210});
  const Decision half = all.decide(claim(mean(0), Op::Le, 0.5, mean(1)));
  EXPECT_EQ(half.verdict, Verdict::Undecided);
  EXPECT_NEAR(*half.value, 0, 1e-12);
  EXPECT_TRUE(half.at_boundary);
  const Decision more = all.decide(claim(mean(0), Op::Le, 0.55, mean(1)));
  EXPECT_EQ(more.verdict, Verdict::Passed);
  EXPECT_NEAR(more.low, -1.8133, 1e-4);
  EXPECT_NEAR(more.high, -0.1867, 1e-4);
  EXPECT_EQ(all.decide(claim(mean(0), Op::Ge, 0.55, mean(1))).verdict, Verdict::Failed);
  EXPECT_EQ(all.decide(claim(mean(1), Op::Gt, 1, mean(0))).verdict, Verdict::Passed);
}

TEST(Decide, MeansAgainstANumber) {
  MadeUp all;
  all.sums({100, 110, 90, 105, 95});
  EXPECT_EQ(all.decide(claim(mean(0), Op::Le, 12)).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(mean(0), Op::Le, 8)).verdict, Verdict::Failed);
  const Decision near = all.decide(claim(mean(0), Op::Le, 10.5));
  EXPECT_EQ(near.verdict, Verdict::Undecided);
  // h = 2.776 · 0.3536 = 0.9817, D = 0.5: ⌈1.1 · 5 · 3.855⌉ = 22.
  EXPECT_EQ(near.would_decide, 22);
}

/// Constant: the point decides, and `<` is not `<=`.
TEST(Decide, TheSameInEveryReplication) {
  MadeUp all;
  all.sums({100, 100, 100, 100, 100});
  EXPECT_EQ(all.decide(claim(mean(0), Op::Le, 10)).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(mean(0), Op::Lt, 10)).verdict, Verdict::Failed);
  EXPECT_EQ(all.decide(claim(mean(0), Op::Ge, 10)).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(mean(0), Op::Gt, 10)).verdict, Verdict::Failed);
}

TEST(Decide, FourReplicationsTellNothing) {
  MadeUp all;
  all.sums({100, 110, 90, 105});
  EXPECT_EQ(all.decide(claim(mean(0), Op::Le, 1'000)).ground, Ground::TooFew);
}

TEST(Decide, CasesThatDidNotEnd) {
  MadeUp all;
  all.sums({100, 110, 90, 105, 95});
  all.scenarios[0][2].unfinished[0] = 1;
  EXPECT_EQ(all.decide(claim(mean(0), Op::Le, 1'000)).ground, Ground::Unfinished);
}

/// 1,000 cases each, 95 % within 5: n_eff 1,055.6, [0.93401, 0.96227].
MadeUp fixture_of_quantiles() {
  MadeUp all;
  const int off = static_cast<int>(std::lround(30 * std::sqrt(19.0 / 20)));
  std::vector<std::vector<std::pair<std::int64_t, int>>> counts;
  for (int r = 0; r < 20; ++r) {
    const int within = 950 + (r % 2 == 0 ? off : -off);
    counts.push_back({{5, within}, {9, 1'000 - within}});
  }
  all.values(counts);
  return all;
}

TEST(Decide, QuantileAgainstANumber) {
  MadeUp all = fixture_of_quantiles();
  const Decision p90 = all.decide(claim(quantile(0.9), Op::Le, 5));
  EXPECT_EQ(p90.verdict, Verdict::Passed);
  EXPECT_NEAR(p90.low, 0.93401, 1e-3);
  EXPECT_NEAR(p90.high, 0.96227, 1e-3);
  EXPECT_EQ(all.decide(claim(quantile(0.95), Op::Le, 5)).verdict, Verdict::Undecided);
  EXPECT_EQ(all.decide(claim(quantile(0.98), Op::Le, 5)).verdict, Verdict::Failed);
  EXPECT_EQ(all.decide(claim(quantile(0.98), Op::Ge, 6)).verdict, Verdict::Passed);
  // The bound is on a jump: nobody is below 5, and 95 % are at 5.
  EXPECT_EQ(all.decide(claim(quantile(0.9), Op::Lt, 5)).verdict, Verdict::Failed);
  EXPECT_EQ(all.decide(claim(quantile(0.9), Op::Ge, 5)).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(quantile(0.9), Op::Gt, 5)).verdict, Verdict::Failed);
}

/// None beyond: confirmed by 200 that might have been.
TEST(Decide, NoCaseBeyond) {
  MadeUp all;
  all.values(std::vector<std::vector<std::pair<std::int64_t, int>>>(20, {{5, 100}}));
  EXPECT_EQ(all.decide(claim(quantile(0.9), Op::Le, 5)).verdict, Verdict::Passed);  // 2,000 · 10 %
  const Decision p99 = all.decide(claim(quantile(0.99), Op::Le, 5));                // 2,000 · 1 %
  EXPECT_EQ(p99.verdict, Verdict::Undecided);
  EXPECT_EQ(p99.would_decide, 200);
}

/// What did not end lies beyond every bound, or below: only what holds either way is said.
TEST(Decide, QuantilesWithCasesThatDidNotEnd) {
  MadeUp all = fixture_of_quantiles();
  for (ReplicationResult& one : all.scenarios[0]) one.unfinished[0] = 10;
  EXPECT_EQ(all.decide(claim(quantile(0.9), Op::Le, 5)).verdict, Verdict::Passed);
  for (ReplicationResult& one : all.scenarios[0]) one.unfinished[0] = 100;
  const Decision many = all.decide(claim(quantile(0.9), Op::Le, 5));
  EXPECT_EQ(many.verdict, Verdict::Undecided);
  EXPECT_EQ(many.ground, Ground::Unfinished);
}

TEST(Decide, QuantileAgainstAQuantile) {
  MadeUp all;
  std::vector<std::vector<std::pair<std::int64_t, int>>> a, b;
  for (int r = 0; r < 20; ++r) {
    a.push_back({{100 + r % 3, 270}, {200 + r % 5, 30}});
    b.push_back({{100 + r % 3, 200}, {300 + r % 7, 100}});
  }
  all.values(a);
  all.values(b);
  EXPECT_EQ(all.decide(claim(quantile(0.85, 0), Op::Le, 0.5, quantile(0.85, 1))).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(quantile(0.85, 0), Op::Ge, 0.5, quantile(0.85, 1))).verdict, Verdict::Failed);
  // 300 cases have 15 beyond their p95.
  EXPECT_EQ(all.decide(claim(quantile(0.95, 0), Op::Le, 1, quantile(0.95, 1))).ground, Ground::TooFewBeyond);
}

TEST(Decide, TheGreatest) {
  MadeUp all = fixture_of_quantiles();
  const Decision refuted = all.decide(claim(greatest(), Op::Le, 8));
  EXPECT_EQ(refuted.verdict, Verdict::Failed);
  EXPECT_EQ(refuted.ground, Ground::OneCase);
  const Decision never = all.decide(claim(greatest(), Op::Le, 9));
  EXPECT_EQ(never.verdict, Verdict::Undecided);
  EXPECT_EQ(never.ground, Ground::NoneSeen);
  EXPECT_EQ(never.cases, 20'000U);
  EXPECT_EQ(all.decide(claim(greatest(), Op::Ge, 9)).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(greatest(), Op::Gt, 9)).verdict, Verdict::Undecided);
  EXPECT_EQ(all.decide(claim(greatest(), Op::Le, 1, greatest())).ground, Ground::Maxima);
}

/// Of queues and loads: the share of the time up to the bound, each replication once.
TEST(Decide, QuantilesOfALevel) {
  MadeUp all;
  auto& replications = all.scenarios.emplace_back();
  for (int i = 0; i < 20; ++i) {
    ReplicationResult& one = replications.emplace_back();
    one.unfinished.resize(1);
    one.cells.resize(1);
    one.levels.push_back({{0, 50}, {1, i % 2 == 0 ? 43 : 41}, {2, i % 2 == 0 ? 7 : 9}});
  }
  Reference queue = quantile(0.9);
  queue.of = Reference::Of::Queue;
  queue.pool = 0;
  const Decision within = all.decide(claim(queue, Op::Le, 1));  // 92 % of the time, ± 0.5
  EXPECT_EQ(within.verdict, Verdict::Passed);
  EXPECT_EQ(within.left, 1);
  EXPECT_NEAR(within.value.value(), 0.92, 1e-12);
  EXPECT_NEAR(within.high - within.low, 2 * 2.093 * 0.01 / std::sqrt(19), 1e-5);
  EXPECT_EQ(all.decide(claim(queue, Op::Lt, 1)).verdict, Verdict::Failed);
  queue.quantile = 0.92;
  EXPECT_EQ(all.decide(claim(queue, Op::Le, 1)).verdict, Verdict::Undecided);
  // Always within: were it less than 90 % of the mean time, 35 replications were so with a chance of 2.5 %.
  queue.quantile = 0.9;
  EXPECT_EQ(all.decide(claim(queue, Op::Le, 2)).verdict, Verdict::Undecided);
  EXPECT_EQ(all.decide(claim(queue, Op::Le, 2)).would_decide, 36);
  queue.quantile = 0.5;
  EXPECT_EQ(all.decide(claim(queue, Op::Le, 2)).verdict, Verdict::Passed);
  queue.statistic = Statistic::Max;
  EXPECT_EQ(all.decide(claim(queue, Op::Le, 1)).verdict, Verdict::Failed);
  EXPECT_EQ(all.decide(claim(queue, Op::Le, 2)).ground, Ground::NoneSeen);
}

TEST(Decide, WhatIsNotSimulatedIsNotNothing) {
  MadeUp all;
  all.sums({100, 110, 90, 105, 95});
  Reference missing = mean(0);
  missing.missing = Missing::NeverSet;
  const Decision said = all.decide(claim(missing, Op::Le, 12));
  EXPECT_EQ(said.verdict, Verdict::Undecided);
  EXPECT_EQ(said.ground, Ground::NotSimulated);
  EXPECT_FALSE(said.left);
}

Reference ends() {
  Reference out;
  out.statistic = Statistic::Share;
  out.of = Reference::Of::Ends;
  out.outcome = 0;
  return out;
}

TEST(Decide, SharesThatAreAlwaysOrNever) {
  MadeUp all;
  all.sums({100, 110, 90, 105, 95});  // 50 cases, all of which end in the only outcome
  EXPECT_EQ(all.decide(claim(ends(), Op::Le, 1)).verdict, Verdict::Passed);
  EXPECT_EQ(all.decide(claim(ends(), Op::Gt, 1)).verdict, Verdict::Failed);
  EXPECT_EQ(all.decide(claim(ends(), Op::Ge, 0.9)).verdict, Verdict::Undecided);
  EXPECT_EQ(all.decide(claim(ends(), Op::Ge, 0.9)).would_decide, 200);
  EXPECT_TRUE(all.decide(claim(ends(), Op::Ge, 1)).at_boundary);  // nothing proves always
}

}  // namespace
}  // namespace wain::simulation
