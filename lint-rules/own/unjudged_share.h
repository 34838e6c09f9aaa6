/// How many cases end without a judgment that their outcome requires.
#pragma once

#include <optional>

#include "analysis/judgments.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// Of the cases that start, the share that ends at one of `ends` while none of `wanted` (judgments, by
/// index) holds. Choices count by their shares, one by one. Nothing where visits cannot be computed, or
/// where there is too much to carry along.
std::optional<double> unjudged_share(const View& view, ir::ProcessId process,
                                     const analysis::Judgments& judgments, const llvm::BitVector& wanted,
                                     const std::vector<ir::NodeId>& ends);

}  // namespace wain::lint
