/// What actors of one name may decide, before and after, line by line.
#pragma once

#include <vector>

#include "diff/definition_diff.h"

namespace wain::diff {

/// Adds what changed, in order of declaration.
void compare_authorities(const ir::Definition& before, const ir::Definition& after,
                         std::vector<Change>& list);

}  // namespace wain::diff
