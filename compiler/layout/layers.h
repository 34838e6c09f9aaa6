/// The layers of a directed graph: rows of a drawing from top to bottom, columns of one from left to right.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace wain::layout {

/// From one node to another, by their indices.
using Arrow = std::pair<std::uint32_t, std::uint32_t>;

struct Layers {
  std::vector<bool> back;            ///< by arrow: it closes a loop; without these there is an order
  std::vector<std::uint32_t> order;  ///< the nodes, each before those that it leads to
  std::vector<std::uint32_t> layer;  ///< by node: the length of the longest way to it
};

/// Loops are found by a walk in depth from the first nodes on, along the arrows in their order. Linear.
Layers layers_of(std::size_t nodes, std::span<const Arrow> arrows);

}  // namespace wain::layout
