#include "rules/engine/exit_shares.h"

#include <algorithm>

namespace wain::lint {

ExitShares even_shares(const ir::Process& process) {
  ExitShares result{std::vector<double>(process.edges.size(), 1.0), false};
  for (const ir::Node& node : process.nodes) {
    if (node.kind == ir::NodeKind::Fork || node.out.empty()) continue;
    for (const ir::EdgeId edge : node.out)
      result.edges[edge.index] = 1.0 / static_cast<double>(node.out.size());
  }
  return result;
}

ExitShares exit_shares(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  ExitShares result = even_shares(process);
  const estimate::Flow& flow = view.estimates.for_process(id).flow(id);
  if (!flow.solved) return result;
  result.known = true;
  for (std::uint32_t i = 0; i < process.edges.size(); ++i) {
    const double visits = flow.visits[process.edges[i].from.index];
    if (visits > 0) result.edges[i] = std::min(1.0, flow.edges[i] / visits);
  }
  return result;
}

}  // namespace wain::lint
