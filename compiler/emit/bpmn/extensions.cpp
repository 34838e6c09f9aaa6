#include "emit/bpmn/extensions.h"

#include "ir/text.h"

namespace wain::emit::bpmn {
namespace {

Xml& add_header(std::vector<Xml>& to, std::string_view tag, const ir::Header& header) {
  Xml& out = to.emplace_back(tag);
  return out.set_if("name", header.name).set_if("title", header.title);
}

template <class Ids>
void add_refs(Xml& to, std::string_view tag, const ir::Definition& definition, const Ids& ids) {
  for (const auto id : ids)
    if (id) to.add(tag).set("ref", name_of(definition, id));
}

template <class Id>
std::string name_if(const ir::Definition& definition, Id id) {
  return id ? std::string(name_of(definition, id)) : std::string();
}

std::string amount(const std::optional<ir::Money>& money) { return money ? money->str() : std::string(); }

void add_text(Xml& to, std::string_view tag, std::string text) {
  if (!text.empty()) to.add(tag).text = std::move(text);
}

void add_paths(Xml& to, std::string_view tag, const ir::Definition& definition, const ir::Process& process,
               const std::vector<ir::Path>& paths) {
  for (const ir::Path& path : paths) to.add(tag).set("path", str(definition, &process, path));
}

std::string percent(const std::optional<ir::Share>& share) {
  return share ? share->value.percent() : std::string();
}

void add_work(Xml& step, const ir::Definition& definition, const ir::Process& process, const ir::Node& node) {
  if (node.takes) step.set("takes", str(*node.takes));
  if (node.irreversible) step.set("irreversible", "true");
  step.set_if("catches", percent(node.catches)).set_if("falseAlarms", percent(node.false_alarms));
  step.set_if("costsPerCase", amount(node.cost_per_case));
  if (node.batches) {
    step.set("batch", std::to_string(node.batches->size));
    if (node.batches->or_after) step.set("batchOrAfter", node.batches->or_after->str());
  }
  if (node.priority) step.set("priority", str(definition, &process, node.priority));
  step.set_if("samples", percent(node.samples)).set_if("finds", percent(node.finds));
  if (node.finds_within) step.set("findsWithin", node.finds_within->str());
  add_refs(step, "wain:judges", definition, node.judges);
  add_refs(step, "wain:checks", definition, node.checks);
  add_paths(step, "wain:sees", definition, process, node.sees);
  add_paths(step, "wain:reads", definition, process, node.reads);
  add_paths(step, "wain:updates", definition, process, node.updates);
  for (const ir::Product& product : node.produces) {
    const ir::Variable& variable = process[product.variable];
    step.add("wain:produces").set("name", variable.name).set("type", str(definition, variable.type));
  }
  add_refs(step, "wain:requiredBy", definition, node.controls);
  for (const ir::Escalation& escalation : node.escalations)
    step.add("wain:escalates")
        .set("after", escalation.after.str())
        .set("to", name_of(definition, escalation.to));
}

void add_outcome(std::vector<Xml>& to, const ir::Definition& definition, const ir::Outcome& outcome) {
  Xml& out = add_header(to, "wain:outcome", outcome);
  out.set_if("owner", name_if(definition, outcome.owner));
  add_text(out, "wain:documentation", std::string(outcome.documentation));
  add_refs(out, "wain:requires", definition, outcome.requires_criteria);
  for (const ir::GoodWhen& good : outcome.good_when)
    add_text(out, "wain:goodWhen", str(definition, good.claim));
  for (const ir::Measure& measure : outcome.measures) {
    Xml& one = out.add("wain:measure").set_if("name", measure.name).set_if("title", measure.title);
    if (measure.definition) one.text = str(definition, nullptr, measure.definition);
  }
}

}  // namespace

std::vector<Xml> definition_extensions(const ir::Definition& definition) {
  std::vector<Xml> out;
  for (const ir::Criterion& criterion : definition.criteria) {
    Xml& one = add_header(out, "wain:criterion", criterion);
    one.set_if("missCosts", amount(criterion.miss_costs)).set_if("wrongIn", percent(criterion.wrong_in));
    add_text(one, "wain:documentation", std::string(criterion.documentation));
  }
  for (const ir::Control& control : definition.controls) {
    Xml& one = add_header(out, "wain:control", control);
    one.set_if("cites", control.cites).set("approvers", std::to_string(control.approvers));
    one.set_if("appliesTo", name_if(definition, control.applies_to));
    if (control.applies_when)
      one.set("appliesWhen", str(definition, nullptr, control.applies_when, control.applies_to));
    if (control.review_by) one.set("reviewBy", control.review_by->str());
    add_text(one, "wain:documentation", std::string(control.documentation));
  }
  for (const ir::Outcome& outcome : definition.outcomes) add_outcome(out, definition, outcome);
  return out;
}

std::vector<Xml> actor_extensions(const ir::Definition& definition, const ir::Actor& actor) {
  std::vector<Xml> out;
  Xml& one = add_header(out, "wain:actor", actor);
  one.set("kind", name(actor.kind));
  if (actor.kind == ir::ActorKind::Role) one.set("staff", std::to_string(actor.staff));
  if (actor.capacity) one.set("capacity", std::to_string(*actor.capacity));
  one.set_if("hours", name_if(definition, actor.hours));
  one.set_if("costsPerHour", amount(actor.cost_per_hour)).set_if("costsPerCase", amount(actor.cost_per_case));
  one.set_if("reportsTo", name_if(definition, actor.reports_to));
  one.set_if("accountable", name_if(definition, actor.accountable));
  if (actor.meets) one.set("meets", str(actor.meets->cadence)).set("meetsFor", actor.meets->length.str());
  if (actor.quorum > 0) one.set("quorum", std::to_string(actor.quorum));
  add_text(one, "wain:documentation", std::string(actor.documentation));
  add_refs(one, "wain:member", definition, actor.members);
  for (const ir::AuthorityLine& line : actor.authority) {
    Xml& authority = one.add("wain:authority").set("record", name_if(definition, line.record));
    if (line.predicate) authority.set("when", str(definition, nullptr, line.predicate, line.record));
    add_refs(authority, "wain:on", definition, line.criteria);
  }
  return out;
}

std::vector<Xml> process_extensions(const ir::Definition& definition, const ir::Process& process) {
  std::vector<Xml> out;
  Xml& one = add_header(out, "wain:process", process);
  one.set_if("owner", name_if(definition, process.owner));
  one.set_if("replaces", name_if(definition, process.replaces));
  for (const ir::VariableId id : process.parameters)
    one.add("wain:parameter").set("name", process[id].name).set("type", str(definition, process[id].type));
  add_refs(one, "wain:yields", definition, process.yields);
  for (const ir::DutyConstraint& duty : process.duties) {
    std::string steps;
    for (const ir::NodeId id : duty.nodes) {
      if (!steps.empty()) steps += ' ';
      steps += process[id].name;
    }
    one.add(duty.together ? "wain:together" : "wain:separate").set("steps", steps);
  }
  return out;
}

std::vector<Xml> node_extensions(const ir::Definition& definition, const ir::Process& process,
                                 const ir::Node& node) {
  std::vector<Xml> out;
  switch (node.kind) {
    case ir::NodeKind::Task:
    case ir::NodeKind::Gate:
    case ir::NodeKind::Audit: {
      const std::string_view tag = node.kind == ir::NodeKind::Task   ? "wain:step"
                                   : node.kind == ir::NodeKind::Gate ? "wain:approval"
                                                                     : "wain:audit";
      Xml& step = add_header(out, tag, node);
      step.set_if("by", name_if(definition, node.actor));
      if (node.audited) step.set("of", process[node.audited].name);
      add_work(step, definition, process, node);
      break;
    }
    case ir::NodeKind::Wait: {
      Xml& wait = add_header(out, "wain:wait", node);
      if (node.wait) wait.set("kind", name(node.wait->kind)).set_if("for", node.wait->description);
      if (node.wait && node.wait->kind == ir::WaitSpec::Kind::Cadence)
        wait.set("until", str(node.wait->cadence));
      add_work(wait, definition, process, node);
      break;
    }
    case ir::NodeKind::Call: {
      Xml& call = add_header(out, "wain:call", node);
      call.set_if("process", name_if(definition, node.callee));
      add_paths(call, "wain:argument", definition, process, node.arguments);
      add_work(call, definition, process, node);
      break;
    }
    case ir::NodeKind::End:
      if (node.outcome) out.emplace_back("wain:end").set("outcome", name_of(definition, node.outcome));
      break;
    default: break;
  }
  return out;
}

std::vector<Xml> edge_extensions(const ir::Definition& definition, const ir::Process& process,
                                 const ir::Edge& edge) {
  if (edge.kind == ir::EdgeKind::Next && !edge.share) return {};
  std::vector<Xml> out;
  Xml& exit = out.emplace_back("wain:exit").set("kind", name(edge.kind));
  if (edge.share) exit.set("share", edge.share->percent());
  if (edge.guard) exit.set("when", str(definition, &process, edge.guard));
  if (edge.after) exit.set("after", edge.after->str());
  if (edge.outcome) exit.set("outcome", name_of(definition, edge.outcome));
  if (edge.approves) exit.set("approves", "true");
  exit.set_if("label", edge.label);
  return out;
}

}  // namespace wain::emit::bpmn
