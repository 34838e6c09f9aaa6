/// Conditions as a user would write them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/process_model.h"

namespace wain::conditions {

/// A condition on the data at the node, `order.amount > 10_000 EUR`, that some cases there fulfil, and
/// under which none of `without` (conditions of ways to the node) can hold: the weakest of one box of
/// values. Nothing if none is found.
std::optional<std::string> condition_without(ProcessModel& model, ir::NodeId node,
                                             llvm::ArrayRef<FormulaId> without);

}  // namespace wain::conditions
