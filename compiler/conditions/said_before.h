/// Back from a gate to whoever has said the same before it, and what has changed since.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "conditions/asked_again.h"
#include "conditions/redundancy.h"

namespace wain::conditions {

/// Use one object for all gates of a process. What it is made of outlives it.
class SaidBefore {
public:
  SaidBefore(const analysis::Writes& writes, const analysis::Reach& reach,
             const analysis::Judgments& judgments, llvm::ArrayRef<AskedJudgment> asked)
      : writes_(writes), reach_(reach), judgments_(judgments), asked_(asked), ways_(asked.size()) {}

  /// Backward from the gate to whoever said it last, and what records are written on the way.
  RedundantGate describe(const AskingGate& asking);

private:
  /// Of one judgment, by edge: where it is made and where it ends; empty until asked.
  struct Ways {
    llvm::BitVector made, ended;
  };

  void look_back(std::size_t asked, RedundantGate& result, llvm::BitVector& changing);
  void settle(const AskedJudgment& judgment, Ways& ways) const;
  void note_changes(const ir::Edge& edge, const AskedJudgment& judgment, RedundantGate& result,
                    llvm::BitVector& changing) const;

  const analysis::Writes& writes_;
  const analysis::Reach& reach_;
  const analysis::Judgments& judgments_;
  llvm::ArrayRef<AskedJudgment> asked_;
  std::vector<Ways> ways_;  // by judgment
};

}  // namespace wain::conditions
