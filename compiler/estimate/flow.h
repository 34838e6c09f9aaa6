/// How often a case comes by: visits, from the shares of exits, choices and draws.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>

#include "estimate/why.h"
#include "ir/definition.h"

namespace wain::estimate {

/// Expected figures of one process, per case that starts. Nodes and edges that are never reached have 0.
struct Flow {
  std::vector<double> visits;  ///< by node
  std::vector<double> edges;   ///< by edge: times taken
  llvm::BitVector upper;       ///< nodes whose visits are an upper bound (beside or behind a race)
  /// Nodes at which a case may be withdrawn before anything is done, since it goes on or leaves elsewhere.
  llvm::BitVector withdrawn;
  std::vector<WhyNot> why;
  /// False: some case never ends, and every figure is 0; `why` names the loop.
  bool solved = false;
};

/// v(join) of a fork's join, and what leaves its branches, from the chances of the branches alone.
struct JoinShares {
  double joined = 0;  ///< the chance that the join is reached
  double scale = 1;   ///< what each leaving edge keeps of its own chance, so that the total is 1
};
/// `reach`: by branch, the chance that it comes to the join. First and k of n: an upper bound of the
/// join, and leaving edges as if nobody were faster.
JoinShares join_shares(ir::JoinRule rule, std::uint32_t k, const std::vector<double>& reach);

}  // namespace wain::estimate
