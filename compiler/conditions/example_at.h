/// The smallest case at a node that fulfils a formula.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/examples.h"
#include "conditions/process_model.h"

namespace wain::conditions {

/// The smallest values, at the node, of the data among `relevant` (sorted) with which `cases` can hold. Empty
/// if that stayed undecided, or nothing there is read.
std::vector<Example> example_at(ProcessModel& model, ir::NodeId node, FormulaId cases,
                                llvm::ArrayRef<VarId> relevant);

}  // namespace wain::conditions
