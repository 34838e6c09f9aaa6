#include "layout/rows.h"

#include <algorithm>

namespace wain::layout {
namespace {

std::vector<std::vector<std::uint32_t>> outgoing_of(const Graph& graph) {
  std::vector<std::vector<std::uint32_t>> out(graph.nodes.size());
  for (std::uint32_t e = 0; e < graph.edges.size(); ++e) out[graph.edges[e].from].push_back(e);
  return out;
}

/// Edges to a node that is still open in a walk in depth, from the first node on.
std::vector<bool> find_back(const Graph& graph) {
  enum class State : std::uint8_t { New, Open, Done };
  struct Step {
    std::uint32_t node;
    std::size_t next;
  };
  const auto outgoing = outgoing_of(graph);
  std::vector<bool> back(graph.edges.size(), false);
  std::vector<State> state(graph.nodes.size(), State::New);
  std::vector<Step> stack;
  for (std::uint32_t root = 0; root < graph.nodes.size(); ++root) {
    if (state[root] != State::New) continue;
    state[root] = State::Open;
    stack.push_back({root, 0});
    while (!stack.empty()) {
      Step& at = stack.back();
      if (at.next == outgoing[at.node].size()) {
        state[at.node] = State::Done;
        stack.pop_back();
        continue;
      }
      const std::uint32_t edge = outgoing[at.node][at.next++];
      const std::uint32_t to = graph.edges[edge].to;
      back[edge] = state[to] == State::Open;
      if (state[to] != State::New) continue;
      state[to] = State::Open;
      stack.push_back({to, 0});
    }
  }
  return back;
}

/// The length of the longest way to each node.
std::vector<std::uint32_t> longest_ways(const Graph& graph, const std::vector<bool>& back) {
  const auto outgoing = outgoing_of(graph);
  std::vector<std::uint32_t> open(graph.nodes.size(), 0), length(graph.nodes.size(), 0), ready;
  for (std::uint32_t e = 0; e < graph.edges.size(); ++e)
    if (!back[e]) ++open[graph.edges[e].to];
  for (std::uint32_t n = 0; n < graph.nodes.size(); ++n)
    if (open[n] == 0) ready.push_back(n);
  for (std::size_t i = 0; i < ready.size(); ++i)
    for (const std::uint32_t e : outgoing[ready[i]]) {
      if (back[e]) continue;
      const std::uint32_t to = graph.edges[e].to;
      length[to] = std::max(length[to], length[ready[i]] + 1);
      if (--open[to] == 0) ready.push_back(to);
    }
  return length;
}

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
  Rows out;
  out.back = find_back(graph);
  const std::vector<std::uint32_t> length = longest_ways(graph, out.back);
  std::uint32_t last = 0;
  for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
    Item item;
    item.node = n;
    item.row = 2 * length[n];
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
