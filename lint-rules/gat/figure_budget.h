/// How much one run may spend on times for messages.
#pragma once

#include <cstddef>

#include "rules/engine/view.h"

namespace wain::lint {

/// Carrying times through a process costs up to a tenth of a millisecond a node. A run affords it for
/// ordinary processes; of thousands of findings, or in a process of thousands of steps, the later ones do
/// without figures, and say so. Counted in nodes, never in time: findings do not depend on the machine.
class FigureBudget {
public:
  explicit FigureBudget(const View& view) : left_(least) {
    for (const ir::ProcessId id : view.processes) left_ += view[id].nodes.size() / part;
  }
  /// Whether `walks` more through this process can be afforded; if so, they are spent.
  bool spend(const ir::Process& process, std::size_t walks) {
    const std::size_t cost = process.nodes.size() * walks;
    if (cost > left_) return false;
    left_ -= cost;
    return true;
  }

private:
  static constexpr std::size_t least = 1'000;  // nodes
  static constexpr std::size_t part = 100;
  std::size_t left_;
};

}  // namespace wain::lint
