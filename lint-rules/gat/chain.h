/// Chains of human gates behind automated steps: where a machine's work waits, one person after another.
#pragma once

#include <map>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "rules/engine/exit_shares.h"
#include "rules/gat/gate_map.h"

namespace wain::lint {

/// What a call puts in the way of a case: of the cases that start, `share` come to `outcome` by onward
/// exits alone and have met `gates` human gates.
struct CalleeExit {
  ir::OutcomeId outcome;  ///< invalid: the walk ended inside, where a person does work that is used
  bool handed = false;    ///< ended inside at an automated step with a chain of its own
  std::uint32_t gates = 0;
  double share = 0;
};
struct CalleeGates {
  std::vector<CalleeExit> exits;
  std::vector<ir::Path> seen;         ///< into its parameters: what some counted gate inside looks at
  std::uint32_t least = 0, most = 0;  ///< gates in series on an onward way through
};

/// A gate on the way behind a machine. In a callee where the process is another.
struct ChainGate {
  Place place;
  ir::NodeId node;  ///< in the machine's process: the gate itself, or the call it stands behind
  bool counted = true;
  bool sees = false;  ///< looks at the machine's work
  double share = 0;   ///< of the cases that leave the machine: come here before the chain ends
};

/// An automated step, and what its cases wait for before anything else is done with them.
struct GateChain {
  ir::NodeId machine;
  bool every = false;           ///< every onward path meets more than the limit
  double share = 0;             ///< of the cases that leave the machine: those that meet more; 0 if not known
  bool share_known = false;     ///< else no share of this chain is
  bool share_at_least = false;  ///< the walk was cut short
  std::uint32_t least = 0, most = 0;  ///< counted gates on an onward path
  std::vector<ChainGate> gates;       ///< in order of writing
  std::vector<ir::NodeId> earlier;    ///< automated steps whose cases come to this one first
};

/// Finds the chains of all processes, callees before callers.
class ChainFinder {
public:
  /// A chain holds more than `limit` gates, and is met on every path or by at least `share` of the cases.
  ChainFinder(const View& view, std::uint32_t limit, double share);
  /// The chains of one process; those of its callees must have been asked for.
  std::vector<GateChain> find(ir::ProcessId process);

private:
  struct Walk;
  friend struct Walk;

  const View& view_;
  std::uint32_t cap_;  // gates are counted up to here
  double share_;
  std::map<std::uint32_t, CalleeGates> callees_;  // by process index: those that are called
};

}  // namespace wain::lint
