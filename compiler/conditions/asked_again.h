/// Which gates ask what others answer as well: the questions, before anybody looks at the ways between.
#pragma once

#include <vector>

#include "analysis/judgments.h"
#include "conditions/process_model.h"

namespace wain::conditions {

/// A judgment that some gate makes, and who else makes it.
struct AskedJudgment {
  ir::CriterionId criterion;
  analysis::Evidence evidence;
  std::vector<ir::NodeId> gates;  ///< that judge it, with at least this evidence in hand; in order of control
  bool called = false;            ///< some call may bring it
};

/// A gate that could be redundant.
struct AskingGate {
  ir::NodeId gate;
  std::vector<std::size_t> judgments;  ///< one a criterion; into AskedAgain
};

struct AskedAgain {
  std::vector<AskingGate> gates;  ///< before each of which somebody may have answered all that it asks
  std::vector<AskedJudgment> judgments;
  std::vector<ir::NodeId> calls;  ///< all reachable ones
};
AskedAgain asked_again(Shared& shared, ir::ProcessId process);

}  // namespace wain::conditions
