/// Where people judge again what a machine has answered.
#pragma once

#include <vector>

#include "rules/engine/view.h"

namespace wain::lint {

/// A person's judgment of what machines have answered.
struct Recheck {
  ir::NodeId judge;
  std::vector<ir::NodeId> machines;
  std::vector<ir::CriterionId> criteria;
};

/// All of them in a process, by judge. A machine is named where every onward way from it meets the judge, who
/// has no more in hand than the machine had, and nothing of it is changed on the way.
std::vector<Recheck> rechecks(const View& view, ir::ProcessId process);

}  // namespace wain::lint
