/// The fix of an approval that judges what has been judged already.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Proposes for the last finding to take the gate out of the process, if nothing else rests on it: it writes
/// nothing, and serves no control.
void propose_removal(const View& view, Place gate, Reporter& reporter);

}  // namespace wain::lint
