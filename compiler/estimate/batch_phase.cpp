#include "estimate/batch_phase.h"

#include <algorithm>
#include <cmath>

namespace wain::estimate {
namespace {

/// Chances below this are dropped.
constexpr double negligible = 1e-12;
constexpr int most_weeks = 20;

std::vector<double> poisson(double mean) {
  std::vector<double> chances;
  double chance = std::exp(-mean), sum = 0;
  for (int n = 0; sum < 1 - negligible && (n < mean || chance > negligible); ++n) {
    chances.push_back(chance);
    sum += chance;
    chance *= mean / (n + 1);
  }
  for (double& one : chances) one /= sum;
  return chances;
}

/// A batch of n cases that has `left` bins to go: the chance that it gets full, and the bins until then,
/// summed over that chance. Backwards in time.
class Fates {
public:
  struct Fate {
    double full = 0, bins = 0;
  };
  Fates(const std::vector<std::vector<double>>& arrivals, std::uint32_t size, std::size_t limit)
      : size_(size), limit_(limit), bins_(arrivals.size()), fates_(bins_ * (limit + 1) * size) {
    // What is left at a bin rests on one less left at the next: the week comes round below `left` = 0.
    for (std::size_t left = 1; left <= limit; ++left)
      for (std::size_t bin = 0; bin < bins_; ++bin)
        for (std::uint32_t n = 1; n < size; ++n) at(bin, left, n) = from(arrivals[bin], bin, left, n);
  }
  [[nodiscard]] const Fate& of(std::size_t bin, std::size_t left, std::uint32_t n) const {
    return fates_[((bin % bins_) * (limit_ + 1) + left) * size_ + n];
  }

private:
  Fate& at(std::size_t bin, std::size_t left, std::uint32_t n) {
    return fates_[(bin * (limit_ + 1) + left) * size_ + n];
  }
  [[nodiscard]] Fate from(const std::vector<double>& arrivals, std::size_t bin, std::size_t left,
                          std::uint32_t n) const {
    Fate fate;
    double fills = 1;
    for (std::uint32_t a = 0; a < arrivals.size() && n + a < size_; ++a) {
      const Fate& next = of(bin + 1, left - 1, n + a);
      fate.full += arrivals[a] * next.full;
      fate.bins += arrivals[a] * (next.full + next.bins);
      fills -= arrivals[a];
    }
    fate.full += std::max(0.0, fills);
    return fate;
  }

  std::uint32_t size_;
  std::size_t limit_, bins_;
  std::vector<Fate> fates_;
};

/// The open batch at the beginning of each bin, from week to week until it no longer changes.
class Batches {
public:
  Batches(const std::vector<double>& cases, double bin, std::uint32_t size, std::size_t limit)
      : cases_(cases), bin_(bin), size_(size), limit_(limit) {
    for (const double mean : cases) arrivals_.push_back(poisson(mean));
  }

  BatchWays run() {
    const Fates fates(arrivals_, size_, limit_);
    fates_ = &fates;
    state_.assign((limit_ + 1) * size_, 0.0);
    empty_ = 1;
    for (int week = 0; week < most_weeks; ++week) {
      const std::vector<double> before = state_;
      waits_.assign(cases_.size() * (limit_ + 1), {});
      all_ = batches_ = 0;
      for (bin_at_ = 0; bin_at_ < cases_.size(); ++bin_at_) step();
      double change = 0;
      for (std::size_t i = 0; i < state_.size(); ++i)
        change = std::max(change, std::abs(state_[i] - before[i]));
      if (change < 1e-7) break;
    }
    BatchWays result;
    result.bin = bin_;
    result.cases = batches_ > 0 ? std::max(1.0, all_ / batches_) : 1;
    for (std::size_t bin = 0; bin < cases_.size(); ++bin) result.ways.push_back(way_from(bin));
    return result;
  }

private:
  /// Cases of one bin that wait as many bins: how many, and the sums over them of seconds and their squares.
  struct Waits {
    double cases = 0, seconds = 0, squares = 0;
    void add(const Waits& other) {
      cases += other.cases;
      seconds += other.seconds;
      squares += other.squares;
    }
  };

  void wait(double cases, double seconds) {
    const auto bins = std::min(limit_, static_cast<std::size_t>(seconds / bin_));
    const double within = bin_ * bin_ / 12;  // of an instant of a bin
    waits_[bin_at_ * (limit_ + 1) + bins].add({cases, cases * seconds, cases * (seconds * seconds + within)});
  }

  /// About so many parts that are as large as each other.
  [[nodiscard]] BatchWays::Way way_from(std::size_t bin) const {
    constexpr double parts = 12;
    const Waits* all = waits_.data() + bin * (limit_ + 1);
    double cases = 0;
    for (std::size_t bins = 0; bins <= limit_; ++bins) cases += all[bins].cases;
    BatchWays::Way way;
    if (cases <= 0) return way;
    Waits part;
    for (std::size_t bins = 0; bins <= limit_; ++bins) {
      part.add(all[bins]);
      if (part.cases <= 0 || (bins < limit_ && part.cases < cases / parts)) continue;
      const double mean = part.seconds / part.cases;
      way.push_back({part.cases / cases, mean, std::max(0.0, 3 * (part.squares / part.cases - mean * mean))});
      part = {};
    }
    return way;
  }

  double& at(std::vector<double>& state, std::size_t age, std::uint32_t n) { return state[age * size_ + n]; }

  void step() {
    next_.assign(state_.size(), 0.0);
    double empty = empty_;
    for (std::uint32_t n = 1; n < size_; ++n) {  // their time is up
      const double due = at(state_, limit_, n);
      empty += due;
      batches_ += due;
    }
    empty_ = 0;
    arrive(empty, 0, 0);
    for (std::size_t age = 0; age < limit_; ++age)
      for (std::uint32_t n = 1; n < size_; ++n)
        if (const double chance = at(state_, age, n); chance > negligible) arrive(chance, age, n);
    std::swap(state_, next_);
  }

  /// To a batch of n that is so many bins old. Nobody comes in a bin without cases; who did would be one.
  void arrive(double chance, std::size_t age, std::uint32_t n) {
    const std::vector<double>& arrivals = arrivals_[bin_at_];
    if (cases_[bin_at_] <= 0) join(chance, age, n, 1, false);
    for (std::uint32_t a = 0; a < arrivals.size(); ++a) join(chance * arrivals[a], age, n, a, true);
  }

  void join(double chance, std::size_t age, std::uint32_t n, std::uint32_t a, bool real) {
    const std::uint32_t all = n + a, full = all / size_, rest = all % size_;
    const std::size_t born = full > 0 || n == 0 ? 0 : age;  // of the batch that is open then
    const std::uint32_t stay = full > 0 ? rest : a;         // of those who come
    wait(chance * (a - stay), within_bin());
    if (stay > 0) {
      const Fates::Fate& fate = fates_->of(bin_at_ + 1, limit_ - born - 1, rest);
      const double many = chance * stay;
      if (fate.full > 0) wait(many * fate.full, (1 + fate.bins / fate.full) * bin_);
      wait(many * (1 - fate.full), static_cast<double>(limit_ - born) * bin_);
    }
    if (!real) return;
    all_ += chance * a;
    batches_ += chance * full;
    if (rest > 0)
      at(next_, born + 1, rest) += chance;
    else
      empty_ += chance;
  }

  /// Seconds until a batch is full that gets full within the bin.
  [[nodiscard]] double within_bin() const {
    const double mean = cases_[bin_at_];
    return mean > 0 ? std::min(0.5, (size_ - 1) / (2 * mean)) * bin_ : 0;
  }

  const std::vector<double>& cases_;
  double bin_;
  std::uint32_t size_;
  std::size_t limit_;
  std::vector<std::vector<double>> arrivals_;  // by bin: chances of 0, 1, 2, …
  const Fates* fates_ = nullptr;
  std::vector<double> state_, next_;  // by age in bins, by cases: the chance of such an open batch
  double empty_ = 1;                  // the chance of none
  std::size_t bin_at_ = 0;
  std::vector<Waits> waits_;  // by bin, by bins of the wait
  double all_ = 0, batches_ = 0;
};

}  // namespace

const BatchWays::Way& BatchWays::at(double t) const {
  const double span = bin * static_cast<double>(ways.size());
  const auto place = static_cast<std::size_t>((t - std::floor(t / span) * span) / bin);
  return ways[std::min(place, ways.size() - 1)];
}

std::optional<BatchWays> batch_ways(const std::vector<double>& cases, double bin, std::uint32_t size,
                                    double limit, double most_work) {
  double all = 0;
  for (const double one : cases) all += one;
  if (all <= 0 || size < 2) return std::nullopt;
  const auto bins = static_cast<std::size_t>(std::max(1.0, std::round(limit / bin)));
  const double a_bin = all / static_cast<double>(cases.size());
  const double work = static_cast<double>(cases.size() * bins) * size * (a_bin + 5);
  if (work > most_work) return std::nullopt;
  return Batches(cases, bin, size, bins).run();
}

}  // namespace wain::estimate
