/// How long chains of gates are, and which of the gates look at the machine's work.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "rules/gat/chain_walk.h"

namespace wain::lint {

/// Fewest and most counted gates in series on the way over `region`, going round no loop. A join waits
/// for its longest branch.
std::pair<std::uint32_t, std::uint32_t> chain_lengths(const ChainGround& ground, ir::NodeId start,
                                                      const llvm::BitVector& region);

/// What a gate looks at, or what a call hands over to the gates inside.
std::vector<ir::Path> judged_on(const ChainGround& ground, ir::NodeId node);

/// False: whatever stands behind the machine, `gates_that_see` would find none. Cheap.
bool may_be_seen(const ChainGround& ground, ir::NodeId machine);

/// The gates in `region` that look at what the machine produced, updated or checks, and the calls that
/// hide such gates; all of them where neither the machine nor any gate names data.
llvm::BitVector gates_that_see(const ChainGround& ground, ir::NodeId machine, const llvm::BitVector& region);

/// Parameters that a counted gate in `region` looks at, itself or through what is made from them inside.
std::vector<ir::Path> parameters_seen(const ChainGround& ground, const llvm::BitVector& region);

}  // namespace wain::lint
