// Which processes the scenario runs, and which nodes of them a case can come to.
#include <algorithm>

#include "planning/work.h"

namespace wain::planning {
namespace {

/// Reachable nodes; the join of every fork among them, and what follows it, even if no branch ends there:
/// a plan's branch names its join.
std::vector<bool> kept_nodes(const ir::Process& process) {
  std::vector<bool> kept(process.nodes.size(), false);
  std::vector<ir::NodeId> open;
  const auto add = [&](ir::NodeId node) {
    if (!node || kept[node.index]) return;
    kept[node.index] = true;
    open.push_back(node);
  };
  add(ir::NodeId{0});
  while (!open.empty()) {
    const ir::Node& node = process[open.back()];
    open.pop_back();
    if (node.kind == ir::NodeKind::Fork) add(node.partner);
    for (const ir::EdgeId edge : node.out) add(process[edge].to);
  }
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const ir::Node& node = process.nodes[i];
    if (node.kind == ir::NodeKind::Audit) kept[i] = node.audited && kept[node.audited.index];
  }
  return kept;
}

PlannedProcess plan_process(const ir::Definition& definition, ir::ProcessId id) {
  const ir::Process& process = definition[id];
  PlannedProcess out;
  out.id = id;
  out.reach = analysis::reach(process);
  out.node_index.assign(process.nodes.size(), plan::none);
  out.branch_index.assign(process.branches.size(), plan::none);
  const std::vector<bool> kept = kept_nodes(process);
  for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
    if (!kept[i]) continue;
    out.node_index[i] = static_cast<plan::Index>(out.nodes.size());
    out.nodes.push_back({i});
  }
  plan::Index branches = 0;
  for (std::size_t i = 0; i < process.branches.size(); ++i)
    if (kept[process.branches[i].fork.index]) out.branch_index[i] = branches++;
  return out;
}

}  // namespace

void find_processes(Work& work) {
  const auto add = [&](ir::ProcessId id) {
    if (!id || work.process_of[id.index] != plan::none) return;
    work.process_of[id.index] = static_cast<plan::Index>(work.processes.size());
    work.processes.push_back(plan_process(work.definition, id));
  };
  for (const ir::Run& run : work.scenario.runs) add(run.process);
  for (std::size_t i = 0; i < work.processes.size(); ++i) {
    const ir::ProcessId caller = work.processes[i].id;
    const std::vector<ir::NodeId> nodes = work.processes[i].nodes;
    for (const ir::NodeId node : nodes)
      if (work.definition[caller][node].kind == ir::NodeKind::Call) add(work.definition[caller][node].callee);
  }
}

}  // namespace wain::planning
