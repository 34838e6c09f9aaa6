#include "ir/printer.h"
#include "ir/printer_line.h"

namespace wain::ir {
namespace {

/// `#3 Register`: nodes are told apart by number, and known by name.
std::string label(const Process& process, NodeId id) {
  if (!id || id.index >= process.nodes.size()) return "?";
  const std::string_view name = process[id].name;
  return name.empty() ? fmt::format("#{}", id.index) : fmt::format("#{} {}", id.index, name);
}

std::string paths(const Definition& definition, const Process& process, const std::vector<Path>& list) {
  std::string out;
  for (const Path& path : list) {
    if (!out.empty()) out += ", ";
    out += str(definition, &process, path);
  }
  return out;
}

std::string products(const Process& process, const std::vector<Product>& list) {
  std::string out;
  for (const Product& product : list) {
    if (!out.empty()) out += ", ";
    out += process[product.variable].name;
  }
  return out;
}

void work(Line& line, const Definition& definition, const Process& process, const Node& node) {
  line.property(node.takes.has_value(), "takes {}", node.takes ? str(*node.takes) : "");
  line.property(!node.reads.empty(), "reads {}", paths(definition, process, node.reads));
  line.property(!node.sees.empty(), "sees {}", paths(definition, process, node.sees));
  line.property(!node.produces.empty(), "produces {}", products(process, node.produces));
  line.property(!node.updates.empty(), "updates {}", paths(definition, process, node.updates));
  line.property(!node.judges.empty(), "judges {}", names_of(definition, node.judges));
  line.property(!node.checks.empty(), "checks {}", names_of(definition, node.checks));
  line.property(!node.controls.empty(), "required by {}", names_of(definition, node.controls));
  if (node.catches) line.share("catches ", node.catches->value);
  if (node.false_alarms) line.share("false alarms ", node.false_alarms->value);
  line.property(node.irreversible, "irreversible");
  if (node.batches) {
    line.property(true, "batches {}", node.batches->size);
    if (node.batches->or_after) line.head(" or {}", node.batches->or_after->str());
  }
  line.property(node.priority.valid(), "priority {}", str(definition, &process, node.priority));
  line.value("costs per case ", node.cost_per_case);
  for (const Escalation& escalation : node.escalations) {
    line.property(true, "escalates after {} to {}", escalation.after.str(),
                  name_of(definition, escalation.to));
  }
}

/// What a node is, before its properties.
void kind(Line& line, const Definition& definition, const Process& process, const Node& node) {
  if (node.actor) line.head(" by {}", name_of(definition, node.actor));
  if (node.audited) line.head(" of {}", label(process, node.audited));
  if (node.outcome) line.head(" {}", name_of(definition, node.outcome));
  if (node.callee) {
    line.head(" {}({})", name_of(definition, node.callee), paths(definition, process, node.arguments));
  }
  if (node.branch) line.head(" in {}", process[node.branch].name);
  if (node.kind == NodeKind::Fork) {
    line.head(" join {}", name(node.join_rule));
    if (node.join_rule == JoinRule::KOfN) line.head(" {}", node.join_count);
  }
  if (node.partner) line.head(" with #{}", node.partner.index);
  if (!node.wait) return;
  line.head(" {}", name(node.wait->kind));
  if (node.wait->kind == WaitSpec::Kind::Cadence) line.head(" {}", str(node.wait->cadence));
  if (!node.wait->description.empty()) line.head(" {}", str(Value(std::string(node.wait->description))));
  if (node.wait->agenda_closes) line.head(" agenda closes {} before", node.wait->agenda_closes->str());
}

void print_edge(std::string& out, const Definition& definition, const Process& process, const Edge& edge) {
  Line line(out, 2);
  line.head("{}", name(edge.kind));
  if (edge.outcome) line.head(" {}", name_of(definition, edge.outcome));
  if (edge.after) line.head(" after {}{}", edge.after->str(), edge.approves ? " approves" : "");
  if (edge.guard) line.head(" {}", str(definition, &process, edge.guard));
  if (edge.share) line.head(" ~ {}", edge.share->percent());
  if (!edge.label.empty()) line.head(" {}", str(Value(std::string(edge.label))));
  line.head(" -> {}", label(process, edge.to));
}

void print_node(std::string& out, const Definition& definition, const Process& process, std::size_t index) {
  const Node& node = process.nodes[index];
  {
    Line line(out, 1);
    line.head("#{} ", index).element(name(node.kind), node);
    kind(line, definition, process, node);
    work(line, definition, process, node);
    if (node.samples) line.share("samples ", node.samples->value);
    if (node.finds) line.share("finds ", node.finds->value);
    if (node.finds_within) line.head(" within {}", node.finds_within->str());
    if (node.observed) line.property(true, "{}", str(*node.observed));
  }
  for (const EdgeId edge : node.out) print_edge(out, definition, process, process[edge]);
}

std::string signature(const Definition& definition, const Process& process) {
  std::string out;
  for (const VariableId id : process.parameters) {
    if (!out.empty()) out += ", ";
    out += fmt::format("{}: {}", process[id].name, str(definition, process[id].type));
  }
  return out;
}

void print_head(std::string& out, const Definition& definition, const Process& process) {
  {
    Line line(out, 0);
    line.element("process", process).head("({})", signature(definition, process));
    if (!process.yields.empty()) line.head(" yields {}", names_of(definition, process.yields, " | "));
    if (process.replaces) line.head(" replaces {}", name_of(definition, process.replaces));
    line.property(process.owner.valid(), "owner {}", name_of(definition, process.owner));
  }
  for (const Variable& variable : process.variables) {
    if (variable.parameter) continue;
    Line(out, 1).element("variable", variable).head(": {}", str(definition, variable.type));
  }
  for (const DutyConstraint& duty : process.duties) {
    Line line(out, 1);
    line.head("{}", duty.together ? "together" : "separate");
    for (const NodeId id : duty.nodes) line.property(true, "{}", label(process, id));
  }
  for (const Measure& measure : process.measures) {
    Line line(out, 1);
    line.element("measure", measure);
    if (measure.definition) line.head(" when {}", str(definition, &process, measure.definition));
  }
  for (const Branch& branch : process.branches) {
    Line line(out, 1);
    line.element("branch", branch).head(" of #{}", branch.fork.index);
    if (branch.parent) line.head(" in {}", process[branch.parent].name);
    if (branch.observed) line.head(" {}", str(*branch.observed));
  }
}

}  // namespace

std::string str(const Observation& observation) {
  std::string out = "observed {";
  const auto count = [&out](std::string_view word, const std::optional<std::int64_t>& n) {
    if (n) out += fmt::format(" {} {}", word, *n);
  };
  const auto time = [&out](std::string_view word,
                           const std::optional<std::pair<std::string_view, Duration>>& t) {
    if (t) out += fmt::format(" {} {} {}", word, t->first, t->second.str());
  };
  count("cases", observation.cases);
  count("approves", observation.approves);
  count("rejects", observation.rejects);
  count("returns", observation.returns);
  count("fails", observation.fails);
  time("waits", observation.waits);
  time("takes", observation.takes);
  if (!observation.source.empty()) out += " source " + str(Value(std::string(observation.source)));
  return out + " }";
}

void print_process(std::string& out, const Definition& definition, const Process& process) {
  print_head(out, definition, process);
  for (std::size_t i = 0; i < process.nodes.size(); ++i) print_node(out, definition, process, i);
}

std::string print(const Definition& definition, const Process& process) {
  std::string out;
  print_process(out, definition, process);
  return out;
}

}  // namespace wain::ir
