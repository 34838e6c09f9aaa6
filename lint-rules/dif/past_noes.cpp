#include "rules/dif/past_noes.h"

#include <utility>
#include <vector>

#include "analysis/graph.h"

namespace wain::lint {
namespace {

class Walk {
public:
  Walk(const View& view, ir::ProcessId id)
      : view_(view),
        process_(view[id]),
        criteria_(static_cast<unsigned>(view.definition.criteria.size())),
        free_(static_cast<unsigned>(process_.nodes.size())),
        refused_(process_.nodes.size(), llvm::BitVector(criteria_ + 1)) {
    free_.set(0);
    work_.push_back({0});
  }

  llvm::BitVector run() && {
    while (!work_.empty()) {
      const ir::NodeId node = work_.back();
      work_.pop_back();
      for (const ir::EdgeId out : process_[node].out) follow(process_[node], process_[out]);
    }
    return std::move(free_);
  }

private:
  void follow(const ir::Node& node, const ir::Edge& edge) {
    llvm::BitVector refused = refused_[edge.from.index];
    bool free = free_.test(edge.from.index);
    if (is_no(node, edge)) {
      refused |= no_about(node);
      free = false;
    } else if (edge.kind == ir::EdgeKind::Approve && refused.anyCommon(yes_about(node))) {
      free = true;
      refused.reset();
    }
    const bool is_new = (free && !free_.test(edge.to.index)) || refused.test(refused_[edge.to.index]);
    if (!is_new) return;
    if (free) free_.set(edge.to.index);
    refused_[edge.to.index] |= refused;
    work_.push_back(edge.to);
  }

  [[nodiscard]] bool is_no(const ir::Node& node, const ir::Edge& edge) const {
    switch (edge.kind) {
      case ir::EdgeKind::Reject: return true;
      case ir::EdgeKind::Timeout: return !edge.approves;
      case ir::EdgeKind::Outcome:
        return analysis::outcome_of(view_.definition, node, edge) != view_[node.callee].yields.front();
      default: return false;
    }
  }

  [[nodiscard]] llvm::BitVector judged(const ir::Node& node) const {
    llvm::BitVector result(criteria_ + 1);
    for (const ir::CriterionId criterion : node.judges) result.set(criterion.index);
    return result;
  }
  /// What a no is about; the last bit: nobody says.
  [[nodiscard]] llvm::BitVector no_about(const ir::Node& node) const {
    llvm::BitVector result = judged(node);
    if (result.none()) result.set(criteria_);
    return result;
  }
  /// What a yes can take back.
  [[nodiscard]] llvm::BitVector yes_about(const ir::Node& node) const {
    llvm::BitVector result = judged(node);
    result.set(criteria_);
    return result;
  }

  const View& view_;
  const ir::Process& process_;
  unsigned criteria_;
  llvm::BitVector free_;                  // by node
  std::vector<llvm::BitVector> refused_;  // by node: criteria on which a no stands
  std::vector<ir::NodeId> work_;
};

}  // namespace

llvm::BitVector past_noes(const View& view, ir::ProcessId process) { return Walk(view, process).run(); }

}  // namespace wain::lint
