/// Expected visits of a Markov chain that ends: v = source + Pᵀ v.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::estimate {

/// From one node to another with a chance above 0. The chances out of a node add up to 1 at most; what
/// is missing ends there.
struct Arc {
  std::uint32_t from = 0, to = 0;
  double chance = 0;
};

struct Visits {
  std::vector<double> of;             ///< by node
  std::uint32_t endless = UINT32_MAX;  ///< a node that a case comes to and from which it never ends
  [[nodiscard]] bool solved() const { return endless == UINT32_MAX; }
};

/// What stands on no cycle is summed up in order; each cycle is one linear system. O(V+E) without cycles.
Visits solve_visits(const std::vector<double>& source, const std::vector<Arc>& arcs);

/// One cyclic component: x = b + Pᵀ x over `size` nodes, by sparse LU. Empty if it cannot be solved.
std::vector<double> solve_cycle(std::uint32_t size, const std::vector<Arc>& arcs, const std::vector<double>& b);

}  // namespace wain::estimate
