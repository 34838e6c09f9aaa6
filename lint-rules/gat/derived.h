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

/// The nodes among `region` that judge on what `machine` produced, updated, or checked, itself or through
/// data made from it. A node that writes the data anew without looking at it ends the trail there.
/// `region`: nodes that can be come to after the machine. `judged_on`: what a node's judgment rests on.
llvm::BitVector sees_work_of(const View& view, ir::ProcessId process, ir::NodeId machine,
                             const llvm::BitVector& region,
                             llvm::function_ref<std::vector<ir::Path>(ir::NodeId)> judged_on);

}  // namespace wain::lint
