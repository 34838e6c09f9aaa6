/// Ways of a process whose condition cannot hold.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>

#include "conditions/process_model.h"

namespace wain::conditions {

/// An arm that no case can take, of a choice that cases can come to.
struct DeadArm {
  ir::EdgeId edge;
  std::vector<ir::NodeId> nodes;  ///< that only it, or other dead arms, lead to; in order of writing
};

struct DeadArms {
  std::vector<DeadArm> arms;  ///< in order of the edges
  llvm::BitVector nodes;      ///< by node index
};

/// Some arm in the process depends on data. Cheap.
bool has_guards(const ir::Process& process, const analysis::Reach& reach);

DeadArms dead_arms(ProcessModel& model);

}  // namespace wain::conditions
