/// How much one run may spend on times for messages.
#pragma once

#include <cstddef>

#include "rules/engine/view.h"

namespace wain::lint {

/// Carrying times through a process costs up to half a millisecond a node. A run affords it for ordinary
/// processes; of thousands of findings, or in a process of thousands of steps, the later ones do without
/// figures, and say so. In a definition of so many steps that nobody reads all that is said of it, the
/// figures must not cost more than everything else. Counted in nodes, never in time: findings do not depend
/// on the machine.
class FigureBudget {
public:
  explicit FigureBudget(const View& view) {
    std::size_t nodes = 0;
    for (const ir::ProcessId id : view.processes) nodes += view[id].nodes.size();
    left_ = nodes <= readable ? affordable : few;
  }
  /// Whether `walks` more through this process can be afforded; if so, they are spent.
  bool spend(const ir::Process& process, std::size_t walks) {
    const std::size_t cost = process.nodes.size() * walks;
    if (cost > left_) return false;
    left_ -= cost;
    return true;
  }

private:
  static constexpr std::size_t readable = 10'000;  // nodes of the definition
  static constexpr std::size_t affordable = 1'000, few = 100;
  std::size_t left_ = 0;
};

/// What the scenario runs is small enough to be carried through time, for queues and agendas.
inline bool can_walk(const View& view, const ir::Scenario& scenario) {
  constexpr std::size_t most_nodes = 10'000;
  std::size_t nodes = 0;
  for (const ir::Run& run : scenario.runs) {
    if (run.process) nodes += view[run.process].nodes.size();
  }
  return nodes <= most_nodes;
}

}  // namespace wain::lint
