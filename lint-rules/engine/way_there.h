/// A shortest way through the graph of a process, and how messages tell it.
#pragma once

#include <string>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "ir/definition.h"

namespace wain::lint {

/// The nodes of a way with the fewest edges from `from` (over at least one edge) to a node that `found` says
/// yes to, over edges that `follow` lets through; both ends are in it. Empty if there is none. O(V+E).
std::vector<ir::NodeId> way_there(const ir::Process& process, ir::NodeId from,
                                  llvm::function_ref<bool(ir::NodeId)> found,
                                  llvm::function_ref<bool(const ir::Edge&)> follow);

/// `A → B → … → Z`: its steps by name; of a long one the first and last.
std::string way_text(const ir::Process& process, const std::vector<ir::NodeId>& way);

}  // namespace wain::lint
