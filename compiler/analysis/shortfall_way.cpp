// What of a shortfall stands on the way, and the way.
#include <algorithm>
#include <tuple>

#include "analysis/controls.h"
#include "analysis/shortfalls.h"

namespace wain::analysis {

Shortfall on_the_way(const ir::Definition& definition, Shortfall shortfall) {
  const ir::Process& process = definition[shortfall.process];
  const auto is_withheld = [&](const ir::Edge& edge) {
    return edge.kind == ir::EdgeKind::Approve &&
           std::find(shortfall.unapproved.begin(), shortfall.unapproved.end(),
                     Claim{shortfall.process, edge.from}) != shortfall.unapproved.end();
  };
  llvm::BitVector leads(static_cast<unsigned>(process.nodes.size()));
  llvm::BitVector approves(leads.size());  // the gate's yes leads there
  std::vector<ir::NodeId> work{shortfall.point};
  leads.set(shortfall.point.index);
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    for (const ir::EdgeId id : process[node].in) {
      const ir::Edge& edge = process[id];
      if (is_withheld(edge)) continue;
      if (edge.kind == ir::EdgeKind::Approve) approves.set(edge.from.index);
      if (leads.test(edge.from.index)) continue;
      leads.set(edge.from.index);
      work.push_back(edge.from);
    }
  }
  const auto is_elsewhere = [&](const Claim& claim) {
    return claim.process == shortfall.process && !approves.test(claim.gate.index);
  };
  const auto kept = std::stable_partition(shortfall.approved.begin(), shortfall.approved.end(),
                                          [&](const Claim& claim) { return !is_elsewhere(claim); });
  shortfall.unapproved.insert(shortfall.unapproved.end(), kept, shortfall.approved.end());
  shortfall.approved.erase(kept, shortfall.approved.end());
  std::sort(shortfall.unapproved.begin(), shortfall.unapproved.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.process, a.gate) < std::tie(b.process, b.gate);
  });
  std::vector<ir::ActorId> actors;
  for (const Claim& claim : shortfall.approved) actors.push_back(definition[claim.process][claim.gate].actor);
  shortfall.approvers = approvers_for(definition, shortfall.control, actors);
  return shortfall;
}

std::vector<ir::EdgeId> way_past(const ir::Process& process, ir::NodeId point,
                                 const llvm::BitVector& withheld) {
  std::vector<ir::EdgeId> came_by(process.nodes.size());
  std::vector<ir::NodeId> queue{{0}};
  for (std::size_t i = 0; i < queue.size() && !(point.index != 0 && came_by[point.index]); ++i) {
    for (const ir::EdgeId id : process[queue[i]].out) {
      const ir::Edge& edge = process[id];
      if (withheld.test(id.index) || edge.to.index == 0 || came_by[edge.to.index]) continue;
      came_by[edge.to.index] = id;
      queue.push_back(edge.to);
    }
  }
  std::vector<ir::EdgeId> way;
  for (ir::NodeId node = point; node.index != 0 && came_by[node.index];
       node = process[came_by[node.index]].from)
    way.push_back(came_by[node.index]);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace wain::analysis
