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

}  // namespace wain::estimate
