#include <algorithm>
#include <limits>

#include "layout/rows.h"

namespace wain::layout {
namespace {

/// The heaviest of the links on one side; ties: the first.
std::uint32_t heaviest(const std::vector<std::uint32_t>& of, const std::vector<double>& weights) {
  std::uint32_t best = no_index;
  double most = 0;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (weights[i] > most) {
      most = weights[i];
      best = of[i];
    }
  return best;
}

/// Items that should stand below each other: each is the heaviest neighbour of the one above and below it.
std::vector<std::vector<std::uint32_t>> lines_of(const Rows& rows) {
  std::vector<std::uint32_t> next(rows.items.size(), no_index);
  std::vector<bool> first(rows.items.size(), true);
  for (std::uint32_t i = 0; i < rows.items.size(); ++i) {
    const std::uint32_t below = heaviest(rows.items[i].below, rows.items[i].below_weight);
    if (below == no_index || heaviest(rows.items[below].above, rows.items[below].above_weight) != i) continue;
    next[i] = below;
    first[below] = false;
  }
  std::vector<std::vector<std::uint32_t>> lines;
  for (std::uint32_t i = 0; i < rows.items.size(); ++i) {
    if (!first[i] || next[i] == no_index) continue;
    lines.emplace_back();
    for (std::uint32_t at = i; at != no_index; at = next[at]) lines.back().push_back(at);
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return lines;
}

class Straightener {
public:
  Straightener(Rows& rows, const Spacing& spacing) : rows_(rows), spacing_(spacing), at_(rows.items.size()) {
    for (const auto& row : rows.rows)
      for (std::uint32_t i = 0; i < row.size(); ++i) at_[row[i]] = i;
  }

  /// Puts as long pieces as there is room for on one x each.
  void straighten(const std::vector<std::uint32_t>& line) {
    begin();
    for (const std::uint32_t index : line) {
      const auto [low, high] = room(index);
      if (std::max(low, low_) > std::min(high, high_)) {
        settle();
        begin();
      }
      low_ = std::max(low, low_);
      high_ = std::min(high, high_);
      piece_.push_back(index);
    }
    settle();
  }

private:
  void begin() {
    piece_.clear();
    low_ = -std::numeric_limits<double>::infinity();
    high_ = -low_;
  }

  /// Between the neighbours of an item.
  [[nodiscard]] std::pair<double, double> room(std::uint32_t index) const {
    const Item& item = rows_.items[index];
    const auto& row = rows_.rows[item.row];
    const std::uint32_t at = at_[index];
    double low = -std::numeric_limits<double>::infinity(), high = -low;
    if (at > 0) low = rows_.items[row[at - 1]].x + distance(rows_.items[row[at - 1]], item, spacing_);
    if (at + 1 < row.size())
      high = rows_.items[row[at + 1]].x - distance(item, rows_.items[row[at + 1]], spacing_);
    return {std::min(low, item.x), std::max(high, item.x)};
  }

  /// Nodes have more at them than passages, and so more to say.
  void settle() {
    constexpr double of_node = 4;
    double sum = 0, weight = 0;
    for (const std::uint32_t index : piece_) {
      const double own = rows_.items[index].is_node() ? of_node : 1;
      sum += rows_.items[index].x * own;
      weight += own;
    }
    if (weight <= 0) return;
    const double x = std::clamp(sum / weight, low_, high_);
    for (const std::uint32_t index : piece_) rows_.items[index].x = x;
  }

  Rows& rows_;
  const Spacing& spacing_;
  std::vector<std::uint32_t> at_;
  std::vector<std::uint32_t> piece_;
  double low_ = 0, high_ = 0;
};

}  // namespace

void straighten_lines(Rows& rows, const Spacing& spacing) {
  constexpr int rounds = 8;
  const auto lines = lines_of(rows);
  Straightener straightener(rows, spacing);
  for (int round = 0; round < rounds; ++round)
    for (const auto& line : lines) straightener.straighten(line);
}

}  // namespace wain::layout
