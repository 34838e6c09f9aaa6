/// Whether some case can take one way through a process: the conditions on it, over the data as it is when
/// each is asked. Nothing is taken for granted of how branches nest.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/solver.h"
#include "ir/definition.h"

namespace wain::conditions {

/// A condition that is asked, or data that is written; in the order of the run.
struct RunStep {
  ir::ExprId condition;  ///< invalid: a write
  bool holds = true;     ///< what the case answers
  ir::Path written;
};

/// What doing a node writes, as far as a condition behind it may notice.
std::vector<RunStep> writes_of(const ir::Node& node);

/// No: no case whatever can answer so. A write makes a value new, and nothing is known of it.
Answer can_be_taken(const ir::Definition& definition, llvm::ArrayRef<RunStep> steps);

}  // namespace wain::conditions
