/// Names that were changed and nothing else: the old definition takes the new ones, so that all that compares
/// by name finds what is meant.
#pragma once

#include <vector>

#include "diff/definition_diff.h"

namespace wain::diff {

/// Gives `before` the names that `after` has: criteria, controls and actors of one title, of which one is
/// gone and one is new; fields and parameters in the same place, of the same type. Says each. `after` has to
/// outlive `before`.
std::vector<Change> take_names(ir::Definition& before, const ir::Definition& after);

}  // namespace wain::diff
