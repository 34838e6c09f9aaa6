#include "simulation/runs_through.h"

namespace wain::simulation {

std::vector<std::size_t> runs_through(const plan::Plan& plan, plan::Index process) {
  std::vector<std::size_t> runs;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    std::vector<bool> seen(plan.processes.size(), false);
    std::vector<plan::Index> open{plan.runs[i].process};
    while (!open.empty()) {
      const plan::Index at = open.back();
      open.pop_back();
      if (seen[at]) continue;
      seen[at] = true;
      for (const plan::Node& node : plan.processes[at].nodes)
        if (node.kind == plan::NodeKind::Call) open.push_back(node.callee);
    }
    if (seen[process]) runs.push_back(i);
  }
  return runs;
}

}  // namespace wain::simulation
