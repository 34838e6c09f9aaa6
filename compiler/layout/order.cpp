#include <algorithm>

#include "layout/rows.h"

namespace wain::layout {
namespace {

/// Fills the rows in the order of a walk in depth, which keeps what belongs together side by side.
void initial_order(Rows& rows) {
  std::vector<bool> seen(rows.items.size(), false);
  std::vector<std::uint32_t> stack;
  for (std::uint32_t root = 0; root < rows.items.size(); ++root) {
    if (seen[root] || !rows.items[root].above.empty()) continue;
    stack.push_back(root);
    while (!stack.empty()) {
      const std::uint32_t at = stack.back();
      stack.pop_back();
      if (seen[at]) continue;
      seen[at] = true;
      const Item& item = rows.items[at];
      rows.rows[item.row].push_back(at);
      for (std::size_t i = item.below.size(); i-- > 0;)
        if (!seen[item.below[i]]) stack.push_back(item.below[i]);
    }
  }
}

std::vector<std::uint32_t> positions(const Rows& rows) {
  std::vector<std::uint32_t> at(rows.items.size(), 0);
  for (const auto& row : rows.rows)
    for (std::uint32_t i = 0; i < row.size(); ++i) at[row[i]] = i;
  return at;
}

/// Pairs of links between two rows that cross: inversions, counted in a Fenwick tree.
std::uint64_t crossings(const Rows& rows, const std::vector<std::uint32_t>& at) {
  std::uint64_t all = 0;
  for (std::size_t r = 0; r + 1 < rows.rows.size(); ++r) {
    std::vector<std::uint32_t> tree(rows.rows[r + 1].size() + 1, 0);
    std::uint32_t entered = 0;
    for (const std::uint32_t item : rows.rows[r]) {
      for (const std::uint32_t to : rows.items[item].below) {
        std::uint32_t before = 0;
        for (std::uint32_t i = at[to] + 1; i > 0; i -= i & (0 - i)) before += tree[i];
        all += entered - before;
      }
      for (const std::uint32_t to : rows.items[item].below) {
        for (std::size_t i = at[to] + 1; i < tree.size(); i += i & (0 - i)) ++tree[i];
        ++entered;
      }
    }
  }
  return all;
}

/// Sorts a row by the mean place of the neighbours on one side; what has none keeps its place.
void sort_row(Rows& rows, std::size_t r, bool by_above, std::vector<std::uint32_t>& at) {
  std::vector<std::uint32_t>& row = rows.rows[r];
  std::vector<std::pair<double, std::uint32_t>> keyed;
  keyed.reserve(row.size());
  for (std::uint32_t i = 0; i < row.size(); ++i) {
    const Item& item = rows.items[row[i]];
    const auto& neighbours = by_above ? item.above : item.below;
    double sum = 0;
    for (const std::uint32_t one : neighbours) sum += at[one];
    keyed.emplace_back(neighbours.empty() ? i : sum / static_cast<double>(neighbours.size()), row[i]);
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::uint32_t i = 0; i < row.size(); ++i) {
    row[i] = keyed[i].second;
    at[row[i]] = i;
  }
}

}  // namespace

void order_rows(Rows& rows) {
  constexpr std::size_t large = 50'000;
  const int sweeps = rows.items.size() > large ? 2 : 24;
  initial_order(rows);
  std::vector<std::uint32_t> at = positions(rows);
  auto best = rows.rows;
  std::uint64_t fewest = crossings(rows, at);
  for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
    const bool down = sweep % 2 == 0;
    for (std::size_t i = 1; i < rows.rows.size(); ++i)
      sort_row(rows, down ? i : rows.rows.size() - 1 - i, down, at);
    const std::uint64_t now = crossings(rows, at);
    if (now >= fewest) continue;
    fewest = now;
    best = rows.rows;
  }
  rows.rows = std::move(best);
}

}  // namespace wain::layout
