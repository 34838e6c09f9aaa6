/// Definite assignment: which variables some way to a node has not produced.
///
/// "Missing" is a may-analysis over the graph, the mirror of design/judgments.md's must-analysis:
/// a variable is missing at a node if it is missing on some edge into it; at `join k of n`, if it is
/// missing in at least k of the branches. A step's products are there on Next and Approve only. A
/// read that was missing counts as there afterwards: a way that was reported once is not reported
/// again further on.
#pragma once

#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "ir/definition.h"

namespace wain::sema {

/// A read of a variable that some way to it has not produced.
struct MissingRead {
  ir::VariableId variable;
  ir::NodeId node;
  Span span;  ///< of the first such read of the node
  /// A shortest way from the start on which it is missing, `node` excluded. For an audit, the way to
  /// the step that it audits, that step included.
  struct Stop {
    ir::NodeId node;
    ir::EdgeId leaves_by;  ///< invalid: past all branches of a `parallel` with `when`
  };
  std::vector<Stop> way;
};

/// Tells `found` all of a process, by variable and then node; one at a time, because ways are long.
void find_missing_reads(const ir::Definition& definition, const ir::Process& process,
                        llvm::function_ref<void(const MissingRead&)> found);

/// Writes of one variable in two branches of one `parallel`; the first such pair of each variable
/// and fork.
struct WriteConflict {
  struct Write {
    ir::NodeId node;
    ir::BranchId branch;  ///< the branch of the fork that it stands in
    ir::Path path;        ///< with its place
  };
  Write first, second;  ///< in order of writing
};

/// For every process, the paths into its parameters that it or what it calls may update.
std::vector<std::vector<ir::Path>> parameter_updates(const ir::Definition& definition);
std::vector<WriteConflict> write_conflicts(const ir::Definition& definition, const ir::Process& process,
                                           const std::vector<std::vector<ir::Path>>& parameter_updates);

}  // namespace wain::sema
