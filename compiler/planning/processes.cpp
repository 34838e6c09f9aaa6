// One process after another: nodes, branches, duties.
#include "planning/processes.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "analysis/writes.h"
#include "ir/text.h"

namespace wain::planning {
namespace {

/// Its conditions; of an arm without one its label, or the step that it leads to.
std::string key_of_choice(const ProcessWork& p, const ir::Node& node) {
  std::string key = "choice";
  for (const ir::EdgeId id : node.out) {
    const ir::Edge& edge = p.process[id];
    const std::string_view to = p.process[edge.to].name;
    if (edge.guard)
      key += fmt::format(" {}", str(p.work.definition, &p.process, edge.guard));
    else if (!edge.label.empty())
      key += fmt::format(" \"{}\"", edge.label);
    else if (!to.empty())
      key += fmt::format(" -> {}", to);
  }
  return key;
}

/// What the draws of a node hang on. The name of what has one; else what is written, which does not change
/// when something is inserted elsewhere, as a number would.
std::string key_of(const ProcessWork& p, const ir::Node& node) {
  if (!node.name.empty()) return std::string(node.name);
  switch (node.kind) {
    case ir::NodeKind::Call: return fmt::format("call {}", p.work.definition[node.callee].name);
    case ir::NodeKind::Wait: {
      if (!node.wait->description.empty()) return fmt::format("wait for {}", node.wait->description);
      if (node.wait->kind == ir::WaitSpec::Kind::Cadence)
        return fmt::format("wait until {}", str(node.wait->cadence));
      return node.takes ? fmt::format("wait {}", str(*node.takes)) : "wait";
    }
    case ir::NodeKind::Split: return key_of_choice(p, node);
    case ir::NodeKind::Fork: {
      std::string key = "parallel";
      for (const ir::BranchId branch : node.branches) key += fmt::format(" {}", p.process[branch].name);
      return key;
    }
    default: return {};
  }
}

/// A name for people: what has none of its own is called by what it does.
std::string shown_name(const ProcessWork& p, const ir::Node& node) {
  if (!node.name.empty()) return std::string(node.name);
  if (node.kind == ir::NodeKind::Call) return std::string(p.work.definition[node.callee].name);
  if (node.kind != ir::NodeKind::Wait) return {};
  return node.wait->description.empty() ? key_of(p, node) : std::string(node.wait->description);
}

void lower_nodes(ProcessWork& p, const std::vector<Evidence>& evidence,
                 const analysis::ParameterUpdates& updates) {
  std::set<std::string> keys;
  for (const ir::NodeId id : p.planned.nodes) {
    const ir::Node& node = p.process[id];
    plan::Node out;
    p.work.name(out, node, p.node_id(id));
    if (std::string shown = shown_name(p, node); !shown.empty()) out.name = std::move(shown);
    std::string key = key_of(p, node);
    if (key.empty()) key = out.id;
    const std::string wanted = key;
    for (unsigned n = 2; !keys.insert(key).second; ++n) key = fmt::format("{}#{}", wanted, n);
    out.key = key;
    lower_node(p, id, out);
    lower_truth(p, id, evidence, updates, out);
    lower_exits(p, id, out);
    p.out.nodes.push_back(std::move(out));
  }
}

void lower_branches(ProcessWork& p) {
  for (std::size_t i = 0; i < p.process.branches.size(); ++i) {
    if (p.planned.branch_index[i] == plan::none) continue;
    const ir::Branch& branch = p.process.branches[i];
    plan::Branch& out = p.out.branches.emplace_back();
    p.work.name(out, branch, p.work.ids.inside[p.id.index].branches[i]);
    out.fork = p.planned.node_index[branch.fork.index];
    out.join = p.planned.node_index[branch.join.index];
    if (branch.parent) out.parent = p.planned.branch_index[branch.parent.index];
  }
}

/// Nodes of a duty that people do and cases come to; a duty of one is none.
void add_duty(ProcessWork& p, bool together, const std::vector<ir::NodeId>& nodes, Span span) {
  plan::Duty duty;
  duty.together = together;
  for (const ir::NodeId id : nodes) {
    const ir::Node& node = p.process[id];
    const plan::Index index = p.planned.node_index[id.index];
    if (index == plan::none || !node.actor || !p.work.definition[node.actor].is_human()) continue;
    if (std::find(duty.nodes.begin(), duty.nodes.end(), index) == duty.nodes.end())
      duty.nodes.push_back(index);
  }
  if (duty.nodes.size() < 2) return;
  const bool known = std::any_of(p.out.duties.begin(), p.out.duties.end(), [&](const plan::Duty& other) {
    return other.together == duty.together && other.nodes == duty.nodes;
  });
  if (known) return;
  duty.place = p.work.place(span);
  p.out.duties.push_back(std::move(duty));
}

/// Those that are written, and those of controls: `requires 2 distinct approvers` separates the gates that
/// claim the control.
void lower_duties(ProcessWork& p) {
  for (const ir::DutyConstraint& duty : p.process.duties) add_duty(p, duty.together, duty.nodes, duty.span);
  for (std::uint32_t i = 0; i < p.work.definition.controls.size(); ++i) {
    const ir::Control& control = p.work.definition.controls[i];
    if (control.approvers < 2) continue;
    std::vector<ir::NodeId> gates;
    for (const ir::NodeId id : p.planned.nodes) {
      const ir::Node& node = p.process[id];
      const bool claims =
          std::find(node.controls.begin(), node.controls.end(), ir::ControlId{i}) != node.controls.end();
      if (node.kind == ir::NodeKind::Gate && claims) gates.push_back(id);
    }
    add_duty(p, false, gates, control.name_span);
  }
}

}  // namespace

ProcessWork::ProcessWork(Work& all, std::size_t index,
                         const std::vector<std::vector<DrawnPath>>& drawn_of_all)
    : work(all),
      planned(all.processes[index]),
      id(planned.id),
      process(all.definition[planned.id]),
      all_drawn(drawn_of_all),
      drawn(drawn_of_all[index]),
      data(all.settings, planned.id, planned.reach),
      // How calls end is decided by the simulation itself.
      shares(estimate::declared_shares(all.settings, planned.id, planned.reach,
                                       [](ir::ProcessId, ir::OutcomeId) { return 0.0; })) {}

bool ProcessWork::doubted(ir::NodeId node, estimate::WhyNot::Kind kind) const {
  return std::any_of(shares.why.begin(), shares.why.end(),
                     [&](const estimate::WhyNot& why) { return why.kind == kind && why.node == node; });
}

void lower_processes(Work& work) {
  const std::vector<std::vector<DrawnPath>> drawn = drawn_data(work);
  const std::vector<std::vector<Evidence>> evidence = evidence_of_all(work);
  const analysis::ParameterUpdates updates =
      analysis::parameter_updates(work.definition, analysis::call_order(work.definition));
  for (std::size_t i = 0; i < work.processes.size(); ++i) {
    ProcessWork p(work, i, drawn);
    work.name(p.out, p.process, work.ids[p.id]);
    p.out.slots = lower_slots(work, p.process, p.drawn);
    lower_nodes(p, evidence[i], updates);
    lower_branches(p);
    lower_duties(p);
    lower_measures(p);
    work.plan.processes.push_back(std::move(p.out));
  }
}

}  // namespace wain::planning
