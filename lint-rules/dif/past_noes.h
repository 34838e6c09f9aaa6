/// Where cases come that nobody has said no to, or that somebody has said yes to after all.
#pragma once

#include <llvm/ADT/BitVector.h>

#include "rules/engine/view.h"

namespace wain::lint {

/// By node: some way there has no rejection that still stands. A gate, a clock that rejects, or a call that
/// ends otherwise than in its callee's first outcome says no; a gate that judges one of the criteria of the
/// no, and approves, takes it back. O(edges × criteria).
llvm::BitVector past_noes(const View& view, ir::ProcessId process);

}  // namespace wain::lint
