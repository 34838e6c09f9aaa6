/// The steps of a layered drawing, and what they hand on. Private to layout.
#pragma once

#include <cstdint>
#include <vector>

#include "layout/layered.h"

namespace wain::layout {

inline constexpr std::uint32_t no_index = UINT32_MAX;

/// What stands in a row: a node, or the passage of an edge (which may carry its label).
struct Item {
  std::uint32_t node = no_index;
  std::uint32_t row = 0;
  Size size;
  double x = 0;                             ///< its middle
  std::vector<std::uint32_t> above, below;  ///< items of the neighbouring rows
  std::vector<double> above_weight, below_weight;

  [[nodiscard]] bool is_node() const { return node != no_index; }
};

struct Rows {
  std::vector<bool> back;   ///< by edge
  std::vector<Item> items;  ///< the nodes come first
  std::vector<std::vector<std::uint32_t>>
      chain;  ///< by edge: the items that it passes, from above; of edges that go down
  std::vector<std::vector<std::uint32_t>>
      rows;  ///< items from left to right; nodes in even rows, labels in odd ones
};

/// rows.cpp: which edges go back, and the row of every node, with the passages between.
Rows make_rows(const Graph& graph);

/// order.cpp: from left to right, so that few edges cross.
void order_rows(Rows& rows);

/// place.cpp: x of every item, so that edges are nearly straight and neighbours keep their distance.
void place_items(Rows& rows, const Spacing& spacing);

/// How far apart the middles of two neighbours are, at least.
double distance(const Item& left, const Item& right, const Spacing& spacing);

/// straighten.cpp: what least squares spread over many small bends becomes straight, with a few bends left.
void straighten_lines(Rows& rows, const Spacing& spacing);

/// route.cpp: y of the rows, lanes beside them for edges that go back, and the points of all edges.
Drawing route(const Graph& graph, const Rows& rows, const Spacing& spacing);

}  // namespace wain::layout
