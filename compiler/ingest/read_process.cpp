#include <algorithm>

#include "ingest/ir_reader.h"
#include "ir/text.h"

namespace wain::ingest {

void IrReader::process_names() {
  inside_.resize(processes_.objects.size());
  for (std::size_t i = 0; i < processes_.objects.size(); ++i) {
    const JsonId object = processes_.objects[i];
    ir::Process& process = definition_.processes[i];
    const auto enter_all = [&](std::string_view key, Ids& ids, auto& elements) {
      for (const JsonId each : objects(object, key)) enter(ids, each);
      elements.resize(ids.objects.size());
    };
    enter_all("variables", inside_[i].variables, process.variables);
    enter_all("nodes", inside_[i].nodes, process.nodes);
    enter_all("edges", inside_[i].edges, process.edges);
    enter_all("branches", inside_[i].branches, process.branches);
  }
}

void IrReader::processes() {
  // Calls and `replaces` look at the parameters of others.
  for (std::uint32_t i = 0; i < inside_.size(); ++i) {
    ir::Process& process = definition_.processes[i];
    for (std::size_t v = 0; v < process.variables.size(); ++v) {
      const JsonId object = inside_[i].variables.objects[v];
      header(object, process.variables[v]);
      process.variables[v].type = type(object, "type");
      process.variables[v].parameter = flag(object, "parameter");
    }
  }
  for (std::uint32_t i = 0; i < inside_.size(); ++i) process({i}, processes_.objects[i]);
}

void IrReader::process(ir::ProcessId id, JsonId object) {
  ir::Process& process = definition_.processes[id.index];
  const ProcessNames& names = inside_[id.index];
  header(object, process);
  process.parameters = references<ir::VariableId>(object, "parameters", names.variables);
  for (const JsonId at : list(object, "yields")) {
    const auto outcome = resolve<ir::OutcomeId>(at, "yields", outcomes_);
    if (!outcome) continue;
    process.yields.push_back(outcome);
    process.yield_spans.push_back(place(at));
  }
  process.owner = reference<ir::ActorId>(object, "owner", actors_);
  process.replaces = reference<ir::ProcessId>(object, "replaces", processes_);
  for (std::size_t i = 0; i < process.branches.size(); ++i)
    branch(id, names.branches.objects[i], process.branches[i]);
  for (std::size_t i = 0; i < process.edges.size(); ++i) edge(id, names.edges.objects[i], process.edges[i]);
  for (std::size_t i = 0; i < process.nodes.size(); ++i) node(id, names.nodes.objects[i], process.nodes[i]);
  wire(process, names.nodes.objects, names);
  for (const JsonId at : objects(object, "duties")) {
    ir::DutyConstraint& duty = process.duties.emplace_back();
    const JsonId kind_at = need(at, "kind");
    const auto spelling = [](bool together) { return std::string_view(together ? "together" : "separate"); };
    duty.together = one_of(kind_at, "kind", true, spelling);
    duty.nodes = references<ir::NodeId>(at, "nodes", names.nodes);
    duty.span = place(at);
    location(at, "location");
  }
  process.measures = measures(object, id);
}

void IrReader::node(ir::ProcessId process, JsonId object, ir::Node& node) {
  const ProcessNames& names = inside_[process.index];
  header(object, node);
  node.kind =
      one_of(need(object, "kind"), "kind", ir::NodeKind::Audit, [](ir::NodeKind each) { return name(each); });
  node.branch = reference<ir::BranchId>(object, "branch", names.branches);
  work(process, object, node);
  flow(process, object, node);
  node.observed = observation(object);
}

void IrReader::work(ir::ProcessId process, JsonId object, ir::Node& node) {
  node.actor = reference<ir::ActorId>(object, "actor", actors_);
  if (node.actor) node.actor_span = place(get(object, "actor"));
  node.declared_auto = flag(object, "declared_auto");
  node.takes = distribution(object, "takes");
  node.reads = paths(object, "reads", process);
  node.sees = paths(object, "sees", process);
  node.updates = paths(object, "updates", process);
  for (const JsonId at : list(object, "produces")) {
    const auto variable = resolve<ir::VariableId>(at, "produces", inside_[process.index].variables);
    if (variable) node.produces.push_back({variable, place(at)});
  }
  node.judges = references<ir::CriterionId>(object, "judges", criteria_);
  node.checks = references<ir::CriterionId>(object, "checks", criteria_);
  node.controls = references<ir::ControlId>(object, "controls", controls_);
  node.catches = share(object, "catches");
  node.false_alarms = share(object, "false_alarms");
  node.irreversible = flag(object, "irreversible");
  if (const JsonId at = get(object, "batches"); at != none) {
    node.batches.emplace();
    node.batches->size = count(at, "size").value_or(0);
    node.batches->or_after = duration(at, "or_after");
  }
  node.priority = use(object, "priority", process);
  node.cost_per_case = money(object, "cost_per_case");
  for (const JsonId at : objects(object, "escalations")) {
    ir::Escalation& escalation = node.escalations.emplace_back();
    need(at, "after");
    escalation.after = duration(at, "after").value_or(ir::Duration{});
    escalation.to = needed<ir::ActorId>(at, "to", actors_);
    escalation.span = place(at);
    location(at, "location");
  }
}

void IrReader::flow(ir::ProcessId process, JsonId object, ir::Node& node) {
  const ProcessNames& names = inside_[process.index];
  node.audited = reference<ir::NodeId>(object, "audited", names.nodes);
  node.samples = share(object, "samples");
  node.finds = share(object, "finds");
  node.finds_within = duration(object, "finds_within");
  node.partner = reference<ir::NodeId>(object, "partner", names.nodes);
  if (node.kind == ir::NodeKind::Fork) {
    if (const JsonId at = get(object, "join_rule"); at != none)
      node.join_rule =
          one_of(at, "join_rule", ir::JoinRule::KOfN, [](ir::JoinRule each) { return name(each); });
    if (node.join_rule == ir::JoinRule::KOfN) node.join_count = count(object, "join_count").value_or(0);
    node.branches = references<ir::BranchId>(object, "branches", names.branches);
    node.inclusive = flag(object, "inclusive");
  }
  // Version 1 does not say which choice is a chain, in which an overlap of conditions is meant.
  if (node.kind == ir::NodeKind::Split) node.chain = version_ == 1 || flag(object, "chain");
  wait(object, node);
  node.callee = reference<ir::ProcessId>(object, "callee", processes_);
  node.arguments = paths(object, "arguments", process);
  node.outcome = reference<ir::OutcomeId>(object, "outcome", outcomes_);
}

void IrReader::wait(JsonId object, ir::Node& node) {
  const JsonId at = get(object, "wait");
  if (at == none) return;
  ir::WaitSpec& wait = node.wait.emplace();
  wait.kind = one_of(need(at, "kind"), "kind", ir::WaitSpec::Kind::Outside,
                     [](ir::WaitSpec::Kind each) { return name(each); });
  if (wait.kind == ir::WaitSpec::Kind::Cadence) {
    if (const JsonId when = need(at, "cadence"); when != none) wait.cadence = cadence(when);
  }
  wait.agenda_closes = duration(at, "agenda_closes");
  wait.description = keep(text(at, "description"));
}

void IrReader::edge(ir::ProcessId process, JsonId object, ir::Edge& edge) {
  const ProcessNames& names = inside_[process.index];
  text(object, "id");
  edge.kind = one_of(need(object, "kind"), "kind", ir::EdgeKind::Outcome,
                     [](ir::EdgeKind each) { return name(each); });
  edge.from = needed<ir::NodeId>(object, "from", names.nodes);
  edge.to = needed<ir::NodeId>(object, "to", names.nodes);
  edge.guard = use(object, "guard", process);
  edge.share = decimal(object, "share");
  edge.outcome = reference<ir::OutcomeId>(object, "outcome", outcomes_);
  edge.after = duration(object, "after");
  edge.approves = flag(object, "approves");
  edge.label = keep(text(object, "label"));
  edge.span = place(object);
  location(object, "location");
}

/// The lists of edges at the nodes: as they stand there, for the order of arms is their meaning; where a node
/// has no lists, in the order of the edges.
void IrReader::wire(ir::Process& process, const std::vector<JsonId>& nodes, const ProcessNames& names) {
  std::vector<bool> has_in(nodes.size());
  std::vector<bool> has_out(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    has_in[i] = get(nodes[i], "in") != none;
    has_out[i] = get(nodes[i], "out") != none;
    process.nodes[i].in = references<ir::EdgeId>(nodes[i], "in", names.edges);
    process.nodes[i].out = references<ir::EdgeId>(nodes[i], "out", names.edges);
  }
  for (std::uint32_t i = 0; i < process.edges.size(); ++i) {
    const ir::Edge& edge = process.edges[i];
    if (edge.from && !has_out[edge.from.index]) process[edge.from].out.push_back({i});
    if (edge.to && !has_in[edge.to.index]) process[edge.to].in.push_back({i});
  }
}

void IrReader::branch(ir::ProcessId process, JsonId object, ir::Branch& branch) {
  const ProcessNames& names = inside_[process.index];
  header(object, branch);
  branch.fork = reference<ir::NodeId>(object, "fork", names.nodes);
  branch.join = reference<ir::NodeId>(object, "join", names.nodes);
  branch.parent = reference<ir::BranchId>(object, "parent", names.branches);
  branch.observed = observation(object);
}

}  // namespace wain::ingest
