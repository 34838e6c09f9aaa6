/// Whose work reaches whom: data that a machine made, and what was made from it.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "rules/engine/view.h"

namespace wain::lint {

/// What a step looks at: reads, sees, hands over to a call.
std::vector<ir::Path> looked_at(const ir::Node& node);
/// All that a machine had in hand: what it reads, sees, and writes.
std::vector<ir::Path> in_hand(const ir::Node& node);

/// What a node's judgment rests on; nothing where nobody judges.
using JudgedOn = llvm::function_ref<std::vector<ir::Path>(ir::NodeId)>;

/// Who looks at the data of one process. By variable.
struct Lookers {
  std::vector<std::vector<ir::NodeId>> nodes;  ///< the reachable ones that look at some of it
  llvm::BitVector judged;  ///< somebody judges on it, or on what may have been made from it
};
Lookers lookers(const View& view, ir::ProcessId process, JudgedOn judged_on);

/// The nodes among `region` that judge on what `machine` produced, updated, or checked, itself or through
/// data made from it. A node that writes the data anew without looking at it ends the trail there.
/// `region`: nodes that can be come to after the machine.
llvm::BitVector sees_work_of(const View& view, ir::ProcessId process, ir::NodeId machine,
                             const llvm::BitVector& region, const Lookers& lookers, JudgedOn judged_on);

}  // namespace wain::lint
