/// Where a case can come without a claimed control being met: reachability on the graph with only some of
/// the claiming gates approving, through calls.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// A gate that claims a control.
struct Claim {
  ir::ProcessId process;
  ir::NodeId gate;
  friend bool operator==(const Claim&, const Claim&) = default;
};

/// On some path to `point` (of `process`), no other claiming gates than `approved` approve, and these are
/// too few distinct approvers. Whether a case can take the path, and whether the control applies to it, is
/// not asked.
struct Shortfall {
  ir::ControlId control;
  ir::ProcessId root;  ///< where the case began: what `process` is called from, or it itself
  ir::ProcessId process;
  ir::NodeId point;
  std::vector<Claim> approved;    ///< a largest set that does not meet the control
  std::vector<Claim> unapproved;  ///< the other claims on the way from where the case began
  std::uint32_t approvers = 0;    ///< distinct ones that `approved` brings at most
};

/// A control of which too many sets of claims would have to be gone through.
struct OpenControl {
  ir::ProcessId process;
  ir::ControlId control;
};

struct Shortfalls {
  std::vector<Shortfall> found;  ///< in order of process, control and point
  std::vector<OpenControl> open;
};
/// All of them, of processes that no other calls, with all that they call. A control that a process does not
/// claim, itself or in what it calls, is not looked at.
Shortfalls shortfalls(const ir::Definition& definition, const CallOrder& calls,
                      const std::vector<Reach>& reaches);

/// The same with only those of `approved` that stand on some way to the point on which none of `unapproved`
/// approves, and as many approvers as these bring. Claims of other processes stay: a caller's come before.
Shortfall on_the_way(const ir::Definition& definition, Shortfall shortfall);

/// The nodes that a case may come to over none of the edges in `withheld` (by edge index). A join waits for
/// as many branches as its rule needs.
llvm::BitVector open_past(const ir::Process& process, const Reach& reach, const llvm::BitVector& withheld);

/// The edges to `point` that a case takes on a shortest way over none of those in `withheld`; within its
/// process, one branch of each parallel. Empty if there is none.
std::vector<ir::EdgeId> way_past(const ir::Process& process, ir::NodeId point,
                                 const llvm::BitVector& withheld);

}  // namespace wain::analysis
