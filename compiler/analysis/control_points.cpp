#include "analysis/control_points.h"

#include <algorithm>
#include <vector>

namespace wain::analysis {
namespace {

/// Gates that say no to the same questions, and where their noes lead.
struct Refusal {
  std::vector<ir::CriterionId> criteria;
  std::vector<ir::NodeId> to;
};

/// With more kinds of noes than this, any approval ends every one of them.
constexpr std::size_t kinds_limit = 64;

/// Which exits of one process are a no.
struct Noes {
  const ir::Definition& definition;
  const ir::Process& process;
  const RefusedOutcomes& in_calls;

  [[nodiscard]] bool is_no(const ir::Edge& edge) const {
    if (edge.kind == ir::EdgeKind::Reject) return true;
    if (edge.kind == ir::EdgeKind::Timeout) return !edge.approves;  // nobody has judged: it counts as a no
    const ir::Node& call = process[edge.from];
    if (call.kind != ir::NodeKind::Call) return false;
    const auto refused = in_calls.find(call.callee.index);
    if (refused == in_calls.end()) return false;
    const std::vector<ir::OutcomeId>& outcomes = refused->second;
    return std::find(outcomes.begin(), outcomes.end(), outcome_of(definition, call, edge)) != outcomes.end();
  }
};

std::vector<Refusal> refusals(const Noes& noes, const Reach& reach) {
  std::vector<Refusal> result;
  for (const ir::Edge& edge : noes.process.edges) {
    if (!reach.has(edge.from) || !noes.is_no(edge)) continue;
    const std::vector<ir::CriterionId>& criteria = noes.process[edge.from].judges;
    auto at = std::find_if(result.begin(), result.end(),
                           [&](const Refusal& refusal) { return refusal.criteria == criteria; });
    if (at == result.end()) at = result.insert(result.end(), {criteria, {}});
    at->to.push_back(edge.to);
  }
  if (result.size() <= kinds_limit) return result;
  Refusal all;
  for (const Refusal& refusal : result) all.to.insert(all.to.end(), refusal.to.begin(), refusal.to.end());
  return {all};
}

bool overturns(const ir::Node& gate, const Refusal& refusal) {
  if (gate.judges.empty() || refusal.criteria.empty()) return true;
  return std::find_first_of(gate.judges.begin(), gate.judges.end(), refusal.criteria.begin(),
                            refusal.criteria.end()) != gate.judges.end();
}

/// Nodes that are come to, and those whose exits are still to be followed.
class Flood {
public:
  explicit Flood(const ir::Process& process)
      : process_(process), nodes_(static_cast<unsigned>(process.nodes.size())) {}

  void come_to(ir::NodeId node) {
    if (nodes_.test(node.index)) return;
    nodes_.set(node.index);
    work_.push_back(node);
  }
  /// Follows the edges for which `passes` answers yes.
  template <class Passes>
  void spread(Passes passes) {
    while (!work_.empty()) {
      const ir::NodeId node = work_.back();
      work_.pop_back();
      for (const ir::EdgeId id : process_[node].out) {
        if (passes(process_[id])) come_to(process_[id].to);
      }
    }
  }
  [[nodiscard]] const llvm::BitVector& nodes() const { return nodes_; }

private:
  const ir::Process& process_;
  llvm::BitVector nodes_;
  std::vector<ir::NodeId> work_;
};

}  // namespace

Standing standing(const ir::Definition& definition, const ir::Process& process, const Reach& reach,
                  const RefusedOutcomes& in_calls) {
  const Noes noes{definition, process, in_calls};
  Flood free(process);
  Flood regular(process);
  free.come_to({0});
  regular.come_to({0});
  llvm::BitVector refused(static_cast<unsigned>(process.nodes.size()));
  for (const Refusal& refusal : refusals(noes, reach)) {
    Flood under(process);
    for (const ir::NodeId node : refusal.to) under.come_to(node);
    under.spread([&](const ir::Edge& edge) {
      if (edge.kind != ir::EdgeKind::Approve || !overturns(process[edge.from], refusal)) return true;
      free.come_to(edge.to);
      regular.come_to(edge.to);
      return false;
    });
    refused |= under.nodes();
  }
  free.spread([&](const ir::Edge& edge) { return !noes.is_no(edge); });
  regular.spread([&](const ir::Edge& edge) { return edge.kind != ir::EdgeKind::Fail && !noes.is_no(edge); });
  return {refused, free.nodes(), regular.nodes()};
}

std::vector<ir::OutcomeId> refused_outcomes(const ir::Process& process, const Standing& cases) {
  std::vector<ir::OutcomeId> result;
  for (const unsigned i : cases.refused.set_bits()) {
    const ir::Node& node = process.nodes[i];
    const bool is_first = !process.yields.empty() && node.outcome == process.yields.front();
    if (node.kind == ir::NodeKind::End && !is_first) result.push_back(node.outcome);
  }
  return result;
}

llvm::BitVector control_points(const ir::Process& process, const Reach& reach, const Standing& cases) {
  const std::vector<ir::OutcomeId> refused = refused_outcomes(process, cases);
  llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
  for (const ir::NodeId id : reach.order) {
    const ir::Node& node = process[id];
    const bool is_first = !process.yields.empty() && node.outcome == process.yields.front();
    const bool is_approving_end = node.kind == ir::NodeKind::End &&
                                  (is_first || cases.regular.test(id.index)) &&
                                  std::find(refused.begin(), refused.end(), node.outcome) == refused.end();
    if (is_approving_end || (node.irreversible && cases.free.test(id.index))) result.set(id.index);
  }
  return result;
}

}  // namespace wain::analysis
