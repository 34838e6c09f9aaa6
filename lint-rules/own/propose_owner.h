/// The fix of an outcome that nobody owns: who could.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Proposes for the last finding an owner who has a lever: decides a gate on the way, answers for a machine
/// there, owns the process, or is whom those report to who act there; one person, declared in the same file
/// or in one that the first file imports.
/// The others who could are named in a comment.
void propose_owner(const View& view, ir::OutcomeId outcome, Reporter& reporter);

}  // namespace wain::lint
