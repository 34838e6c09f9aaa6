/// What the branches that run beside one another may do to each other.
#pragma once

#include <map>
#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/writes.h"
#include "ir/definition.h"

namespace wain::conditions {

/// Facts that writes touch, as bits, gathered branch by branch.
class Beside {
public:
  Beside() = default;
  /// `touch` sets in a set of `bits` bits what a written path touches.
  Beside(const analysis::Writes& writes, const analysis::Reach& reach, unsigned bits,
         llvm::function_ref<void(const ir::Path&, llvm::BitVector&)> touch);

  /// What the siblings of a branch, and of those around it, may touch; null outside of parallels.
  [[nodiscard]] const llvm::BitVector* of(ir::BranchId branch) const {
    return branch && branch.index < beside_.size() ? &beside_[branch.index] : nullptr;
  }
  /// The same on the way over an edge: of the branch that it leads into, or stands in; of one that leads
  /// from a fork straight to its join, all branches.
  [[nodiscard]] const llvm::BitVector* of(const ir::Process& process, const ir::Edge& edge) const;
  /// What a branch itself, with all that is nested in it, may touch.
  [[nodiscard]] const llvm::BitVector& own(ir::BranchId branch) const { return own_[branch.index]; }

private:
  std::vector<llvm::BitVector> own_, beside_;           // by branch
  std::map<std::uint32_t, llvm::BitVector> past_fork_;  // by fork
};

}  // namespace wain::conditions
