/// Criteria, controls, escalations and numbers of an activity.
#include "sema/process_builder.h"

#include <limits>

namespace wain::sema {
namespace {

using syntax::Rule;

std::optional<ir::Share> share_with_place(const Cursor& property, std::string_view what) {
  const std::optional<ir::Decimal> value = ratio_value(property.child(Rule::Value), what);
  if (!value) return std::nullopt;
  return ir::Share{*value, property.span()};
}

void lower_batches(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  const std::vector<Cursor> values = property.children(Rule::Value);
  if (values.empty()) return;
  const std::optional<std::int64_t> size = count_value(values[0], "batches");
  ir::Batch batch;
  if (values.size() > 1) batch.or_after = duration_value(values[1], "batches");
  if (size && *size < 1)
    b.report(node, Diag::FlowEmptyBatch, values[0].span());
  else if (size)
    batch.size =
        static_cast<std::uint32_t>(std::min<std::int64_t>(*size, std::numeric_limits<std::uint32_t>::max()));
  b[node].batches = batch;
}

bool has_order(ir::TypeKind kind) {
  switch (kind) {
    case ir::TypeKind::Error:
    case ir::TypeKind::Int:
    case ir::TypeKind::Number:
    case ir::TypeKind::Ratio:
    case ir::TypeKind::Duration:
    case ir::TypeKind::Money:
    case ir::TypeKind::Date: return true;
    default: return false;
  }
}

void lower_priority(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  const Cursor expression = property.expression();
  if (!expression.valid()) return;
  const ir::ExprId priority = lower_expression(expression, b.scope());
  b[node].priority = priority;
  if (!priority) return;
  const ir::Definition& definition = b.context.definition;
  const ir::TypeId type = definition[priority].type;
  if (!has_order(definition[type].kind))
    b.report(node, Diag::FlowPriorityType, expression.span(), {arg("type", str(definition, type))});
}

void lower_costs(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  b[node].cost_per_case = money_value(property.child(Rule::Value), "costs");
  const Cursor unit = property.child(Rule::Name);
  const std::string_view per = name_of(unit);
  if (!per.empty() && per != "case") b.report(node, Diag::FlowCostsPer, unit.span(), {arg("unit", per)});
}

void lower_escalation(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  const Cursor qualified = property.child(Rule::Qualified);
  const std::optional<ir::Duration> after = duration_value(property.child(Rule::Value), "escalates");
  const ir::ActorId to = resolve_actor(qualified);
  if (!to) return;
  const ir::Actor& actor = b.context.definition[to];
  if (!actor.is_human()) {
    b.report(node, Diag::FlowEscalatesToMachine, qualified.span(),
             {arg("name", b[node].name), arg("actor", actor.name), arg("kind", ir::name(actor.kind))})
        .note(Diag::NoteDeclaredHere, actor.name_span, {arg("name", actor.name)});
    return;
  }
  if (after) b[node].escalations.push_back({*after, to, property.span()});
}

void lower_finds(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  const std::vector<Cursor> values = property.children(Rule::Value);
  b[node].finds = share_with_place(property, "finds");
  if (values.size() > 1) b[node].finds_within = duration_value(values[1], "within");
}

}  // namespace

void lower_figure(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  switch (property.rule()) {
    case Rule::IrreversibleProp: b[node].irreversible = true; break;
    case Rule::BatchesProp: lower_batches(b, node, property); break;
    case Rule::PriorityProp: lower_priority(b, node, property); break;
    case Rule::CostsProp: lower_costs(b, node, property); break;
    case Rule::ChecksProp: b[node].checks = resolve_criteria(property.child(Rule::NameList)); break;
    case Rule::JudgesProp: b[node].judges = resolve_criteria(property.child(Rule::NameList)); break;
    case Rule::RequiredProp: b[node].controls = resolve_controls(property.child(Rule::NameList)); break;
    case Rule::EscalatesProp: lower_escalation(b, node, property); break;
    case Rule::CatchesProp: b[node].catches = share_with_place(property, "catches"); break;
    case Rule::FalseAlarmsProp: b[node].false_alarms = share_with_place(property, "false alarms"); break;
    case Rule::SamplesProp: b[node].samples = share_with_place(property, "samples"); break;
    case Rule::FindsProp: lower_finds(b, node, property); break;
    case Rule::Observed: b[node].observed = lower_observed(property); break;
    default: break;
  }
}

}  // namespace wain::sema
