/// Under which conditions a case can come to a node without a judgment.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/judgments.h"
#include "conditions/authority.h"
#include "conditions/beside.h"
#include "conditions/paths.h"

namespace wain::conditions {

/// A gate whose approval makes the judgment, or a call that brings it, for the cases that `may_decide`
/// allows.
struct Provider {
  ir::NodeId node;
  FormulaId may_decide;              ///< at the node
  std::vector<LimitedField> fields;  ///< that it rests on; empty: unlimited
};

/// What the writes and calls of a process do to the judgment, edge by edge.
struct JudgmentEdges {
  llvm::function_ref<bool(const ir::Edge&)> ends;    ///< something that it rests on is written here …
  llvm::function_ref<bool(const ir::Edge&)> beside;  ///< … or may be, by a parallel branch
  llvm::function_ref<bool(const ir::Edge&)> brings;  ///< a call makes it, within the limits of its provider
  llvm::function_ref<bool(const ir::Edge&)> dead;    ///< nothing passes
};

/// What is written on leaving over the edge is evidence: Judgments::killed for one judgment.
bool is_written(const analysis::Writes& writes, const ir::Edge& edge, const analysis::Evidence& evidence);

/// The condition under which a case can come to each node while no provider has approved, or what was
/// approved does not count any more: its evidence was written, or the fields that the approver's
/// authority rests on. By node; as `Paths::reached` where there is no provider at all.
///
/// Carried are formulas for each set of limited providers that have dropped out: of more than a few
/// different kinds of limits, all drop out together, and whether they do is undecided.
std::vector<FormulaId> lacking(Paths& paths, const analysis::Writes& writes, Formulas& formulas,
                               llvm::ArrayRef<Provider> providers, const JudgmentEdges& edges);

}  // namespace wain::conditions
