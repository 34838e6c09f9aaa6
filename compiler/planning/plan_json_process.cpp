#include "ir/value.h"
#include "planning/plan_json_writer.h"
#include "runtime/plan/words.h"

namespace wain::planning {

void PlanJsonWriter::process(const plan::Process& process) {
  named(process);
  list("slots", process.slots, [&](const plan::Slot& slot) {
    named(slot);
    text("type", plan::word_of(slot.type));
    if (slot.members.empty()) return;
    json_.attributeArray("members", [&] {
      for (const std::string& member : slot.members) string(member);
    });
  });
  list("expressions", process.expressions,
       [&](const plan::Expression& element) { expression(process, element); });
  list("nodes", process.nodes, [&](const plan::Node& element) { node(process, element); }, true);
  around(process);
}

void PlanJsonWriter::expression(const plan::Process& process, const plan::Expression& expression) {
  text("operation", plan::word_of(expression.operation));
  switch (expression.operation) {
    case plan::Operation::Literal:
      text("value", ir::Decimal{expression.mantissa, expression.scale}.str());
      return;
    case plan::Operation::Slot: return reference("slot", process.slots, expression.index);
    case plan::Operation::Visits: return reference("node", process.nodes, expression.index);
    case plan::Operation::Measure: return reference("measure", process.measures, expression.index);
    case plan::Operation::Missed: return reference("criterion", plan_.criteria, expression.index);
    case plan::Operation::Figure: return text("figure", plan::word_of(expression.figure));
    default: break;
  }
  json_.attributeArray("operands", [&] {
    for (const plan::Index operand : expression.operands) json_.value(static_cast<std::int64_t>(operand));
  });
}

void PlanJsonWriter::node(const plan::Process& process, const plan::Node& node) {
  named(node);
  text("kind", plan::word_of(node.kind));
  reference("branch", process.branches, node.branch);
  list("exits", node.exits, [&](const plan::Exit& element) { exit(process, element); });
  work(process, node);
  wait_and_call(process, node);
  reference("outcome", plan_.outcomes, node.outcome);
  if (node.kind != plan::NodeKind::Audit) return;
  reference("audited", process.nodes, node.audited);
  number("samples", node.samples);
}

void PlanJsonWriter::exit(const plan::Process& process, const plan::Exit& exit) {
  text("kind", plan::word_of(exit.kind));
  reference("to", process.nodes, exit.to);
  if (exit.share) number("share", *exit.share);
  if (exit.guard != plan::none) integer("guard", exit.guard);
  reference("outcome", plan_.outcomes, exit.outcome);
  reference("branch", process.branches, exit.branch);
  if (exit.kind == plan::ExitKind::Timeout) integer("after", exit.after);
  if (exit.approves) json_.attribute("approves", true);
  text("label", exit.label);
}

void PlanJsonWriter::work(const plan::Process& process, const plan::Node& node) {
  reference("pool", plan_.pools, node.pool);
  reference("committee", plan_.committees, node.committee);
  if (node.takes) distribution("takes", *node.takes);
  list("draws", node.draws, [&](const plan::Draw& draw) {
    reference("slot", process.slots, draw.slot);
    distribution("distribution", draw.distribution);
  });
  references("judges", plan_.criteria, node.judges);
  if (node.catches) number("catches", *node.catches);
  if (node.false_alarms != 0) number("falseAlarms", node.false_alarms);
  references("redraws", plan_.criteria, node.redraws);
  if (node.batch)
    json_.attributeObject("batch", [&] {
      integer("size", node.batch->size);
      if (node.batch->or_after) integer("orAfter", *node.batch->or_after);
    });
  if (node.priority != plan::none) integer("priority", node.priority);
  integer_unless("costPerCase", node.cost_per_case, 0);
  list("escalations", node.escalations, [&](const plan::Escalation& escalation) {
    integer("after", escalation.after);
    reference("pool", plan_.pools, escalation.pool);
    reference("committee", plan_.committees, escalation.committee);
  });
}

void PlanJsonWriter::wait_and_call(const plan::Process& process, const plan::Node& node) {
  if (node.kind == plan::NodeKind::Fork) {
    text("join", plan::word_of(node.join));
    if (node.join == plan::JoinRule::Count) integer("joinCount", node.join_count);
  }
  if (node.kind == plan::NodeKind::Wait) {
    text("wait", plan::word_of(node.wait));
    if (node.wait == plan::WaitKind::Cadence) cadence(node.cadence);
    integer_unless("agendaCloses", node.agenda_closes, 0);
  }
  if (node.kind != plan::NodeKind::Call) return;
  reference("callee", plan_.processes, node.callee);
  list("arguments", node.arguments, [&](const plan::Argument& argument) {
    reference("callee", plan_.processes[node.callee].slots, argument.callee);
    reference("caller", process.slots, argument.caller);
  });
}

void PlanJsonWriter::around(const plan::Process& process) {
  list("branches", process.branches, [&](const plan::Branch& branch) {
    named(branch);
    reference("fork", process.nodes, branch.fork);
    reference("join", process.nodes, branch.join);
    reference("parent", process.branches, branch.parent);
  });
  list("duties", process.duties, [&](const plan::Duty& duty) {
    text("kind", duty.together ? "together" : "separate");
    references("nodes", process.nodes, duty.nodes);
    place(duty.place);
  });
  list("measures", process.measures, [&](const plan::Measure& measure) {
    named(measure);
    integer("expression", measure.expression);
  });
  if (process.not_simulated.empty()) return;
  json_.attributeArray("notSimulated", [&] {
    for (const std::string& measure : process.not_simulated) string(measure);
  });
}

}  // namespace wain::planning
