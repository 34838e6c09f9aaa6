// Processes: slots, nodes, exits, branches, duties, measures.
#include "runtime/plan/json_cursor.h"

namespace wain::plan {
namespace {

using llvm::json::Value;

constexpr std::int64_t most_count = 1'000'000;

/// What the nodes of one process refer to.
struct Scope {
  const TopIds& top;
  const Ids& slots;
  Ids nodes, branches;
  std::size_t expressions = 0;
};

void read_index(ObjectReader& in, std::string_view key, std::size_t size, Index& out, bool needed = false) {
  std::int64_t index = -1;
  in.integer(key, index, 0, static_cast<std::int64_t>(size) - 1, needed);
  if (index >= 0) out = static_cast<Index>(index);
}

Exit read_exit(Problems& problems, const Value& value, const Spot* spot, const Scope& scope) {
  Exit exit;
  ObjectReader in(problems, value, spot);
  in.word("kind", exit.kind);
  in.reference("to", scope.nodes, exit.to, true);
  in.share("share", exit.share);
  read_index(in, "guard", scope.expressions, exit.guard);
  in.reference("outcome", scope.top.outcomes, exit.outcome, exit.kind == ExitKind::Outcome);
  in.reference("branch", scope.branches, exit.branch, exit.kind == ExitKind::Branch);
  in.duration("after", exit.after, exit.kind == ExitKind::Timeout);
  in.flag("approves", exit.approves);
  in.text("label", exit.label);
  return exit;
}

Draw read_draw(Problems& problems, const Value& value, const Spot* spot, const Scope& scope) {
  Draw draw;
  ObjectReader in(problems, value, spot);
  in.reference("slot", scope.slots, draw.slot, true);
  const Spot at{spot, "distribution"};
  if (const Value* distribution = in.need("distribution"))
    draw.distribution = read_distribution(problems, *distribution, &at);
  return draw;
}

void read_work(ObjectReader& in, const Scope& scope, Node& node) {
  Problems& problems = in.problems();
  in.reference("pool", scope.top.pools, node.pool);
  in.reference("committee", scope.top.committees, node.committee);
  const Spot takes_at{in.spot(), "takes"};
  if (const Value* takes = in.take("takes")) node.takes = read_distribution(problems, *takes, &takes_at);
  in.list("draws", [&](const Value& value, const Spot* spot, std::size_t) {
    node.draws.push_back(read_draw(problems, value, spot, scope));
  });
  in.references("judges", scope.top.criteria, node.judges);
  in.share("catches", node.catches);
  in.number("falseAlarms", node.false_alarms, 0, 1);
  in.references("redraws", scope.top.criteria, node.redraws);
  const Spot batch_at{in.spot(), "batch"};
  if (const Value* value = in.take("batch")) {
    ObjectReader batch(problems, *value, &batch_at);
    batch.integer("size", node.batch.emplace().size, 1, most_count, true);
    if (batch.has("orAfter")) batch.duration("orAfter", node.batch->or_after.emplace());
  }
  read_index(in, "priority", scope.expressions, node.priority);
  in.money("costPerCase", node.cost_per_case);
  in.list("escalations", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader escalation(problems, value, spot);
    Escalation& out = node.escalations.emplace_back();
    escalation.duration("after", out.after, true);
    escalation.reference("pool", scope.top.pools, out.pool);
    escalation.reference("committee", scope.top.committees, out.committee);
    if ((out.pool == none) == (out.committee == none))
      problems.add(spot, ProblemKind::NobodyWorks, "escalation");
  });
}

void read_wait_and_call(ObjectReader& in, const Scope& scope, Node& node) {
  Problems& problems = in.problems();
  in.word("wait", node.wait, false);
  const Spot cadence_at{in.spot(), "cadence"};
  const bool needs_cadence = node.kind == NodeKind::Wait && node.wait == WaitKind::Cadence;
  if (const Value* cadence = needs_cadence ? in.need("cadence") : in.take("cadence"))
    node.cadence = read_cadence(problems, *cadence, &cadence_at, scope.top.zones);
  in.duration("agendaCloses", node.agenda_closes);
  in.reference("callee", scope.top.processes, node.callee, node.kind == NodeKind::Call);
  in.list("arguments", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader argument(problems, value, spot);
    Argument& out = node.arguments.emplace_back();
    if (node.callee != none) argument.reference("callee", scope.top.slots[node.callee], out.callee, true);
    argument.reference("caller", scope.slots, out.caller, true);
  });
}

Node read_node(Problems& problems, const Value& value, const Spot* spot, const Scope& scope) {
  Node node;
  ObjectReader in(problems, value, spot);
  read_named(in, node);
  in.word("kind", node.kind);
  in.reference("branch", scope.branches, node.branch);
  in.list("exits", [&](const Value& element, const Spot* at, std::size_t) {
    node.exits.push_back(read_exit(problems, element, at, scope));
  });
  read_work(in, scope, node);
  in.word("join", node.join, false);
  in.integer("joinCount", node.join_count, 1, most_count, node.join == JoinRule::Count);
  read_wait_and_call(in, scope, node);
  in.reference("outcome", scope.top.outcomes, node.outcome, node.kind == NodeKind::End);
  in.reference("audited", scope.nodes, node.audited, node.kind == NodeKind::Audit);
  in.number("samples", node.samples, 0, 1);
  return node;
}

void read_slots(ObjectReader& in, Process& process) {
  in.list("slots", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader element(in.problems(), value, spot);
    Slot& slot = process.slots.emplace_back();
    read_named(element, slot);
    element.word("type", slot.type);
    element.list("members", [&](const Value& member, const Spot* at, std::size_t) {
      const auto text = member.getAsString();
      if (!text) return in.problems().add(at, ProblemKind::WrongKind, "a text");
      slot.members.push_back(text->str());
    });
  });
}

void read_rest(ObjectReader& in, const Scope& scope, Process& process) {
  Problems& problems = in.problems();
  in.list("branches", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader element(problems, value, spot);
    Branch& branch = process.branches.emplace_back();
    read_named(element, branch);
    element.reference("fork", scope.nodes, branch.fork, true);
    element.reference("join", scope.nodes, branch.join, true);
    element.reference("parent", scope.branches, branch.parent);
  });
  in.list("duties", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader element(problems, value, spot);
    Duty& duty = process.duties.emplace_back();
    constexpr std::string_view kinds[] = {"separate", "together"};
    duty.together = element.word("kind", kinds) == 1;
    element.references("nodes", scope.nodes, duty.nodes);
    read_place(element, duty.place);
  });
  in.list("measures", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader element(problems, value, spot);
    Measure& measure = process.measures.emplace_back();
    read_named(element, measure);
    read_index(element, "expression", scope.expressions, measure.expression, true);
  });
  in.list("notSimulated", [&](const Value& value, const Spot* spot, std::size_t) {
    const auto text = value.getAsString();
    if (!text) return problems.add(spot, ProblemKind::WrongKind, "a text");
    process.not_simulated.push_back(text->str());
  });
}

}  // namespace

Process read_process(Problems& problems, const Value& value, const Spot* spot, const TopIds& ids,
                     Index self) {
  Process process;
  const Ids nodes = collect_ids(problems, value, "nodes", "node", spot);
  const Ids measures = collect_ids(problems, value, "measures", "measure", spot);
  ObjectReader in(problems, value, spot);
  read_named(in, process);
  read_slots(in, process);
  read_expressions(in, ids.slots[self], nodes, measures, ids.criteria, process);
  const Scope scope{ids, ids.slots[self], nodes, collect_ids(problems, value, "branches", "branch", spot),
                    process.expressions.size()};
  in.list(
      "nodes",
      [&](const Value& element, const Spot* at, std::size_t) {
        process.nodes.push_back(read_node(problems, element, at, scope));
      },
      true);
  read_rest(in, scope, process);
  return process;
}

}  // namespace wain::plan
