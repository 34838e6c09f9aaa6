#include "analysis/graph.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "analysis/soundness.h"

namespace wain::analysis {

Reach reach(const ir::Process& process) {
  Reach result{llvm::BitVector(static_cast<unsigned>(process.nodes.size())), {}};
  if (process.nodes.empty()) return result;
  std::vector<std::pair<ir::NodeId, std::size_t>> stack{{ir::NodeId{0}, 0}};
  result.nodes.set(0);
  while (!stack.empty()) {
    auto& [node, next] = stack.back();
    const std::vector<ir::EdgeId>& out = process[node].out;
    if (next == out.size()) {
      result.order.push_back(node);
      stack.pop_back();
      continue;
    }
    const ir::NodeId to = process[out[next++]].to;
    if (result.nodes.test(to.index)) continue;
    result.nodes.set(to.index);
    stack.emplace_back(to, 0);
  }
  std::reverse(result.order.begin(), result.order.end());
  return result;
}

llvm::BitVector leading_to(const ir::Process& process, const Reach& reach,
                           llvm::ArrayRef<ir::NodeId> targets) {
  return leading_to(process, reach, targets, [](const ir::Edge&) { return true; });
}

llvm::BitVector leading_to(const ir::Process& process, const Reach& reach, llvm::ArrayRef<ir::NodeId> targets,
                           llvm::function_ref<bool(const ir::Edge&)> follow) {
  llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> work;
  const auto add = [&](ir::NodeId node) {
    if (!reach.has(node) || result.test(node.index)) return;
    result.set(node.index);
    work.push_back(node);
  };
  for (const ir::NodeId target : targets) add(target);
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    for (const ir::EdgeId id : process[node].in) {
      const ir::Edge& edge = process[id];
      if (reach.has(edge.from) && follow(edge)) add(edge.from);
    }
  }
  return result;
}

bool is_well_formed(const ir::Process& process) {
  if (process.broken || process.nodes.empty() || process.nodes[0].kind != ir::NodeKind::Start) return false;
  const auto whole = [&](const ir::Edge& edge) {
    return edge.from.index < process.nodes.size() && edge.to.index < process.nodes.size();
  };
  const auto fine = [](const ir::Node& node) {
    if (node.broken) return false;
    switch (node.kind) {
      case ir::NodeKind::Task:
      case ir::NodeKind::Gate: return node.actor.valid();
      case ir::NodeKind::Audit: return node.actor.valid() && node.audited.valid();
      case ir::NodeKind::Call: return node.callee.valid();
      case ir::NodeKind::End: return node.outcome.valid();
      default: return true;
    }
  };
  return std::all_of(process.edges.begin(), process.edges.end(), whole) &&
         std::all_of(process.nodes.begin(), process.nodes.end(), fine);
}

namespace {

/// Depth first over calls, callees before callers; a process that is met again while it is open is
/// recursive and unsound, and so is all that calls it.
class CallOrdering {
public:
  explicit CallOrdering(const ir::Definition& definition) : definition_(definition) {
    const auto count = static_cast<unsigned>(definition.processes.size());
    result_.sound.resize(count);
    result_.nested.resize(count);
    result_.reaches.resize(count);
    state_.resize(count, State::New);
    callees_.resize(count);
    for (unsigned i = 0; i < count; ++i) {
      for (const ir::Node& node : definition.processes[i].nodes) {
        if (node.kind == ir::NodeKind::Call && node.callee) callees_[i].push_back(node.callee);
      }
    }
  }

  CallOrder run() && {
    for (unsigned i = 0; i < state_.size(); ++i) visit(i);
    return std::move(result_);
  }

private:
  enum class State : std::uint8_t { New, Open, Done };

  void visit(unsigned root) {
    if (state_[root] != State::New) return;
    std::vector<std::pair<unsigned, std::size_t>> stack;
    const auto open = [&](unsigned process) {
      state_[process] = State::Open;
      const ir::Process& opened = definition_.processes[process];
      if (is_well_formed(opened)) {
        result_.reaches[process] = reach(opened);
        if (is_well_nested(opened, result_.reaches[process])) {
          result_.nested.set(process);
          result_.sound.set(process);
        }
      }
      stack.emplace_back(process, 0);
    };
    open(root);
    while (!stack.empty()) {
      auto& [process, next] = stack.back();
      if (next < callees_[process].size()) {
        const unsigned callee = callees_[process][next].index;
        if (state_[callee] == State::New) {
          open(callee);  // looked at again when it is done
        } else {
          if (state_[callee] == State::Open || !result_.sound.test(callee)) result_.sound.reset(process);
          ++next;
        }
        continue;
      }
      state_[process] = State::Done;
      result_.order.push_back({process});
      stack.pop_back();
    }
  }

  const ir::Definition& definition_;
  CallOrder result_;
  std::vector<State> state_;
  std::vector<std::vector<ir::ProcessId>> callees_;
};

}  // namespace

CallOrder call_order(const ir::Definition& definition) { return CallOrdering(definition).run(); }

ir::OutcomeId outcome_of(const ir::Definition& definition, const ir::Node& call, const ir::Edge& edge) {
  if (edge.kind == ir::EdgeKind::Outcome && edge.outcome) return edge.outcome;
  const ir::Process& callee = definition[call.callee];
  return callee.yields.empty() ? ir::OutcomeId{} : callee.yields.front();
}

ir::BranchId branch_of(const ir::Process& process, ir::NodeId node, ir::NodeId fork) {
  for (ir::BranchId branch = process[node].branch; branch; branch = process[branch].parent) {
    if (process[branch].fork == fork) return branch;
  }
  return {};
}

}  // namespace wain::analysis
