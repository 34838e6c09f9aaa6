#include "emit/ir_json_writer.h"

namespace wain::emit {

void IrJsonWriter::processes() {
  json_.attributeArray("processes", [&] {
    for (std::size_t i = 0; i < definition_.processes.size(); ++i) {
      json_.object([&] { process({static_cast<std::uint32_t>(i)}); });
    }
  });
}

void IrJsonWriter::process(ir::ProcessId id) {
  const ir::Process& process = definition_[id];
  const ProcessIds& inside = ids_.inside[id.index];
  header(process, ids_[id]);
  list("parameters", process.parameters, inside.variables);
  list("yields", process.yields, ids_.outcomes);
  reference("owner", process.owner);
  reference("replaces", process.replaces);
  objects("variables", process.variables.size(), [&](std::size_t i) {
    header(process.variables[i], inside.variables[i]);
    type("type", process.variables[i].type);
    flag("parameter", process.variables[i].parameter);
  });
  objects("nodes", process.nodes.size(), [&](std::size_t i) { node(id, i); });
  objects("edges", process.edges.size(), [&](std::size_t i) { edge(id, i); });
  if (!process.branches.empty()) {
    objects("branches", process.branches.size(), [&](std::size_t i) { branch(id, i); });
  }
  if (!process.duties.empty()) {
    objects("duties", process.duties.size(), [&](std::size_t i) {
      text("kind", process.duties[i].together ? "together" : "separate");
      list("nodes", process.duties[i].nodes, inside.nodes);
      location("location", process.duties[i].span);
    });
  }
  measures(process.measures, id);
}

void IrJsonWriter::node(ir::ProcessId process, std::size_t index) {
  const ir::Node& node = definition_[process].nodes[index];
  const ProcessIds& inside = ids_.inside[process.index];
  header(node, inside.nodes[index]);
  text("kind", name(node.kind));
  if (node.branch) text("branch", inside.branches[node.branch.index]);
  list("in", node.in, inside.edges);
  list("out", node.out, inside.edges);
  work(process, node);
  flow(process, node);
  observation(node.observed);
}

void IrJsonWriter::work(ir::ProcessId process, const ir::Node& node) {
  const ProcessIds& inside = ids_.inside[process.index];
  reference("actor", node.actor);
  flag("declared_auto", node.declared_auto);
  distribution("takes", node.takes);
  paths("reads", node.reads, process);
  paths("sees", node.sees, process);
  if (!node.produces.empty()) {
    json_.attributeArray("produces", [&] {
      for (const ir::Product& product : node.produces) string(inside.variables[product.variable.index]);
    });
  }
  paths("updates", node.updates, process);
  list("judges", node.judges, ids_.criteria);
  list("checks", node.checks, ids_.criteria);
  list("controls", node.controls, ids_.controls);
  share("catches", node.catches);
  share("false_alarms", node.false_alarms);
  flag("irreversible", node.irreversible);
  if (node.batches) {
    json_.attributeObject("batches", [&] {
      json_.attribute("size", node.batches->size);
      duration("or_after", node.batches->or_after);
    });
  }
  use("priority", node.priority, process);
  money("cost_per_case", node.cost_per_case);
  if (node.escalations.empty()) return;
  objects("escalations", node.escalations.size(), [&](std::size_t i) {
    duration("after", node.escalations[i].after);
    reference("to", node.escalations[i].to);
    location("location", node.escalations[i].span);
  });
}

void IrJsonWriter::flow(ir::ProcessId process, const ir::Node& node) {
  const ProcessIds& inside = ids_.inside[process.index];
  if (node.audited) text("audited", inside.nodes[node.audited.index]);
  share("samples", node.samples);
  share("finds", node.finds);
  duration("finds_within", node.finds_within);
  if (node.partner) text("partner", inside.nodes[node.partner.index]);
  if (node.kind == ir::NodeKind::Fork) {
    text("join_rule", name(node.join_rule));
    if (node.join_rule == ir::JoinRule::KOfN) json_.attribute("join_count", node.join_count);
    list("branches", node.branches, inside.branches);
    flag("inclusive", node.inclusive);
  }
  flag("chain", node.chain);
  if (node.wait) {
    json_.attributeObject("wait", [&] {
      text("kind", name(node.wait->kind));
      if (node.wait->kind == ir::WaitSpec::Kind::Cadence) cadence("cadence", node.wait->cadence);
      duration("agenda_closes", node.wait->agenda_closes);
      text("description", node.wait->description);
    });
  }
  reference("callee", node.callee);
  paths("arguments", node.arguments, process);
  reference("outcome", node.outcome);
}

void IrJsonWriter::edge(ir::ProcessId process, std::size_t index) {
  const ir::Edge& edge = definition_[process].edges[index];
  const ProcessIds& inside = ids_.inside[process.index];
  text("id", inside.edges[index]);
  text("kind", name(edge.kind));
  text("from", inside.nodes[edge.from.index]);
  text("to", inside.nodes[edge.to.index]);
  use("guard", edge.guard, process);
  decimal("share", edge.share);
  reference("outcome", edge.outcome);
  duration("after", edge.after);
  if (edge.approves) json_.attribute("approves", true);
  text("label", edge.label);
  location("location", edge.span);
}

void IrJsonWriter::branch(ir::ProcessId process, std::size_t index) {
  const ir::Branch& branch = definition_[process].branches[index];
  const ProcessIds& inside = ids_.inside[process.index];
  header(branch, inside.branches[index]);
  if (branch.fork) text("fork", inside.nodes[branch.fork.index]);
  if (branch.join) text("join", inside.nodes[branch.join.index]);
  if (branch.parent) text("parent", inside.branches[branch.parent.index]);
  observation(branch.observed);
}

}  // namespace wain::emit
