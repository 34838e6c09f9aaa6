/// Which nodes of a process make a case wait for a person's judgment, and where such a wait ends. What
/// the rules about gates behind machines share.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>

#include "rules/engine/view.h"

namespace wain::lint {

/// Whether this exit leads onward: not a no, not a failure, not a clock that runs out.
bool is_onward(const ir::Edge& edge);

/// Nodes of one process, by index; only reachable ones.
struct GateMap {
  llvm::BitVector human;     ///< gates of people, committees among them
  llvm::BitVector costumed;  ///< checks with no way to say no, behind a machine
  llvm::BitVector excused;   ///< of these: a control requires them, up to its number
  /// Human steps whose product or update something later reads, sees or guards on: work that the case is
  /// for, where a chain of gates ends.
  llvm::BitVector works;

  [[nodiscard]] bool is_gate(ir::NodeId node) const {
    return human.test(node.index) || costumed.test(node.index);
  }
  [[nodiscard]] bool counts(ir::NodeId node) const { return is_gate(node) && !excused.test(node.index); }
};
/// O(V + E), and for each human step that writes, what can be reached from it.
GateMap gate_map(const View& view, ir::ProcessId process);

}  // namespace wain::lint
