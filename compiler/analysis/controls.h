/// Controls on the graph of a process: who has claimed one on each path before it must be met.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/BitVector.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// How many distinct approvers these gates bring for a control. A machine is nobody, but a control that
/// asks for one approver may be met by one.
std::uint32_t approvers_for(const ir::Definition& definition, ir::ControlId control,
                            llvm::ArrayRef<ir::ActorId> gates);

/// Controls that a gate claims and that are not met without it.
struct NeedingControls {
  std::vector<ir::ControlId> certain;
  std::vector<ir::ControlId> open;  ///< too many gates claim them for it to be decided
};
/// The controls, of those that `gate` claims, for which on some path through it to a control point fewer than
/// the required number of distinct approvers are among those of `others` (by node index) that claim the
/// control and have approved. Whether the control applies to the case is not asked.
NeedingControls still_needed_by(const ir::Definition& definition, const ir::Process& process,
                                const Reach& reach, ir::NodeId gate, const llvm::BitVector& others);

/// A gate that claims a control which others have met before it.
struct SurplusClaim {
  ir::NodeId gate;
  ir::ControlId control;
  std::vector<ir::NodeId> before;  ///< the other claiming gates on one path, mostly before it or beside it
};
/// Gates at which, on some path without going back, as many gates as the control requires have already
/// claimed it, and either these are as many distinct approvers, or this gate adds none to them; and gates
/// without which the others on such a path, as many as are required, still bring enough. Of gates in parallel
/// branches that come together it is the last in the text. Whether a case can take the path is not asked.
struct SurplusClaims {
  std::vector<SurplusClaim> found;
  std::vector<ir::ControlId> open;  ///< controls with too many claims, or too many sets of them
};
SurplusClaims surplus_claims(const ir::Definition& definition, const ir::Process& process,
                             const Reach& reach);

}  // namespace wain::analysis
