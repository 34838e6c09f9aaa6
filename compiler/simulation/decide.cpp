#include "simulation/decide.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/statistics/intervals.h"
#include "runtime/statistics/sort_times.h"
#include "simulation/sides.h"

namespace wain::simulation {
namespace {

using Op = Claim::Op;
using Statistic = Reference::Statistic;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double boundary = 10'000;       // replications
constexpr double rare_enough = 200;       // cases times the share that may be beyond (5.2)
constexpr double beyond_a_quantile = 30;  // cases a replication (5.3)
constexpr std::uint32_t least_replications = 5;

bool is_upper(Op op) { return op == Op::Lt || op == Op::Le; }

Op mirrored(Op op) {
  switch (op) {
    case Op::Lt: return Op::Gt;
    case Op::Le: return Op::Ge;
    case Op::Gt: return Op::Lt;
    case Op::Ge: return Op::Le;
  }
  return op;
}

bool holds(double value, Op op, double bound) {
  switch (op) {
    case Op::Lt: return value < bound;
    case Op::Le: return value <= bound;
    case Op::Gt: return value > bound;
    case Op::Ge: return value >= bound;
  }
  return false;
}

/// 5.1: what lies wholly on one side of the bound is decided.
Verdict verdict_of(double low, double high, Op op, double bound) {
  const bool all = holds(low, op, bound) && holds(high, op, bound);
  const bool none = !holds(low, op, bound) && !holds(high, op, bound);
  return all ? Verdict::Passed : none ? Verdict::Failed : Verdict::Undecided;
}

class Decider {
public:
  Decider(const Claim& claim, const std::vector<Sample>& samples, double confidence)
      : claim_(claim), samples_(samples) {
    out_.confidence = confidence;
    out_.replications = static_cast<std::uint32_t>(sample(claim.left).replications->size());
    random_ = sample(claim.left).random;
    if (claim.right) random_ = random_ || sample(*claim.right).random;
  }

  Decision decide() && {
    if (is_unsaid(claim_.left) || (claim_.right && is_unsaid(*claim_.right))) return std::move(out_);
    left_ = side_of(claim_.left, sample(claim_.left));
    if (claim_.right) right_ = side_of(*claim_.right, sample(*claim_.right));
    out_.cases = left_.cases;
    out_.left = point(claim_.left, left_);
    out_.right = claim_.number;
    if (claim_.right) {
      out_.right = point(*claim_.right, right_);
      if (out_.right) out_.right = *out_.right * claim_.factor;
    }
    if (!out_.left || !out_.right) return on(Ground::NoCases);
    if (!random_) return by_points();
    const bool max = claim_.left.statistic == Statistic::Max ||
                     (claim_.right && claim_.right->statistic == Statistic::Max);
    if (max) return by_greatest();
    if (is_growing(claim_.left) || (claim_.right && is_growing(*claim_.right)))
      return on(Ground::NoSteadyState);
    if (out_.replications < least_replications) {
      out_.would_decide = least_replications;
      return on(Ground::TooFew);
    }
    if (!claim_.right && !left_.levels.empty()) return by_time_within();
    if (!claim_.right && claim_.left.statistic == Statistic::Quantile) return by_cases_within();
    if (!claim_.right && claim_.left.statistic == Statistic::Share) return by_share();
    if (left_.unfinished > 0 || right_.unfinished > 0) return on(Ground::Unfinished);
    const bool quantile = claim_.left.statistic == Statistic::Quantile ||
                          (claim_.right && claim_.right->statistic == Statistic::Quantile);
    return quantile ? by_replication() : by_difference();
  }

private:
  [[nodiscard]] const Sample& sample(const Reference& reference) const {
    return samples_[reference.scenario];
  }

  Decision on(Ground ground) {
    out_.ground = ground;
    return std::move(out_);
  }
  Decision on(Ground ground, Verdict verdict) {
    out_.verdict = verdict;
    return on(ground);
  }

  /// Not simulated, or a replication gave up.
  bool is_unsaid(const Reference& reference) {
    if (reference.missing != Missing::Nothing) {
      out_.ground = Ground::NotSimulated;
      out_.missing = reference.missing;
      return true;
    }
    for (const runtime::ReplicationResult& one : *sample(reference).replications) {
      if (one.stop == runtime::Stop::None || one.stop == runtime::Stop::Unfinished) continue;
      out_.ground = Ground::Stopped;
      out_.stopped = one.stopped;
      return true;
    }
    return false;
  }

  bool is_growing(const Reference& reference) {
    if (!grows(reference)) return false;
    out_.pool = overloaded(sample(reference));
    return !out_.pool.empty();
  }

  /// The figure of all replications together; nothing if there is no case.
  static std::optional<double> point(const Reference& reference, const Side& side) {
    if (reference.statistic == Statistic::Mean || reference.statistic == Statistic::Share) {
      const auto mean = runtime::ratio_mean(side.ratio);
      return mean ? std::optional(mean->value) : std::nullopt;
    }
    if (!side.levels.empty())
      return level_of(side.levels, reference.statistic == Statistic::Max ? 1 : reference.quantile);
    std::vector<std::int64_t> all;
    std::uint64_t unknown = 0;
    for (const auto& own : side.values) all.insert(all.end(), own.begin(), own.end());
    for (const std::uint64_t count : side.unknown) unknown += count;
    if (all.empty()) return std::nullopt;
    runtime::sort_times(all);
    if (reference.statistic == Statistic::Max) return static_cast<double>(all.back());
    return quantile_of(std::move(all), unknown, reference.quantile);
  }

  /// The difference of the two sides, 0 if it is only rounding.
  [[nodiscard]] double difference() const {
    constexpr double rounding = 1e-12;
    const double value = *out_.left - *out_.right;
    return std::abs(value) <= rounding * (std::abs(*out_.left) + std::abs(*out_.right)) ? 0 : value;
  }

  Decision by_points() {
    if (left_.unfinished > 0 || right_.unfinished > 0) return on(Ground::Unfinished);
    out_.value = out_.low = out_.high = difference();
    return on(Ground::NothingRandom, holds(*out_.value, claim_.op, 0) ? Verdict::Passed : Verdict::Failed);
  }

  /// How many replications would do, if the half-width shrinks with their root (5.4).
  void foresee(double half, double distance) {
    constexpr double reserve = 1.1;
    const double ratio = distance != 0 ? half / distance : infinite;
    expect_replications(std::ceil(reserve * out_.replications * ratio * ratio));
  }
  void expect_replications(double count) {
    out_.at_boundary = !(count <= boundary);
    if (!out_.at_boundary) out_.would_decide = std::max(count, out_.replications + 1.0);
  }

  Decision by_interval(double value, double low, double high) {
    out_.value = value;
    out_.low = low;
    out_.high = high;
    const Verdict verdict = verdict_of(low, high, claim_.op, 0);
    if (verdict == Verdict::Undecided) foresee((high - low) / 2, std::abs(value));
    return on(Ground::Difference, verdict);
  }

  // 5.1 -----------------------------------------------------------------------------------------------

  /// A random model in which nothing of what is compared was seen: shares of 0 or 1 on both sides, no loss.
  [[nodiscard]] bool nothing_seen() const {
    if (claim_.left.figure == plan::Figure::Loss && claim_.left.of == Reference::Of::Cases)
      return *out_.left == 0 && (!claim_.right || *out_.right == 0);
    if (claim_.left.statistic != Statistic::Share) return false;
    const auto one_sided = [](double share) { return share == 0 || share == 1; };
    return one_sided(*out_.left) && one_sided(*out_.right / claim_.factor);
  }

  Decision by_difference() {
    if (nothing_seen()) return on(Ground::NoneSeen);
    const auto left = runtime::ratio_mean(left_.ratio, out_.confidence);
    if (!claim_.right) {
      const double half = left->high - left->value, value = difference();
      if (is_still(*left)) return by_interval(value, value, value);
      return by_interval(value, value - half, value + half);
    }
    const auto right = runtime::ratio_mean(right_.ratio, out_.confidence);
    const bool paired = sample(claim_.left).seed == sample(*claim_.right).seed;
    const auto found = runtime::difference(*left, *right, claim_.factor, paired, out_.confidence);
    if (!found) return on(Ground::TooFew);
    const double value = difference();
    if (found->high - found->low <= 1e-12 * (std::abs(*out_.left) + std::abs(*out_.right)))
      return by_interval(value, value, value);
    return by_interval(found->value, found->low, found->high);
  }

  /// The same in every replication, but for rounding.
  static bool is_still(const runtime::Interval& interval) {
    return interval.high - interval.low <= 1e-12 * std::abs(interval.value);
  }

  // 5.2 -----------------------------------------------------------------------------------------------

  /// A quantile against a number: the share of cases up to it, against the quantile's. Cases that did not
  /// end may lie on either side: what both say holds.
  Decision by_cases_within() {
    const bool strictly_below = claim_.op == Op::Lt || claim_.op == Op::Ge;
    Ratio known, all_below, all_above;
    for (std::size_t r = 0; r < left_.values.size(); ++r) {
      const auto& own = left_.values[r];
      const auto end =
          strictly_below
              ? std::partition_point(own.begin(), own.end(),
                                     [&](std::int64_t v) { return static_cast<double>(v) < claim_.number; })
              : std::partition_point(own.begin(), own.end(),
                                     [&](std::int64_t v) { return static_cast<double>(v) <= claim_.number; });
      const auto within = static_cast<double>(end - own.begin()), count = static_cast<double>(own.size());
      const auto unknown = static_cast<double>(left_.unknown[r]);
      known.push_back({count, within});
      all_below.push_back({count + unknown, within + unknown});
      all_above.push_back({count + unknown, within});
    }
    // p_q <= x is P(X <= x) >= q, and p_q >= x is P(X < x) <= q.
    const Op op = is_upper(claim_.op) ? Op::Ge : Op::Le;
    return by_shares(all_above, all_below, op, claim_.left.quantile);
  }

  /// The same of a queue or a load: the share of the time up to the number. Each replication counts once.
  Decision by_time_within() {
    const bool strictly_below = claim_.op == Op::Lt || claim_.op == Op::Ge;
    Ratio shares;
    for (const runtime::Levels& own : left_.levels) {
      double within = 0, time = 0;
      for (const runtime::LevelTime& one : own) {
        const bool counts = strictly_below ? one.level < claim_.number : one.level <= claim_.number;
        time += static_cast<double>(one.time);
        within += counts ? static_cast<double>(one.time) : 0;
      }
      if (time > 0) shares.push_back({1, within / time});
    }
    out_.wanted = claim_.left.quantile;
    const Op op = is_upper(claim_.op) ? Op::Ge : Op::Le;
    return on(out_.ground, hold_time(shares, op));
  }

  /// Sets the ground.
  Verdict hold_time(const Ratio& shares, Op op) {
    const auto interval = runtime::ratio_mean(shares, out_.confidence);
    out_.value = interval->value;
    out_.low = std::max(0.0, interval->low);
    out_.high = std::min(1.0, interval->high);
    const auto same = [&](double share) {
      return std::all_of(shares.begin(), shares.end(), [&](const auto& one) { return one.sum == share; });
    };
    if (!same(0) && !same(1)) {
      out_.ground = Ground::CaseShare;
      const Verdict verdict = verdict_of(out_.low, out_.high, op, out_.wanted);
      if (verdict == Verdict::Undecided)
        foresee((out_.high - out_.low) / 2, std::abs(*out_.value - out_.wanted));
      return verdict;
    }
    // Were the mean share at the bound, a replication of only 1 (only 0) had at most this chance.
    out_.ground = Ground::AllOneSide;
    const double chance = same(1) ? out_.wanted : 1 - out_.wanted;
    const double needed = std::ceil(std::log((1 - out_.confidence) / 2) / std::log(chance));
    if (static_cast<double>(shares.size()) >= needed)
      return holds(same(1) ? 1 : 0, op, out_.wanted) ? Verdict::Passed : Verdict::Failed;
    expect_replications(needed);
    return Verdict::Undecided;
  }

  Decision by_share() {
    Ratio all = left_.ratio, none = left_.ratio;
    for (std::size_t r = 0; r < all.size(); ++r) {
      const auto open = static_cast<double>(left_.open[r]);
      all[r].count += open;
      all[r].sum += open;
      none[r].count += open;
    }
    return by_shares(none, all, claim_.op, claim_.number);
  }

  /// The same verdict with the unknown cases on either side, or none.
  Decision by_shares(const Ratio& least, const Ratio& most, Op op, double wanted) {
    out_.wanted = wanted;
    const Verdict verdict = hold_share(most, op, wanted);
    if (hold_share(least, op, wanted) == verdict) return on(out_.ground, verdict);
    out_.would_decide.reset();
    out_.at_boundary = false;
    return on(Ground::Unfinished);
  }

  Verdict hold_share(const Ratio& counts, Op op, double wanted) {
    const auto interval = runtime::share(counts, out_.confidence);
    double cases = 0, within = 0;
    for (const runtime::Sum& one : counts) {
      cases += one.count;
      within += one.sum;
    }
    out_.value = interval->value;
    out_.low = interval->low;
    out_.high = interval->high;
    out_.ground = Ground::CaseShare;
    const bool all = within == cases, none = within == 0;
    if (holds(0, op, wanted) == holds(1, op, wanted))  // of whatever share
      return holds(0, op, wanted) ? Verdict::Passed : Verdict::Failed;
    if (!all && !none) {
      const Verdict verdict = verdict_of(out_.low, out_.high, op, wanted);
      if (verdict == Verdict::Undecided) foresee((out_.high - out_.low) / 2, std::abs(*out_.value - wanted));
      return verdict;
    }
    out_.ground = Ground::AllOneSide;
    const double expected =
        cases * (all ? 1 - wanted : wanted);  // cases on the other side, were it at the bound
    constexpr double rounding = 1e-9;
    if (expected >= rare_enough * (1 - rounding))
      return holds(all ? 1 : 0, op, wanted) ? Verdict::Passed : Verdict::Failed;
    expect_replications(expected > 0 ? std::ceil(out_.replications * rare_enough / expected - rounding)
                                     : infinite);
    return Verdict::Undecided;
  }

  // 5.3 -----------------------------------------------------------------------------------------------

  /// Enough cases beyond the quantile in a mean replication.
  [[nodiscard]] bool has_enough_beyond(const Reference& reference, const Side& side) const {
    if (reference.statistic != Statistic::Quantile || !side.levels.empty()) return true;
    const double beyond = std::min(reference.quantile, 1 - reference.quantile);
    return static_cast<double>(side.cases) / out_.replications * beyond >= beyond_a_quantile * (1 - 1e-9);
  }

  static std::optional<double> in_replication(const Reference& reference, const Side& side, std::size_t r) {
    if (!side.levels.empty()) return level_of({side.levels[r]}, reference.quantile);
    if (reference.statistic == Statistic::Quantile) {
      if (side.values[r].empty()) return std::nullopt;
      return quantile_of(side.values[r], 0, reference.quantile);
    }
    if (side.ratio[r].count <= 0) return std::nullopt;
    return side.ratio[r].sum / side.ratio[r].count;
  }

  Decision by_replication() {
    const bool enough = has_enough_beyond(claim_.left, left_) && has_enough_beyond(*claim_.right, right_);
    if (!enough) return on(Ground::TooFewBeyond);
    const double value = difference();
    double squares = 0;
    for (std::size_t r = 0; r < out_.replications; ++r) {
      const auto a = in_replication(claim_.left, left_, r), b = in_replication(*claim_.right, right_, r);
      if (!a || !b) return on(Ground::TooFewBeyond);
      const double off = *a - claim_.factor * *b - value;
      squares += off * off;
    }
    const double count = out_.replications;
    const double t = runtime::student_quantile(count - 1, 0.5 + out_.confidence / 2);
    const double half = t * std::sqrt(squares / (count - 1) / count);
    return by_interval(value, value - half, value + half);
  }

  // The greatest value ----------------------------------------------------------------------------------

  /// What was seen is at most the greatest there is, so one case can refute an upper bound and prove a lower
  /// one; nothing else can be told.
  Decision by_greatest() {
    const bool on_left = claim_.left.statistic == Statistic::Max;
    const bool on_right = claim_.right && claim_.right->statistic == Statistic::Max;
    if (on_left && on_right) return on(Ground::Maxima);
    const Op op = on_left ? claim_.op : mirrored(claim_.op);
    const double seen = on_left ? *out_.left : *out_.right;
    double other = on_left ? *out_.right : *out_.left;
    if (claim_.right) {
      const Reference& against = on_left ? *claim_.right : claim_.left;
      const Side& side = on_left ? right_ : left_;
      if (against.statistic == Statistic::Quantile) return on(Ground::Maxima);
      if (out_.replications < least_replications) return on(Ground::TooFew);
      other = runtime::ratio_mean(side.ratio, out_.confidence)->high * (on_left ? claim_.factor : 1);
    }
    out_.cases = on_left ? left_.cases : right_.cases;
    if (is_upper(op))
      return holds(seen, op, other) ? on(Ground::NoneSeen) : on(Ground::OneCase, Verdict::Failed);
    return holds(seen, op, other) ? on(Ground::OneCase, Verdict::Passed) : on(Ground::NoneSeen);
  }

  const Claim& claim_;
  const std::vector<Sample>& samples_;
  Side left_, right_;
  Decision out_;
  bool random_ = true;
};

}  // namespace

Decision decide(const Claim& claim, const std::vector<Sample>& samples, double confidence) {
  return Decider(claim, samples, confidence).decide();
}

}  // namespace wain::simulation
