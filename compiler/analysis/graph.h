/// The flow graph of a process: what can be reached, in which order, and what leads where.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "ir/definition.h"

namespace wain::analysis {

/// Reachability from the start of one process. A node that is never reached is skipped by every
/// analysis and rule.
struct Reach {
  llvm::BitVector nodes;          ///< by node index
  std::vector<ir::NodeId> order;  ///< the reachable nodes in reverse post-order
  [[nodiscard]] bool has(ir::NodeId node) const { return nodes.test(node.index); }
};
/// O(V+E). The process must be sound.
Reach reach(const ir::Process& process);

/// The reachable nodes from which one of `targets` can be reached, the targets included. O(V+E).
llvm::BitVector leading_to(const ir::Process& process, const Reach& reach,
                           llvm::ArrayRef<ir::NodeId> targets);
/// The same, going back only over edges that `follow` lets through. It is asked once of each reachable edge
/// into what leads there.
llvm::BitVector leading_to(const ir::Process& process, const Reach& reach, llvm::ArrayRef<ir::NodeId> targets,
                           llvm::function_ref<bool(const ir::Edge&)> follow);

/// Whether the graph can be trusted: no error in the process, and every edge and call has its ends.
bool is_well_formed(const ir::Process& process);

/// Processes so ordered that a callee stands before its callers.
struct CallOrder {
  std::vector<ir::ProcessId> order;
  /// By process index: well formed and well nested, and so is everything that it calls; not recursive.
  llvm::BitVector sound;
  llvm::BitVector nested;      ///< by process index: well formed and, for itself, well nested
  std::vector<Reach> reaches;  ///< by process index, of the well-formed ones; of others empty
};
/// O(V+E), and what finding out about nesting takes.
CallOrder call_order(const ir::Definition& definition);

/// The outcome of the callee that this edge of a call stands for; invalid if the callee has none.
ir::OutcomeId outcome_of(const ir::Definition& definition, const ir::Node& call, const ir::Edge& edge);

/// The branch of `fork` that `node` stands in, at whatever depth; invalid if outside.
ir::BranchId branch_of(const ir::Process& process, ir::NodeId node, ir::NodeId fork);

}  // namespace wain::analysis
