#include "simulation/hold_shares.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/statistics/intervals.h"
#include "simulation/verdicts.h"

namespace wain::simulation {
namespace {

constexpr double rare_enough = 200;  // cases times the share that may be beyond

/// Of cases, with their interval, against `wanted`. Sets the ground.
Verdict verdict_of_cases(const Ratio& counts, Op op, double wanted, Decision& out) {
  const auto interval = runtime::share(counts, out.confidence);
  double cases = 0, within = 0;
  for (const runtime::Sum& one : counts) {
    cases += one.count;
    within += one.sum;
  }
  out.value = interval->value;
  out.low = interval->low;
  out.high = interval->high;
  out.ground = Ground::CaseShare;
  const bool all = within == cases, none = within == 0;
  if (holds(0, op, wanted) == holds(1, op, wanted))  // of whatever share
    return holds(0, op, wanted) ? Verdict::Passed : Verdict::Failed;
  if (!all && !none) {
    const Verdict verdict = verdict_of(out.low, out.high, op, wanted);
    if (verdict == Verdict::Undecided) foresee(out, (out.high - out.low) / 2, std::abs(*out.value - wanted));
    return verdict;
  }
  out.ground = Ground::AllOneSide;
  // Cases on the other side, were it at the bound.
  const double expected = cases * (all ? 1 - wanted : wanted);
  constexpr double rounding = 1e-9;
  if (expected >= rare_enough * (1 - rounding))
    return holds(all ? 1 : 0, op, wanted) ? Verdict::Passed : Verdict::Failed;
  expect_replications(out, expected > 0 ? std::ceil(out.replications * rare_enough / expected - rounding)
                                        : std::numeric_limits<double>::infinity());
  return Verdict::Undecided;
}

/// The same verdict with the unknown cases on either side, or none.
Decision hold_either_way(const Ratio& least, const Ratio& most, Op op, double wanted, Decision out) {
  out.wanted = wanted;
  const Verdict verdict = verdict_of_cases(most, op, wanted, out);
  if (verdict_of_cases(least, op, wanted, out) == verdict) {
    out.verdict = verdict;
    return out;
  }
  out.would_decide.reset();
  out.at_boundary = false;
  out.ground = Ground::Unfinished;
  return out;
}

/// Of time, by replication. Sets the ground.
Verdict verdict_of_time(const Ratio& shares, Op op, Decision& out) {
  const auto interval = runtime::ratio_mean(shares, out.confidence);
  out.value = interval->value;
  out.low = std::max(0.0, interval->low);
  out.high = std::min(1.0, interval->high);
  const auto same = [&](double share) {
    return std::all_of(shares.begin(), shares.end(), [&](const auto& one) { return one.sum == share; });
  };
  if (!same(0) && !same(1)) {
    out.ground = Ground::CaseShare;
    const Verdict verdict = verdict_of(out.low, out.high, op, out.wanted);
    if (verdict == Verdict::Undecided)
      foresee(out, (out.high - out.low) / 2, std::abs(*out.value - out.wanted));
    return verdict;
  }
  // Were the mean share at the bound, a replication of only 1 (only 0) had at most this chance.
  out.ground = Ground::AllOneSide;
  const double chance = same(1) ? out.wanted : 1 - out.wanted;
  const double needed = std::ceil(std::log((1 - out.confidence) / 2) / std::log(chance));
  if (static_cast<double>(shares.size()) >= needed)
    return holds(same(1) ? 1 : 0, op, out.wanted) ? Verdict::Passed : Verdict::Failed;
  expect_replications(out, needed);
  return Verdict::Undecided;
}

bool is_strictly_below(Op op) { return op == Op::Lt || op == Op::Ge; }

/// p_q <= x is P(X <= x) >= q, and p_q >= x is P(X < x) <= q.
Op of_shares(Op op) { return is_upper(op) ? Op::Ge : Op::Le; }

}  // namespace

Decision hold_cases_within(const Claim& claim, const Side& left, Decision so_far) {
  Ratio all_below, all_above;
  for (std::size_t r = 0; r < left.values.size(); ++r) {
    const auto& own = left.values[r];
    const auto is_within = [&](std::int64_t value) {
      const auto number = static_cast<double>(value);
      return is_strictly_below(claim.op) ? number < claim.number : number <= claim.number;
    };
    const auto within =
        static_cast<double>(std::partition_point(own.begin(), own.end(), is_within) - own.begin());
    const auto count = static_cast<double>(own.size()), unknown = static_cast<double>(left.unknown[r]);
    all_below.push_back({count + unknown, within + unknown});
    all_above.push_back({count + unknown, within});
  }
  return hold_either_way(all_above, all_below, of_shares(claim.op), claim.left.quantile, std::move(so_far));
}

Decision hold_time_within(const Claim& claim, const Side& left, Decision so_far) {
  Ratio shares;
  for (const runtime::Levels& own : left.levels) {
    double within = 0, time = 0;
    for (const runtime::LevelTime& one : own) {
      const bool counts = is_strictly_below(claim.op) ? one.level < claim.number : one.level <= claim.number;
      time += static_cast<double>(one.time);
      within += counts ? static_cast<double>(one.time) : 0;
    }
    if (time > 0) shares.push_back({1, within / time});
  }
  so_far.wanted = claim.left.quantile;
  so_far.verdict = verdict_of_time(shares, of_shares(claim.op), so_far);
  return so_far;
}

Decision hold_share(const Claim& claim, const Side& left, Decision so_far) {
  Ratio all = left.ratio, none = left.ratio;
  for (std::size_t r = 0; r < all.size(); ++r) {
    const auto open = static_cast<double>(left.open[r]);
    all[r].count += open;
    all[r].sum += open;
    none[r].count += open;
  }
  return hold_either_way(none, all, claim.op, claim.number, std::move(so_far));
}

}  // namespace wain::simulation
