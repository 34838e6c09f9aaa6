#include "analysis/soundness.h"

#include "analysis/state_search.h"

namespace wain::analysis {
namespace {

class Nesting {
public:
  Nesting(const ir::Process& process, const Reach& reach) : process_(process), reach_(reach) {}

  [[nodiscard]] bool holds() const {
    for (const ir::NodeId node : reach_.order) {
      if (!is_paired(node)) return false;
      for (std::size_t i = 0; i < process_[node].out.size(); ++i) {
        if (!may_go(process_[node], i)) return false;
      }
    }
    return true;
  }

private:
  [[nodiscard]] bool is_paired(ir::NodeId id) const {
    const ir::Node& node = process_[id];
    if (node.kind != ir::NodeKind::Fork && node.kind != ir::NodeKind::Join) return true;
    if (!node.partner) return false;
    const ir::Node& partner = process_[node.partner];
    const bool is_fork = node.kind == ir::NodeKind::Fork;
    if (partner.kind != (is_fork ? ir::NodeKind::Join : ir::NodeKind::Fork) || partner.partner != id ||
        partner.branch != node.branch)
      return false;
    if (!is_fork) return reach_.has(node.partner);
    if (node.out.empty() || node.branches.size() != node.out.size()) return false;
    const bool counts = node.join_rule == ir::JoinRule::KOfN;
    return !counts || (node.join_count >= 1 && node.join_count <= node.branches.size());
  }

  /// Into a branch only from its fork, and into a join only from its fork's branches.
  [[nodiscard]] bool may_go(const ir::Node& from, std::size_t exit) const {
    const ir::Edge& edge = process_[from.out[exit]];
    const ir::Node& to = process_[edge.to];
    if (from.kind == ir::NodeKind::Fork && (edge.to == from.partner || to.branch == from.branches[exit]))
      return true;
    if (to.kind == ir::NodeKind::Join) return branch_of(process_, edge.from, to.partner).valid();
    return is_within(process_, from.branch, to.branch);
  }

  const ir::Process& process_;
  const Reach& reach_;
};

}  // namespace

bool is_well_nested(const ir::Process& process, const Reach& reach) {
  return Nesting(process, reach).holds();
}

Soundness soundness(const ir::Process& process, const Reach& reach, std::size_t limit) {
  Net net = token_net(process, reach);
  reduce(process, net);
  return search_states(process, net, limit);
}

Soundness soundness_in_full(const ir::Process& process, const Reach& reach, std::size_t limit) {
  return search_states(process, token_net(process, reach), limit);
}

}  // namespace wain::analysis
