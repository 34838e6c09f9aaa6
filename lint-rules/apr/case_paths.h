/// Whether a case can take a path, and whether what is said of it applies to such a case: what the graph
/// alone does not know.
#pragma once

#include "analysis/controls.h"
#include "analysis/shortfalls.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Some case to which the control applies can come to the point with no other approvals than these. No
/// where that stays undecided.
bool may_happen(const View& view, const analysis::Shortfall& shortfall);
/// Some case to which the control applies can come to all these gates. No where that stays undecided.
bool may_happen(const View& view, ir::ProcessId process, const analysis::SurplusClaim& surplus);

/// Gates of `process` among the claims, by node index.
llvm::BitVector gates_of(const View& view, ir::ProcessId process, const std::vector<analysis::Claim>& claims);

}  // namespace wain::lint
