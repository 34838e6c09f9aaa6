#include <algorithm>

#include "layout/rows.h"

namespace wain::layout {
namespace {

/// Items that touch: they stand at `mean` plus their offsets.
struct Group {
  double weight = 0, mean = 0;
  std::size_t first = 0;
};

/// The places of a row that are nearest to those wished for, in weighted least squares, of all in which
/// neighbours keep their distance: less its offsets, an ascending sequence, so pooling adjacent violators
/// finds it.
void place_row(Rows& rows, const std::vector<std::uint32_t>& row, const std::vector<double>& wish,
               const std::vector<double>& weight, const Spacing& spacing) {
  std::vector<double> offset(row.size(), 0);
  std::vector<Group> groups;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) offset[i] = offset[i - 1] + distance(rows.items[row[i - 1]], rows.items[row[i]], spacing);
    groups.push_back({weight[i], wish[i] - offset[i], i});
    while (groups.size() > 1 && groups[groups.size() - 2].mean > groups.back().mean) {
      const Group last = groups.back();
      groups.pop_back();
      Group& into = groups.back();
      into.mean = (into.mean * into.weight + last.mean * last.weight) / (into.weight + last.weight);
      into.weight += last.weight;
    }
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const std::size_t end = g + 1 < groups.size() ? groups[g + 1].first : row.size();
    for (std::size_t i = groups[g].first; i < end; ++i) rows.items[row[i]].x = groups[g].mean + offset[i];
  }
}

/// Where the neighbours would have an item.
void add_wishes(const Rows& rows, const std::vector<std::uint32_t>& of, const std::vector<double>& weights,
                double& sum, double& weight) {
  for (std::size_t i = 0; i < of.size(); ++i) {
    sum += rows.items[of[i]].x * weights[i];
    weight += weights[i];
  }
}

void settle_row(Rows& rows, const std::vector<std::uint32_t>& row, bool above, bool below,
                const Spacing& spacing) {
  std::vector<double> wish, weights;
  for (const std::uint32_t index : row) {
    const Item& item = rows.items[index];
    constexpr double inertia = 1e-3;
    double sum = item.x * inertia, weight = inertia;
    if (above) add_wishes(rows, item.above, item.above_weight, sum, weight);
    if (below) add_wishes(rows, item.below, item.below_weight, sum, weight);
    wish.push_back(sum / weight);
    weights.push_back(weight);
  }
  place_row(rows, row, wish, weights, spacing);
}

}  // namespace

double distance(const Item& left, const Item& right, const Spacing& spacing) {
  const double gap = left.is_node() && right.is_node() ? spacing.nodes : spacing.lines;
  return (left.size.width + right.size.width) / 2 + gap;
}

void place_items(Rows& rows, const Spacing& spacing) {
  for (const auto& row : rows.rows) {
    const std::vector<double> none(row.size(), 0), one(row.size(), 1);
    place_row(rows, row, none, one, spacing);
  }
  // What is far below hears of what is far above by one row a round.
  constexpr std::size_t work = 400'000, least = 4, most = 300;
  const std::size_t rounds = std::clamp(work / std::max<std::size_t>(rows.items.size(), 1), least, most);
  for (std::size_t round = 0; round < rounds; ++round) {
    // First by one side at a time, which moves far; then by both, which settles.
    const bool both = round >= rounds / 4;
    for (const auto& row : rows.rows) settle_row(rows, row, true, both, spacing);
    for (std::size_t r = rows.rows.size(); r-- > 0;) settle_row(rows, rows.rows[r], both, true, spacing);
  }
}

}  // namespace wain::layout
