// irreversible-unguarded (GOV003): what cannot be undone is done before anybody has judged anything, and what
// judges it comes after.
#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "analysis/flow_graph.h"
#include "rules/engine/concerns.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

bool judges(const ir::Node& node) {
  return node.kind == ir::NodeKind::Gate || (node.kind == ir::NodeKind::Task && !node.checks.empty());
}

/// Nodes that control comes to from `start`, going on from a node only if `go_on` says so.
llvm::BitVector onward_from(const ir::Process& process, ir::NodeId start,
                            llvm::function_ref<bool(const ir::Edge&)> follow) {
  llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> work{start};
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    for (const ir::EdgeId id : process[node].out) {
      const ir::NodeId to = process[id].to;
      if (!follow(process[id]) || result.test(to.index)) continue;
      result.set(to.index);
      work.push_back(to);
    }
  }
  return result;
}

/// Which processes somebody judges in, and which are only called when somebody has judged.
class Guards {
public:
  explicit Guards(const View& view) : view_(view), inside_(size_of(view)), entered_(size_of(view)) {
    for (const ir::ProcessId id : view.calls.order) {  // callees first
      if (!view.calls.sound.test(id.index)) continue;
      for (const ir::NodeId node : view.reaches[id.index].order) {
        if (is_guard(view[id][node])) inside_.set(id.index);
      }
    }
    for (auto id = view.calls.order.rbegin(); id != view.calls.order.rend(); ++id) {  // callers first
      for (const Place call : view.callers[id->index]) {
        if (entered_.test(call.process.index) || before(call.process, call.node)) entered_.set(id->index);
      }
    }
  }

  /// Somebody judges before the process begins, on some way.
  [[nodiscard]] bool is_entered_judged(ir::ProcessId id) const { return entered_.test(id.index); }
  /// By node: a case can come there before anybody has judged. One pass, before the dearer question.
  [[nodiscard]] llvm::BitVector unjudged(ir::ProcessId id) const {
    return onward_from(view_[id], {0}, [&](const ir::Edge& edge) { return !is_guard(view_[id][edge.from]); });
  }
  /// Somebody can have judged when a case comes to the node for the first time.
  [[nodiscard]] bool before(ir::ProcessId id, ir::NodeId node) {
    const Behind& behind = behind_guards(id);
    // Where no case comes twice, every time is the first.
    if (!behind.cyclic.test(node.index)) return behind.guards.test(node.index);
    const ir::Process& process = view_[id];
    const auto not_from_it = [&](const ir::Edge& edge) { return edge.from != node; };
    llvm::BitVector on_the_way = onward_from(process, {0}, not_from_it);
    on_the_way &= analysis::leading_to(process, view_.reaches[id.index], {node}, not_from_it);
    for (const unsigned i : on_the_way.set_bits()) {
      if (i != node.index && is_guard(process.nodes[i])) return true;
    }
    return false;
  }

private:
  /// Nodes of one process.
  struct Behind {
    llvm::BitVector guards;  ///< control comes there from one that judges
    llvm::BitVector cyclic;  ///< control may come round to it
  };
  const Behind& behind_guards(ir::ProcessId id) {
    const auto [at, fresh] = behind_.try_emplace(id);
    if (!fresh) return at->second;
    const ir::Process& process = view_[id];
    const analysis::Reach& reach = view_.reaches[id.index];
    Behind& result = at->second;
    result.guards.resize(static_cast<unsigned>(process.nodes.size()));
    result.cyclic.resize(result.guards.size());
    std::vector<ir::NodeId> work;
    std::copy_if(reach.order.begin(), reach.order.end(), std::back_inserter(work),
                 [&](ir::NodeId node) { return is_guard(process[node]); });
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process[node].out) {
        const ir::NodeId to = process[edge].to;
        if (result.guards.test(to.index)) continue;
        result.guards.set(to.index);
        work.push_back(to);
      }
    }
    analysis::FlowGraph graph(process, reach);
    for (const analysis::Component& component : analysis::components(graph)) {
      if (!component.cyclic) continue;
      for (const ir::NodeId node : component.nodes) result.cyclic.set(node.index);
    }
    return result;
  }

  static unsigned size_of(const View& view) {
    return static_cast<unsigned>(view.definition.processes.size());
  }
  [[nodiscard]] bool is_guard(const ir::Node& node) const {
    return judges(node) || (node.kind == ir::NodeKind::Call && inside_.test(node.callee.index));
  }

  const View& view_;
  llvm::BitVector inside_;   // by process
  llvm::BitVector entered_;  // by process
  std::map<ir::ProcessId, Behind> behind_;
};

/// What judges the step's data behind it, in order of writing.
std::vector<ir::NodeId> judging_after(const ir::Process& process, ir::NodeId done) {
  const llvm::BitVector after = onward_from(process, done, [&](const ir::Edge& edge) {
    return edge.from != done || edge.kind == ir::EdgeKind::Next;
  });
  std::vector<ir::NodeId> result;
  for (const unsigned i : after.set_bits()) {
    const ir::Node& node = process.nodes[i];
    if (i == done.index || node.kind != ir::NodeKind::Gate) continue;
    const auto about_it = [&](const ir::Path& seen) { return concerns(process, process[done], seen); };
    if (std::any_of(node.sees.begin(), node.sees.end(), about_it)) result.push_back({i});
  }
  return result;
}

}  // namespace

void check_IrreversibleUnguarded(const View& view, Reporter& reporter) {
  Guards guards(view);
  for (const ir::ProcessId id : view.processes) {
    if (guards.is_entered_judged(id)) continue;
    const ir::Process& process = view[id];
    const llvm::BitVector unjudged = guards.unjudged(id);
    for (const ir::NodeId node : view.reaches[id.index].order) {
      const ir::Node& step = process[node];
      if (!unjudged.test(node.index)) continue;
      if (step.kind != ir::NodeKind::Task || !step.irreversible || step.broken || judges(step)) continue;
      if (guards.before(id, node)) continue;
      const std::vector<ir::NodeId> after = judging_after(process, node);
      if (after.empty()) continue;
      Diagnostics::Builder finding =
          reporter.report(rule::IrreversibleUnguarded, step.name_span,
                          {arg("step", step.name), arg("gates", after.size())}, step.span);
      finding.symbol(view.symbol({id, node}));
      for (std::size_t i = 0; i < std::min(after.size(), places_shown); ++i) {
        finding.note(rule::NoteJudgesAfter, process[after[i]].name_span,
                     {arg("gate", process[after[i]].name), arg("step", step.name)});
      }
      if (after.size() > places_shown)
        finding.help(rule::NoteMorePlaces, {arg("count", after.size() - places_shown)});
      finding.help(rule::NoteGuardBefore);
    }
  }
}

}  // namespace wain::lint
