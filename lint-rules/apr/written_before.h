/// Whose writing a gate has before it, also where that stands in a process that is called.
#pragma once

#include <map>
#include <set>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "rules/engine/view.h"

namespace wain::lint {

/// The nodes whose writing comes to a place as it is: nobody makes it anew between.
struct Reaching {
  llvm::BitVector nodes;
  /// Calls among them, with the outcomes on which it does.
  std::map<ir::NodeId, std::set<ir::OutcomeId>> calls;
};
/// For each of `gates`, what writes some of its evidence and is there when a case comes to it. Evidence that
/// no person and no call writes is left out. Gates that see the same are answered together.
std::vector<Reaching> writes_before(const View& view, ir::ProcessId id, llvm::ArrayRef<ir::NodeId> gates);

/// Adds those that write some of `seen` and from which it comes to one of `targets`. An `updates` of the
/// whole leaves in it what others wrote. O(V+E).
void add_writes_that_reach(const View& view, ir::ProcessId id, llvm::ArrayRef<ir::NodeId> targets,
                           const ir::Path& seen, Reaching& to);

/// The work, by people and machines, in what `call` calls, at any depth, that writes some of the caller's
/// `seen`, where the write is still there when the call ends in one of `outcomes`. By process and node.
std::vector<Place> authors_behind(const View& view, Place call, const std::set<ir::OutcomeId>& outcomes,
                                  const ir::Path& seen);

}  // namespace wain::lint
