#include "layout/rows.h"

#include <algorithm>

#include "layout/layers.h"

namespace wain::layout {
namespace {

void link(Rows& rows, std::uint32_t above, std::uint32_t below, double weight) {
  // Long edges should be straight, whatever the nodes at their ends do.
  constexpr double of_passage[] = {1, 2, 8};
  weight *= of_passage[(rows.items[above].is_node() ? 0 : 1) + (rows.items[below].is_node() ? 0 : 1)];
  rows.items[above].below.push_back(below);
  rows.items[above].below_weight.push_back(weight);
  rows.items[below].above.push_back(above);
  rows.items[below].above_weight.push_back(weight);
}

void add_chain(Rows& rows, std::uint32_t index, const Edge& edge) {
  const std::uint32_t first = rows.items[edge.from].row, last = rows.items[edge.to].row;
  std::uint32_t from = edge.from;
  for (std::uint32_t row = first + 1; row < last; ++row) {
    Item passage;
    passage.row = row;
    if (row == first + 1) passage.size = edge.label;
    const auto item = static_cast<std::uint32_t>(rows.items.size());
    rows.items.push_back(std::move(passage));
    rows.chain[index].push_back(item);
    link(rows, from, item, edge.weight);
    from = item;
  }
  link(rows, from, edge.to, edge.weight);
}

}  // namespace

Rows make_rows(const Graph& graph) {
  std::vector<Arrow> arrows;
  for (const Edge& edge : graph.edges) arrows.emplace_back(edge.from, edge.to);
  Layers layers = layers_of(graph.nodes.size(), arrows);
  Rows out;
  out.back = std::move(layers.back);
  std::uint32_t last = 0;
  for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
    Item item;
    item.node = n;
    item.row = 2 * layers.layer[n];
    item.size = graph.nodes[n].size;
    last = std::max(last, item.row);
    out.items.push_back(std::move(item));
  }
  out.chain.resize(graph.edges.size());
  for (std::uint32_t e = 0; e < graph.edges.size(); ++e)
    if (!out.back[e]) add_chain(out, e, graph.edges[e]);
  out.rows.resize(last + 1);
  return out;
}

}  // namespace wain::layout
