#include "estimate/clocks.h"

#include <algorithm>

namespace wain::estimate {

std::vector<GateClock> clocks_of(const ir::Process& process, ir::NodeId node) {
  std::vector<GateClock> clocks;
  for (const ir::Escalation& escalation : process[node].escalations)
    if (escalation.to) clocks.push_back({escalation.after, escalation.to, {}});
  for (const ir::EdgeId edge : process[node].out) {
    const ir::Edge& out = process[edge];
    if (out.kind == ir::EdgeKind::Timeout && out.after) clocks.push_back({*out.after, {}, edge});
  }
  std::stable_sort(clocks.begin(), clocks.end(),
                   [](const GateClock& a, const GateClock& b) { return a.after < b.after; });
  return clocks;
}

std::vector<std::pair<ir::ActorId, double>> doers_of(const ir::Process& process, ir::NodeId node,
                                                     const ClockShares& clocks) {
  std::vector<std::pair<ir::ActorId, double>> doers{{process[node].actor, 1}};
  if (!clocks.known() || clocks.rings[node.index].empty()) return doers;
  const std::vector<GateClock> all = clocks_of(process, node);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double rings = std::min(doers.back().second, clocks.of(node, i));
    doers.back().second -= rings;
    if (all[i].timeout) break;
    doers.emplace_back(all[i].to, rings);
  }
  return doers;
}

double done_by(ir::ActorId actor, const ir::Process& process, ir::NodeId node, const ClockShares& clocks) {
  if (!clocks.known())
    return process[node].actor == actor ? 1 : 0;  // asked for every step of every committee
  double share = 0;
  for (const auto& [doer, part] : doers_of(process, node, clocks))
    if (doer == actor) share += part;
  return share;
}

}  // namespace wain::estimate
