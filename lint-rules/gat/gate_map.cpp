#include "rules/gat/gate_map.h"

#include <algorithm>
#include <deque>

#include "ir/visit_paths.h"
#include "rules/apr/costume.h"

namespace wain::lint {
namespace {

using Paths = std::vector<ir::Path>;

/// Data that is looked at somewhere, with the nodes that do it.
struct Use {
  ir::NodeId node;
  const ir::Path* path;
};

/// By variable: who reads, sees, hands over or guards on it.
std::vector<std::vector<Use>> uses_of_data(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  std::vector<Use> uses;
  for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
    const ir::Node& node = process.nodes[i];
    const ir::NodeId acts{node.kind == ir::NodeKind::Audit ? node.audited.index : i};
    if (!view.reaches[id.index].has(acts)) continue;
    for (const Paths* paths : {&node.reads, &node.sees, &node.arguments}) {
      for (const ir::Path& path : *paths) uses.push_back({acts, &path});
    }
    const auto guard_on = [&](ir::ExprId guard, ir::NodeId by) {
      ir::visit_paths(view.definition, guard, [&](const ir::Expr& use) { uses.push_back({by, &use.path}); });
    };
    guard_on(node.priority, acts);
    for (const ir::EdgeId edge : node.out) guard_on(process[edge].guard, {i});
  }
  std::vector<std::vector<Use>> by_variable(process.variables.size());
  for (const Use& use : uses) {
    if (use.path->variable) by_variable[use.path->variable.index].push_back(use);
  }
  return by_variable;
}

/// Whether control can come from `start` to one of `targets`. Stops at the first that it meets, which is
/// mostly near.
bool leads_to(const ir::Process& process, ir::NodeId start, const std::vector<ir::NodeId>& targets) {
  llvm::BitVector wanted(static_cast<unsigned>(process.nodes.size()));
  for (const ir::NodeId target : targets) wanted.set(target.index);
  llvm::BitVector seen(wanted.size());
  std::deque<ir::NodeId> work{start};
  while (!work.empty()) {
    const ir::NodeId node = work.front();
    work.pop_front();
    for (const ir::EdgeId edge : process[node].out) {
      const ir::NodeId to = process[edge].to;
      if (wanted.test(to.index)) return true;
      if (seen.test(to.index)) continue;
      seen.set(to.index);
      work.push_back(to);
    }
  }
  return false;
}

/// Human steps whose writes are used later. A called process hands updates of its parameters back.
llvm::BitVector used_work(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
  std::vector<std::vector<Use>> uses;
  for (const ir::NodeId node : view.reaches[id.index].order) {
    const ir::Node& step = process[node];
    if (step.kind != ir::NodeKind::Task || !view.is_human(step)) continue;
    if (step.produces.empty() && step.updates.empty()) continue;
    if (uses.empty()) uses = uses_of_data(view, id);
    std::vector<ir::NodeId> users;
    bool handed_back = false;
    view.writes(id).anywhere(step, [&](const ir::Path& written) {
      handed_back = handed_back || (process[written.variable].parameter && !view.callers[id.index].empty());
      for (const Use& use : uses[written.variable.index]) {
        if (ir::overlap(*use.path, written)) users.push_back(use.node);
      }
    });
    if (handed_back || (!users.empty() && leads_to(process, node, users))) result.set(node.index);
  }
  return result;
}

/// By node: how many of `claimants` a case has passed at least when it comes there, up to `most`.
std::vector<std::uint32_t> fewest_before(const ir::Process& process, const llvm::BitVector& claimants,
                                         std::uint32_t most) {
  std::vector<std::uint32_t> fewest(process.nodes.size(), most);
  std::deque<std::pair<ir::NodeId, std::uint32_t>> work{{ir::NodeId{0}, 0}};
  fewest[0] = 0;
  while (!work.empty()) {
    const auto [node, count] = work.front();
    work.pop_front();
    if (count > fewest[node.index]) continue;
    const bool claims = claimants.test(node.index);
    const std::uint32_t after = count + (claims ? 1U : 0U);
    for (const ir::EdgeId edge : process[node].out) {
      const ir::NodeId to = process[edge].to;
      if (after >= fewest[to.index]) continue;
      fewest[to.index] = after;
      if (claims)
        work.emplace_back(to, after);
      else
        work.emplace_front(to, after);
    }
  }
  return fewest;
}

/// Gates that a control requires: all that claim it, but those which come when its number is full.
llvm::BitVector excused_gates(const View& view, ir::ProcessId id, const GateMap& map) {
  const ir::Process& process = view[id];
  llvm::BitVector result(static_cast<unsigned>(process.nodes.size()));
  std::vector<std::pair<ir::ControlId, llvm::BitVector>> claims;
  for (const ir::NodeId node : view.reaches[id.index].order) {
    if (!map.is_gate(node)) continue;
    for (const ir::ControlId control : process[node].controls) {
      auto at = std::find_if(claims.begin(), claims.end(),
                             [&](const auto& entry) { return entry.first == control; });
      if (at == claims.end()) at = claims.insert(claims.end(), {control, llvm::BitVector(result.size())});
      at->second.set(node.index);
    }
  }
  for (const auto& [control, claimants] : claims) {
    const std::uint32_t number = view.definition[control].approvers;
    if (claimants.count() <= number) {
      result |= claimants;
      continue;
    }
    const std::vector<std::uint32_t> before = fewest_before(process, claimants, number);
    for (const unsigned node : claimants.set_bits()) {
      if (before[node] < number) result.set(node);
    }
  }
  return result;
}

}  // namespace

bool is_onward(const ir::Edge& edge) {
  switch (edge.kind) {
    case ir::EdgeKind::Reject:
    case ir::EdgeKind::Return:
    case ir::EdgeKind::Fail:
    case ir::EdgeKind::Timeout: return false;
    default: return true;
  }
}

GateMap gate_map(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  const auto count = static_cast<unsigned>(process.nodes.size());
  GateMap map{llvm::BitVector(count), llvm::BitVector(count), llvm::BitVector(count), {}};
  for (const ir::NodeId node : view.gates(id)) {
    if (view.is_human(process[node])) map.human.set(node.index);
  }
  for (const Costume& costume : costumes(view, id)) {
    if (costume.behind_machine) map.costumed.set(costume.step.index);
  }
  map.excused = excused_gates(view, id, map);
  map.works = used_work(view, id);
  return map;
}

}  // namespace wain::lint
