#include "layout/layers.h"

#include <algorithm>

namespace wain::layout {

Layers layers_of(std::size_t nodes, std::span<const Arrow> arrows) {
  enum class State : std::uint8_t { New, Open, Done };
  struct Step {
    std::uint32_t node;
    std::size_t next;
  };
  std::vector<std::vector<std::uint32_t>> outgoing(nodes);
  for (std::uint32_t i = 0; i < arrows.size(); ++i) outgoing[arrows[i].first].push_back(i);
  Layers out{std::vector<bool>(arrows.size(), false), {}, std::vector<std::uint32_t>(nodes, 0)};
  std::vector<State> state(nodes, State::New);
  std::vector<Step> stack;
  for (std::uint32_t root = 0; root < nodes; ++root) {
    if (state[root] != State::New) continue;
    state[root] = State::Open;
    stack.push_back({root, 0});
    while (!stack.empty()) {
      Step& at = stack.back();
      if (at.next == outgoing[at.node].size()) {
        state[at.node] = State::Done;
        out.order.push_back(at.node);
        stack.pop_back();
        continue;
      }
      const std::uint32_t arrow = outgoing[at.node][at.next++];
      const std::uint32_t to = arrows[arrow].second;
      out.back[arrow] = state[to] == State::Open;
      if (state[to] != State::New) continue;
      state[to] = State::Open;
      stack.push_back({to, 0});
    }
  }
  std::reverse(out.order.begin(), out.order.end());
  for (const std::uint32_t node : out.order)
    for (const std::uint32_t arrow : outgoing[node]) {
      if (out.back[arrow]) continue;
      std::uint32_t& layer = out.layer[arrows[arrow].second];
      layer = std::max(layer, out.layer[node] + 1);
    }
  return out;
}

}  // namespace wain::layout
