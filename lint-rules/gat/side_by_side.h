/// The fix of two gates in a row that need nothing of each other.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Proposes for the last finding to make the neighbours `first` and `second` branches of one `parallel`.
void propose_side_by_side(const View& view, ir::ProcessId process, ir::NodeId first, ir::NodeId second,
                          Reporter& reporter);

}  // namespace wain::lint
