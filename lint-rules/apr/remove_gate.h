/// The fix of an approval that judges what has been judged already.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Proposes for the last finding to take the gate out of the process, if nothing else rests on it: it writes
/// nothing, and serves no control.
void propose_removal(const View& view, Place gate, Reporter& reporter);
/// The same of a gate that looks at a share of the cases which nothing but chance brings there: what
/// `earlier` lets through is audited in that share instead. None where nobody can say how long that takes, or
/// where a committee judges.
void propose_audit(const View& view, Place gate, ir::NodeId earlier, const ir::Decimal& share,
                   Reporter& reporter);

}  // namespace wain::lint
