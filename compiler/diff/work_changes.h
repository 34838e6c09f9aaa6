/// What work, people and outcomes of one name do otherwise, before and after: where a no leads, who stands
/// in, what cannot be undone, what stands side by side, what an audit looks at, what an outcome is held to.
#pragma once

#include "diff/definition_diff.h"

namespace wain::diff {

/// Adds what changed to the list, in order of declaration. What is matched and renamed must be known.
void compare_work(const ir::Definition& before, const ir::Definition& after, Changes& changes);

}  // namespace wain::diff
