/// The smallest case that fulfils a formula, in the units of the user.
#pragma once

#include <string>
#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/process_model.h"

namespace wain::conditions {

/// A piece of data with the value that shows it.
struct Example {
  std::string data;   ///< `order.amount`
  std::string value;  ///< `1_000.01 EUR`
};

/// The smallest values, at the node, of the data among `relevant` (sorted) with which `cases` can hold. Empty
/// if that stayed undecided, or nothing there is read.
std::vector<Example> smallest_example(ProcessModel& model, ir::NodeId node, FormulaId cases,
                                      llvm::ArrayRef<VarId> relevant);

/// `order.amount = 1_000.01 EUR`, `order.kind = motor`: with what stands between two parts of quoted code.
std::string example_text(llvm::ArrayRef<Example> example);

}  // namespace wain::conditions
