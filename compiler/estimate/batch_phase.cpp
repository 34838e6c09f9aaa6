#include "estimate/batch_phase.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// The chance that a batch of n cases gets full so many bins later, and not before. Backwards in time.
class Fills {
public:
  Fills(const std::vector<std::vector<double>>& arrivals, std::uint32_t size, std::size_t limit)
      : size_(size), bins_(arrivals.size()), chances_(limit * bins_ * size) {
    // What is `later` at a bin rests on one less at the next: the week comes round below `later` = 0.
    for (std::size_t later = 0; later < limit; ++later)
      for (std::size_t bin = 0; bin < bins_; ++bin)
        for (std::uint32_t n = 1; n < size; ++n)
          chances_[at(bin, later, n)] = from(arrivals[bin], bin, later, n);
  }
  [[nodiscard]] double of(std::size_t bin, std::size_t later, std::uint32_t n) const {
    return chances_[at(bin % bins_, later, n)];
  }

private:
  [[nodiscard]] std::size_t at(std::size_t bin, std::size_t later, std::uint32_t n) const {
    return (later * bins_ + bin) * size_ + n;
  }
  [[nodiscard]] double from(const std::vector<double>& arrivals, std::size_t bin, std::size_t later,
                            std::uint32_t n) const {
    double fills = 0, stays = 1;
    for (std::uint32_t a = 0; a < arrivals.size() && n + a < size_; ++a) {
      stays -= arrivals[a];
      if (later > 0) fills += arrivals[a] * of(bin + 1, later - 1, n + a);
    }
    return later > 0 ? fills : std::max(0.0, stays);
  }

  std::uint32_t size_;
  std::size_t bins_;
  std::vector<double> chances_;
};

/// The open batch at the beginning of each bin, from week to week until it no longer changes; or on average
/// over two weeks.
class Batches {
public:
  Batches(const BatchArrivals& arrivals, double bin, std::uint32_t size, std::size_t limit)
      : cases_(arrivals.cases), at_once_(arrivals.at_once), bin_(bin), size_(size), limit_(limit) {
    for (const double mean : cases_) arrivals_.push_back(poisson(mean));
  }

  BatchWays run() {
    const Fills fills(arrivals_, size_, limit_);
    fills_ = &fills;
    state_.assign((limit_ + 1) * size_, 0.0);
    empty_ = 1;
    for (int week = 0; week < most_weeks; ++week) {
      const std::vector<double> before = state_;
      if (week % 2 == 0) {  // batches of a day and of two may take turns from week to week
        leaving_.assign(cases_.size() * (limit_ + 1), {});
        all_ = batches_ = 0;
      }
      for (bin_at_ = 0; bin_at_ < cases_.size(); ++bin_at_) step();
      double change = 0;
      for (std::size_t i = 0; i < state_.size(); ++i)
        change = std::max(change, std::abs(state_[i] - before[i]));
      if (change < 1e-7 && week % 2 == 0) break;
    }
    BatchWays result;
    result.bin = bin_;
    result.cases = batches_ > 0 ? std::max(1.0, all_ / batches_) : 1;
    for (std::size_t bin = 0; bin < cases_.size(); ++bin) result.ways.push_back(way_from(bin));
    return result;
  }

private:
  /// Cases of one bin that leave as many bins later: with a full batch, or since its time was up.
  struct Leaving {
    double full = 0, due = 0;
  };
  [[nodiscard]] Leaving& leaving(std::size_t later) { return leaving_[bin_at_ * (limit_ + 1) + later]; }

  double& at(std::vector<double>& state, std::size_t age, std::uint32_t n) { return state[age * size_ + n]; }

  void step() {
    next_.assign(state_.size(), 0.0);
    staying_.assign(state_.size(), 0.0);
    double empty = empty_;
    empty_ = 0;
    for (std::uint32_t n = 1; n < size_; ++n) {  // their time is up
      const double due = at(state_, limit_, n);
      if (at_once_[bin_at_] > cases_[bin_at_] / 2) {
        arrive_in_time(due, n);
        continue;
      }
      empty += due;
      batches_ += due;
    }
    arrive(empty, 0, 0);
    for (std::size_t age = 0; age < limit_; ++age)
      for (std::uint32_t n = 1; n < size_; ++n)
        if (const double chance = at(state_, age, n); chance > negligible) arrive(chance, age, n);
    for (std::uint32_t n = 1; n < size_; ++n) share_out(n);
    std::swap(state_, next_);
  }

  /// To a batch of n that is so many bins old. Nobody comes in a bin without cases; who did would be one.
  void arrive(double chance, std::size_t age, std::uint32_t n) {
    const std::vector<double>& arrivals = arrivals_[bin_at_];
    if (cases_[bin_at_] <= 0) join(chance, age, n, 1, false);
    for (std::uint32_t a = 0; a < arrivals.size(); ++a) join(chance * arrivals[a], age, n, a, true);
  }

  /// To a batch whose time is up, and which began at this time of a day or week: work that ends at an instant
  /// comes before a clock that rings at it, so these cases leave with the batch.
  void arrive_in_time(double chance, std::uint32_t n) {
    const std::vector<double>& arrivals = arrivals_[bin_at_];
    for (std::uint32_t a = 0; a < arrivals.size(); ++a) {
      const double part = chance * arrivals[a];
      if (n + a >= size_) {
        join(part, limit_, n, a, true);
        continue;
      }
      leaving(0).due += part * a;
      all_ += part * a;
      batches_ += part;
      empty_ += part;
    }
  }

  void join(double chance, std::size_t age, std::uint32_t n, std::uint32_t a, bool real) {
    const std::uint32_t all = n + a, full = all / size_, rest = all % size_;
    const std::size_t born = full > 0 || n == 0 ? 0 : age;  // of the batch that is open then
    const std::uint32_t stay = full > 0 ? rest : a;         // of those who come
    leaving(0).full += chance * (a - stay);
    at(staying_, limit_ - born - 1, rest) += chance * stay;
    if (!real) return;
    all_ += chance * a;
    batches_ += chance * full;
    if (rest > 0)
      at(next_, born + 1, rest) += chance;
    else
      empty_ += chance;
  }

  /// Of the cases that came in this bin those in batches of n: they leave when it gets full, or by its time.
  void share_out(std::uint32_t n) {
    double before = 0;  // the chance that it was full by then
    for (std::size_t left = 0; left < limit_; ++left) {
      const double stay = at(staying_, left, n);
      leaving(left + 1).due += stay * std::max(0.0, 1 - before);
      before += fills_->of(bin_at_ + 1, left, n);
    }
    double stay = 0;  // with more time left than so many bins
    for (std::size_t later = limit_ - 1; later > 0; --later) {
      stay += at(staying_, later, n);
      leaving(later).full += stay * fills_->of(bin_at_ + 1, later - 1, n);
    }
  }

  /// Cases that leave in some bins one after another, told by their moments.
  struct Part {
    double cases = 0, sum = 0, squares = 0;  // of bins from the one in which they came
    std::size_t first = 0;
    void add(double more, std::size_t later, double within) {
      if (cases <= 0) first = later;
      const double at = static_cast<double>(later) + within;
      cases += more;
      sum += more * at;
      squares += more * at * at;
    }
    /// Spread evenly about their mean, as far as there are bins.
    [[nodiscard]] Spread spread(std::size_t last) const {
      const double mean = sum / cases, variance = squares / cases - mean * mean + 1.0 / 12;
      const double half = std::min(
          {std::sqrt(3 * variance), mean - static_cast<double>(first), static_cast<double>(last + 1) - mean});
      return {mean - half, mean + half};
    }
  };

  /// A dozen parts and a few more. A batch gets full when somebody comes: what leaves before a time without
  /// arrivals and what leaves after it are not one part, with a mean in between.
  [[nodiscard]] BatchWays::Way way_from(std::size_t bin) const {
    constexpr double parts = 12;
    const Leaving* all = leaving_.data() + bin * (limit_ + 1);
    double cases = 0;
    for (std::size_t later = 0; later <= limit_; ++later) cases += all[later].full + all[later].due;
    BatchWays::Way way;
    if (cases <= 0) return way;
    if (all[0].full > negligible * cases) way.push_back({all[0].full / cases, true, within_bin(bin), bin_});
    Part full, due;
    for (std::size_t later = 0; later <= limit_; ++later) {
      const auto goes_on = [&](const Part& part) { return later < limit_ && part.cases < cases / parts; };
      if (all[later].due > negligible * cases) due.add(all[later].due, later, 0);
      if (due.cases > 0 && !goes_on(due)) {
        const double mean = due.sum / due.cases * bin_;
        way.push_back({due.cases / cases, true, mean, std::numeric_limits<double>::infinity()});
        due = {};
      }
      if (later > 0 && all[later].full > negligible * cases) full.add(all[later].full, later, 0.5);
      const bool gap = cases_[(bin + later + 1) % cases_.size()] <= 0;
      if (full.cases <= 0 || (goes_on(full) && !gap)) continue;
      const Spread spread = full.spread(later);
      way.push_back({full.cases / cases, false, spread.begin * bin_, spread.end * bin_});
      full = {};
    }
    return way;
  }

  /// Seconds until a batch is full that gets full within the bin.
  [[nodiscard]] double within_bin(std::size_t bin) const {
    const double mean = cases_[bin];
    return mean > 0 ? std::min(0.5, (size_ - 1) / (2 * mean)) * bin_ : 0;
  }

  const std::vector<double>& cases_;
  const std::vector<double>& at_once_;
  double bin_;
  std::uint32_t size_;
  std::size_t limit_;
  std::vector<std::vector<double>> arrivals_;  // by bin: chances of 0, 1, 2, …
  const Fills* fills_ = nullptr;
  std::vector<double> state_, next_;  // by age in bins, by cases: the chance of such an open batch
  double empty_ = 1;                  // the chance of none
  std::size_t bin_at_ = 0;
  std::vector<double> staying_;   // who came in this bin, by bins that their batch has left, by its cases
  std::vector<Leaving> leaving_;  // by bin, by bins until then
  double all_ = 0, batches_ = 0;
};

}  // namespace

Spread BatchWays::leaves(const Wait& wait, Spread at) const {
  const double began = std::floor(at.mean() / bin) * bin;
  if (!wait.after_entry) return {began + wait.begin, began + wait.end};
  const double latest = began + wait.end;
  return {std::min(at.begin + wait.begin, latest), std::min(at.end + wait.begin, latest)};
}

const BatchWays::Way& BatchWays::at(double t) const {
  const double span = bin * static_cast<double>(ways.size());
  const auto place = static_cast<std::size_t>((t - std::floor(t / span) * span) / bin);
  return ways[std::min(place, ways.size() - 1)];
}

std::optional<BatchWays> batch_ways(const BatchArrivals& arrivals, double bin, std::uint32_t size,
                                    double limit, double most_work) {
  const std::vector<double>& cases = arrivals.cases;
  double all = 0;
  for (const double one : cases) all += one;
  if (all <= 0 || size < 2) return std::nullopt;
  const auto bins = static_cast<std::size_t>(std::max(1.0, std::round(limit / bin)));
  const double a_bin = all / static_cast<double>(cases.size());
  const double work = static_cast<double>(cases.size() * bins) * size * (a_bin + 5);
  if (work > most_work) return std::nullopt;
  return Batches(arrivals, bin, size, bins).run();
}

}  // namespace wain::estimate
