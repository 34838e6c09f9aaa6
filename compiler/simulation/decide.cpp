#include "simulation/decide.h"

#include <algorithm>
#include <cmath>

#include "runtime/statistics/intervals.h"
#include "runtime/statistics/sort_times.h"
#include "simulation/hold_shares.h"
#include "simulation/sides.h"
#include "simulation/verdicts.h"

namespace wain::simulation {
namespace {

using Statistic = Reference::Statistic;

constexpr double beyond_a_quantile = 30;  // cases a replication (5.3)
constexpr std::uint32_t least_replications = 5;

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
    if (!claim_.right && !left_.levels.empty()) return hold_time_within(claim_, left_, std::move(out_));
    if (!claim_.right && claim_.left.statistic == Statistic::Quantile)
      return hold_cases_within(claim_, left_, std::move(out_));
    if (!claim_.right && claim_.left.statistic == Statistic::Share)
      return hold_share(claim_, left_, std::move(out_));
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

  Decision by_interval(double value, double low, double high) {
    out_.value = value;
    out_.low = low;
    out_.high = high;
    const Verdict verdict = verdict_of(low, high, claim_.op, 0);
    if (verdict == Verdict::Undecided) foresee(out_, (high - low) / 2, std::abs(value));
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
