/// A forward "must" problem over bits on the flow graph: a fact holds at a node if it holds on every
/// way there. Joins of parallels follow the join rule and not the plain meet.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// The in-edges of a join that come from one branch. A branch that may be skipped (`branch N when E`)
/// has the fork's edge to it as `skipped_by`: then the branch hands on what held there.
struct JoinInput {
  ir::BranchId branch;            ///< invalid for an empty branch: the fork's edge goes to the join
  std::vector<ir::EdgeId> edges;  ///< reachable ones
  ir::EdgeId skipped_by;
};
/// The inputs of a join, one a branch that can reach it.
std::vector<JoinInput> join_inputs(const ir::Process& process, const Reach& reach, ir::NodeId join);
/// Of how many inputs a fact must come to hold after the join: n - k + 1, where n counts the branches
/// and a branch that never reaches the join counts as having every fact. At least 1, but 0 if none.
std::size_t needed_inputs(const ir::Process& process, ir::NodeId join, std::size_t inputs);

/// IN of every reachable node (others: empty vectors). `transfer` turns IN(from) into OUT(from, edge)
/// in place. Facts start full everywhere but at the start, where `at_start` holds.
std::vector<llvm::BitVector> solve_must(const ir::Process& process, const Reach& reach,
                                        const llvm::BitVector& at_start,
                                        llvm::function_ref<void(const ir::Edge&, llvm::BitVector&)> transfer);

}  // namespace wain::analysis
