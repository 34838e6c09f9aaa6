/// Anticipation of judgments: backward, must, on approving exits only, as `judgments.md` of the design
/// has it. What is anticipated at a node will be judged on every way on that nobody says no to, before
/// anything irreversible happens and before its evidence is written again.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/judgments.h"

namespace wain::analysis {

/// An exit on which nobody says no: next, approve, the arms of choices and loops, branches, the first
/// outcome of a call.
bool is_approving(const ir::Definition& definition, const ir::Process& process, const ir::Edge& edge);

/// By process index: something irreversible stands in it or in what it calls.
llvm::BitVector irreversible_processes(const ir::Definition& definition, const CallOrder& calls);

/// AOUT(n) less W(n), by node index, of every reachable node: what is anticipated once n itself has
/// judged. `judges` says of which gates a judgment (by index) is to be counted; of those that see
/// nothing, cannot say no or approve by silence none ever is.
std::vector<llvm::BitVector> anticipated_judgments(
    const Writes& writes, const Reach& reach, const Judgments& judgments, const llvm::BitVector& irreversible,
    llvm::function_ref<bool(ir::NodeId gate, unsigned judgment)> judges);

}  // namespace wain::analysis
