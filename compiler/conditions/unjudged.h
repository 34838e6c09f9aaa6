/// Whether a case can end without a judgment, as far as conditions decide it.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "analysis/judgments.h"
#include "conditions/process_model.h"

namespace wain::conditions {

/// By node of `ends`: whether some case comes there while none of `wanted` (judgments, by index) holds. Yes
/// where no condition decides it, or too many judgments do.
std::vector<Answer> come_unjudged(ProcessModel& model, const analysis::Judgments& judgments,
                                  const llvm::BitVector& wanted, llvm::ArrayRef<ir::NodeId> ends);

}  // namespace wain::conditions
