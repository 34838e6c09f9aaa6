#include "emit/ir_json.h"

#include "emit/ir_json_writer.h"
#include "emit/schema_versions.h"
#include "ir/text.h"

namespace wain::emit {

void IrJsonWriter::types() {
  objects("types", definition_.types.size(), [&](std::size_t i) {
    const ir::Type& type = definition_.types[i];
    json_.attribute("id", static_cast<std::int64_t>(i));
    text("kind", name(type.kind));
    if (type.kind == ir::TypeKind::Money) text("currency", type.currency.str());
    if (type.kind == ir::TypeKind::Enum) {
      json_.attributeArray("members", [&] {
        for (const std::string_view member : definition_[type.enumeration].members) string(member);
      });
    }
    reference("record", type.record);
    reference("document", type.document);
    if (type.element) json_.attribute("element", type.element.index);
  });
}

void IrJsonWriter::constants() {
  objects("constants", definition_.constants.size(), [&](std::size_t i) {
    const ir::Constant& constant = definition_.constants[i];
    header(constant, ids_.constants[i]);
    type("type", constant.type);
    value("value", constant.value);
  });
}

void IrJsonWriter::calendars() {
  objects("calendars", definition_.calendars.size(), [&](std::size_t i) {
    const ir::Calendar& calendar = definition_.calendars[i];
    header(calendar, ids_.calendars[i]);
    text("timezone", calendar.timezone);
    objects("hours", calendar.hours.size(), [&](std::size_t block) {
      days(calendar.hours[block].days);
      const auto& ranges = calendar.hours[block].ranges;
      objects("ranges", ranges.size(), [&](std::size_t range) {
        text("opens", ranges[range].first.str());
        text("closes", ranges[range].second.str());
      });
    });
    objects("closed", calendar.closed.size(), [&](std::size_t range) {
      text("first", calendar.closed[range].first.str());
      text("last", calendar.closed[range].second.str());
    });
  });
}

void IrJsonWriter::actors() {
  objects("actors", definition_.actors.size(), [&](std::size_t i) {
    header(definition_.actors[i], ids_.actors[i]);
    actor(definition_.actors[i]);
  });
}

void IrJsonWriter::actor(const ir::Actor& actor) {
  text("kind", name(actor.kind));
  if (actor.kind == ir::ActorKind::Role) json_.attribute("staff", actor.staff);
  flag("staff_declared", actor.declared_staff.has_value());
  number("capacity", actor.capacity);
  decimal("available", actor.available);
  reference("hours", actor.hours);
  money("cost_per_hour", actor.cost_per_hour);
  money("cost_per_case", actor.cost_per_case);
  reference("reports_to", actor.reports_to);
  list("plays", actor.plays, ids_.actors);
  list("persons", actor.persons, ids_.actors);
  list("members", actor.members, ids_.actors);
  if (actor.kind == ir::ActorKind::Committee) json_.attribute("quorum", actor.quorum);
  decimal("quorum_met", actor.quorum_met);
  meeting("meets", actor.meets);
  duration("agenda_closes", actor.agenda_closes);
  number("hears", actor.hears);
  reference("accountable", actor.accountable);
  if (actor.authority.empty()) return;
  objects("authority", actor.authority.size(), [&](std::size_t i) {
    const ir::AuthorityLine& line = actor.authority[i];
    reference("record", line.record);
    use("when", line.predicate, {}, line.record);
    list("criteria", line.criteria, ids_.criteria);
    location("location", line.span);
  });
}

void IrJsonWriter::data() {
  objects("records", definition_.records.size(), [&](std::size_t i) {
    const ir::Record& record = definition_.records[i];
    header(record, ids_.records[i]);
    objects("fields", record.fields.size(), [&](std::size_t f) {
      header(record.fields[f], std::string(record.fields[f].name));
      type("type", record.fields[f].type);
    });
  });
  objects("documents", definition_.documents.size(),
          [&](std::size_t i) { header(definition_.documents[i], ids_.documents[i]); });
  objects("criteria", definition_.criteria.size(), [&](std::size_t i) {
    header(definition_.criteria[i], ids_.criteria[i]);
    money("miss_costs", definition_.criteria[i].miss_costs);
    share("wrong_in", definition_.criteria[i].wrong_in);
  });
}

void IrJsonWriter::controls() {
  objects("controls", definition_.controls.size(), [&](std::size_t i) {
    const ir::Control& control = definition_.controls[i];
    header(control, ids_.controls[i]);
    text("cites", control.cites);
    reference("applies_to", control.applies_to);
    use("applies_when", control.applies_when, {}, control.applies_to);
    json_.attribute("approvers", control.approvers);
    date("review_by", control.review_by);
  });
}

void IrJsonWriter::outcomes() {
  objects("outcomes", definition_.outcomes.size(), [&](std::size_t i) {
    const ir::Outcome& outcome = definition_.outcomes[i];
    header(outcome, ids_.outcomes[i]);
    reference("owner", outcome.owner);
    list("requires", outcome.requires_criteria, ids_.criteria);
    if (!outcome.good_when.empty()) {
      objects("good_when", outcome.good_when.size(),
              [&](std::size_t g) { claim_body(outcome.good_when[g].claim); });
    }
    measures(outcome.measures, {});
    observation(outcome.observed);
  });
}

void IrJsonWriter::expectations() {
  objects("expectations", definition_.expectations.size(), [&](std::size_t i) {
    const ir::Expectation& expectation = definition_.expectations[i];
    flag("broken", expectation.broken);
    location("location", expectation.span);
    claim("claim", expectation.claim);
  });
}

void IrJsonWriter::allows() {
  objects("allows", definition_.allows.size(), [&](std::size_t i) {
    const ir::Allow& allow = definition_.allows[i];
    text("rule", allow.rule);
    text("reason", allow.reason);
    date("until", allow.until);
    location("location", allow.span);
    location("scope", allow.scope);
  });
}

void IrJsonWriter::expressions() {
  json_.attributeArray("expressions", [&] {
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      if (uses_[i].reached) json_.object([&] { expression(i); });
    }
  });
}

void IrJsonWriter::expression(std::size_t index) {
  const ir::Expr& expr = definition_.exprs[index];
  const Use& use = uses_[index];
  json_.attribute("id", static_cast<std::int64_t>(index));
  text("kind", name(expr.kind));
  if (expr.type) json_.attribute("type", expr.type.index);
  if (!expr.operands.empty()) {
    json_.attributeArray("operands", [&] {
      for (const ir::ExprId operand : expr.operands) json_.value(operand.index);
    });
  }
  if (expr.kind == ir::ExprKind::Literal) value("value", expr.value);
  if (expr.kind == ir::ExprKind::EnumMember) {
    text("member", str(definition_, nullptr, ir::ExprId{static_cast<std::uint32_t>(index)}));
  }
  if (expr.kind == ir::ExprKind::PathRef || expr.kind == ir::ExprKind::Count) {
    json_.attributeObject("path", [&] { path_body(expr.path, use.process, use.self); });
  }
  if (expr.kind == ir::ExprKind::Visits && use.process && expr.node) {
    text("node", ids_.inside[use.process.index].nodes[expr.node.index]);
  }
  text("name", expr.name);
  location("location", expr.span);
}

void IrJsonWriter::document() {
  json_.object([&] {
    json_.attribute("schema", "wain-ir");
    json_.attribute("version", ir_schema_version);
    json_.attributeArray("files", [&] {
      for (const FileId file : definition_.roots) string(sources_.path(file));
    });
    types();
    constants();
    calendars();
    actors();
    data();
    controls();
    outcomes();
    processes();
    scenarios();
    expectations();
    allows();
    expressions();
  });
}

void emit_ir_json(const ir::Definition& definition, const SourceManager& sources, llvm::raw_ostream& out) {
  IrJsonWriter(definition, sources, out).document();
  out << '\n';
}

}  // namespace wain::emit
