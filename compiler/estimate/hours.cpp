#include "estimate/hours.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wain::estimate {

Hours::Hours(const std::vector<Interval>& intervals, double span, bool repeats)
    : span_(span), repeats_(repeats) {
  std::vector<Interval> cut;
  for (Interval one : intervals) {
    if (repeats && one.length() >= span) one = {0, span};
    if (repeats) {
      const double shift = std::floor(one.begin / span) * span;
      one = {one.begin - shift, one.end - shift};
      if (one.end > span) cut.push_back({0, one.end - span});
    }
    one = {std::max(one.begin, 0.0), std::min(one.end, span)};
    if (one.length() > 0) cut.push_back(one);
  }
  std::sort(cut.begin(), cut.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
  for (const Interval& one : cut) {
    if (!blocks_.empty() && one.begin <= blocks_.back().end)
      blocks_.back().end = std::max(blocks_.back().end, one.end);
    else
      blocks_.push_back(one);
  }
  for (const Interval& one : blocks_) {
    before_.push_back(total_);
    total_ += one.length();
  }
  always_ = blocks_.size() == 1 && total_ >= span;
  index();
}

void Hours::index() {
  if (always_) return;
  stretch_ = std::max(3600.0, span_ / static_cast<double>(blocks_.size() + 1));
  std::uint32_t block = 0;
  for (double begin = 0; begin < span_; begin += stretch_) {
    while (block < blocks_.size() && blocks_[block].begin < begin) ++block;
    by_stretch_.push_back(block);
  }
}

std::size_t Hours::block_at(double t) const {
  if (always_) return t < 0 ? static_cast<std::size_t>(-1) : 0;
  const auto stretch = static_cast<std::size_t>(std::max(t, 0.0) / stretch_);
  std::size_t next = stretch < by_stretch_.size() ? by_stretch_[stretch] : blocks_.size();
  while (next < blocks_.size() && blocks_[next].begin <= t) ++next;
  return next - 1;
}

bool Hours::is_open(double t) const {
  if (repeats_) t -= std::floor(t / span_) * span_;
  const std::size_t at = block_at(t);
  return at != static_cast<std::size_t>(-1) && t < blocks_[at].end;
}

Hours::Stretch Hours::stretch(double t) const {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (blocks_.empty()) return {false, never};
  if (always_ && (repeats_ || t < span_)) return {true, repeats_ ? never : span_};
  const double round = repeats_ ? std::floor(t / span_) * span_ : 0;
  const double local = t - round;
  const std::size_t at = block_at(local);
  if (at != static_cast<std::size_t>(-1) && local < blocks_[at].end) {
    // Of a week that is open over its end the next round begins at once; work does not care.
    return {true, round + blocks_[at].end};
  }
  if (at + 1 < blocks_.size()) return {false, round + blocks_[at + 1].begin};
  return {false, repeats_ ? round + span_ + blocks_.front().begin : never};
}

Hours::Place Hours::place(double open_at) const {
  const double round = repeats_ ? std::floor(open_at / span_) * span_ : 0;
  return {block_at(open_at - round), round};
}

std::optional<double> Hours::open(double t) const {
  if (blocks_.empty()) return std::nullopt;
  if (always_ && (repeats_ || t < span_)) return t;
  const double round = repeats_ ? std::floor(t / span_) * span_ : 0;
  const double local = t - round;
  const std::size_t at = block_at(local);
  if (at != static_cast<std::size_t>(-1) && local < blocks_[at].end) return t;
  if (at + 1 < blocks_.size()) return round + blocks_[at + 1].begin;
  return repeats_ ? std::optional(round + span_ + blocks_.front().begin) : std::nullopt;
}

std::optional<double> Hours::finish(double open_at, double work) const {
  if (work <= 0) return open_at;
  if (always_) {
    if (!repeats_ && open_at + work > span_) return std::nullopt;
    return open_at + work;
  }
  double round = repeats_ ? std::floor(open_at / span_) * span_ : 0;
  const std::size_t at = block_at(open_at - round);
  if (open_at - round + work <= blocks_[at].end) return open_at + work;
  double target = before_[at] + (open_at - round - blocks_[at].begin) + work;  // in open time
  if (target > total_) {
    if (!repeats_) return std::nullopt;
    const double rounds = std::ceil(target / total_) - 1;  // what ends with the last block ends there
    target -= rounds * total_;
    round += rounds * span_;
  }
  // The last block that begins before so much open time; most work ends within a few blocks.
  std::size_t block = target > before_[at] ? at : 0;
  const std::size_t near = std::min(block + 8, blocks_.size());
  while (block + 1 < near && before_[block + 1] < target) ++block;
  if (block + 1 == near && near < blocks_.size())
    block =
        static_cast<std::size_t>(std::lower_bound(before_.begin(), before_.end(), target) - before_.begin()) -
        1;
  return round + blocks_[block].begin + (target - before_[block]);
}

double Hours::open_between(double a, double b) const {
  double sum = 0;
  auto at = block_at(a);
  if (at == static_cast<std::size_t>(-1)) at = 0;
  for (; at < blocks_.size() && blocks_[at].begin < b; ++at)
    sum += std::max(0.0, std::min(b, blocks_[at].end) - std::max(a, blocks_[at].begin));
  return sum;
}

Hours open_together(const std::vector<const Hours*>& of, std::size_t count, double span, bool repeats) {
  std::vector<std::pair<double, int>> changes;  // closing before opening at one instant
  for (const Hours* hours : of) {
    for (const Interval& block : hours->blocks()) {
      changes.emplace_back(block.begin, 1);
      changes.emplace_back(block.end, -1);
    }
  }
  std::sort(changes.begin(), changes.end());
  std::vector<Interval> blocks;
  std::size_t open = 0;
  double since = 0;
  for (const auto& [at, change] : changes) {
    const bool was = open >= count;
    open = change > 0 ? open + 1 : open - 1;
    if (!was && open >= count) since = at;
    if (was && open < count && at > since) blocks.push_back({since, at});
  }
  return {blocks, span, repeats};
}

Hours without(const Hours& hours, const std::vector<Interval>& taken, bool repeats) {
  const Hours closed(taken, hours.span(), repeats);
  std::vector<Interval> blocks;
  std::size_t at = 0;
  for (Interval block : hours.blocks()) {
    while (at < closed.blocks().size() && closed.blocks()[at].end <= block.begin) ++at;
    for (std::size_t i = at; i < closed.blocks().size() && closed.blocks()[i].begin < block.end; ++i) {
      if (closed.blocks()[i].begin > block.begin) blocks.push_back({block.begin, closed.blocks()[i].begin});
      block.begin = std::max(block.begin, std::min(block.end, closed.blocks()[i].end));
    }
    if (block.length() > 0) blocks.push_back(block);
  }
  return {blocks, hours.span(), repeats};
}

}  // namespace wain::estimate
