/// Who decides later: for which values a case that goes on from a node will yet be judged by somebody
/// with the authority for it.
#pragma once

#include <vector>

#include "conditions/authority.h"
#include "conditions/paths.h"

namespace wain::conditions {

/// Coverage of one criterion, backward over approving exits, over one variable a leaf (its value at the
/// node). Gates of the criterion cover what they have authority for; a value that is written in between
/// is unknown (any value: a variable of its own, so that a question "can it lack coverage" is exact); at
/// an end nothing covers; going round a loop adds nothing, unless the loop writes what matters.
class Coverage {
public:
  /// `calls_judge`: by process, whether it, or what it calls, has a gate that judges the criterion: a
  /// call of it is taken to cover.
  Coverage(Paths& paths, const analysis::Writes& writes, const Authority& authority, Formulas& formulas,
           ir::CriterionId criterion, const llvm::BitVector& calls_judge);

  /// The condition, over the versions read at the gate, under which its approved cases are covered by
  /// somebody after it, or beside it in a parallel that waits for all.
  FormulaId after(ir::NodeId gate);

private:
  using Renaming = Formulas::Renaming;

  void settle();
  FormulaId of_node(ir::NodeId node);
  FormulaId of_choice(ir::NodeId node);
  FormulaId of_fork(ir::NodeId node);
  FormulaId of_call(ir::NodeId node);
  /// What holds before the edge is taken, for the tail's data.
  FormulaId over(ir::EdgeId edge);
  FormulaId at_head(ir::NodeId from, ir::NodeId to);
  FormulaId guard(ir::NodeId node, const ir::Edge& edge);
  FormulaId own(ir::NodeId gate);
  VarId value(ir::NodeId node, const Leaf& leaf);
  VarId unknown(std::uint32_t place, std::uint32_t leaf);
  FormulaId with_unknown(FormulaId formula, const llvm::BitVector& leaves, std::uint32_t place);
  FormulaId at_gate(FormulaId formula, ir::NodeId gate);
  [[nodiscard]] ir::EdgeId onward(ir::NodeId node) const;

  Paths& paths_;
  const analysis::Writes& writes_;
  const Authority& authority_;
  Formulas& formulas_;
  ir::CriterionId criterion_;
  const llvm::BitVector& calls_judge_;
  std::vector<VarId> leaves_;       // the value at hand, by leaf
  std::vector<FormulaId> covered_;  // by node
  std::vector<FormulaId> round_;    // by node: at a loop's entry, what coming round brings
  std::map<std::pair<std::uint32_t, std::uint32_t>, VarId> unknown_;
};

}  // namespace wain::conditions
