/// What goes with an approval that is gone.
#pragma once

#include "diff/definition_diff.h"

namespace wain::diff {

/// Says of a gate of the old definition, which the process no longer has, what it judged, and what of it
/// nothing judges or checks any more in the process nor in what that calls, and
/// what judges the rest.
void say_what_is_lost(const ir::Definition& before, const ir::Node& gate, const ir::Definition& after,
                      ir::ProcessId now, Change& change);

}  // namespace wain::diff
