/// What checks of one name ask for, before and after: mandates, the cases that come to a gate, what it
/// catches, how many decide, how much an audit looks at, who is kept apart.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "diff/definition_diff.h"

namespace wain::diff {

/// Adds what became weaker or stronger, in order of declaration.
void compare_strength(const ir::Definition& before, const ir::Definition& after,
                      llvm::ArrayRef<ProcessPair> matched, std::vector<Change>& list);

}  // namespace wain::diff
