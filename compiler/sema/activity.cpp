/// `step`, `auto`, `approval`, `audit`: who acts, and what is read and written.
#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

void lower_actor(ProcessBuilder& b, ir::NodeId node, const Cursor& statement) {
  const Cursor qualified = statement.child(Rule::Qualified);
  if (!qualified.valid()) return;
  b[node].actor = resolve_actor(qualified);
  if (!b[node].actor) b[node].broken = true;
  b[node].actor_span = qualified.span();
}

void check_auto(ProcessBuilder& b, ir::NodeId node) {
  if (!b[node].declared_auto || !b[node].actor) return;
  const ir::Actor& actor = b.context.definition[b[node].actor];
  if (!actor.is_human()) return;
  b.report(node, Diag::FlowAutoByHuman, b[node].actor_span,
           {arg("name", b[node].name), arg("actor", actor.name), arg("kind", ir::name(actor.kind))})
      .note(Diag::NoteDeclaredHere, actor.name_span, {arg("name", actor.name)})
      .help(Diag::NoteFlowWriteStep);
}

void lower_products(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  llvm::DenseMap<std::uint32_t, Span> named;
  for (const Cursor& product : property.children(Rule::Product)) {
    const Cursor name = product.child(Rule::Name);
    const auto variable = b.variables.find(name_of(name).data());
    if (variable == b.variables.end() || b.process.variables[variable->second].parameter) continue;
    if (const auto [first, fresh] = named.try_emplace(variable->second, name.span()); !fresh) {
      b.report(node, Diag::NamedTwice, name.span(), {arg("name", name.text())})
          .note(Diag::NoteFirstNamedHere, first->second);
      continue;
    }
    b[node].produces.push_back({{variable->second}, name.span()});
  }
}

void lower_property(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  switch (property.rule()) {
    case Rule::TakesProp:
    case Rule::ReadsProp:
    case Rule::SeesProp:
    case Rule::ProducesProp:
    case Rule::UpdatesProp: lower_data_property(b, node, property); break;
    case Rule::FailsProp:
    case Rule::RejectsProp:
    case Rule::ReturnsProp:
    case Rule::TimeoutProp: lower_exit(b, node, property); break;
    default: lower_figure(b, node, property); break;
  }
}

/// `catches` and `false alarms` speak about the criteria that are answered here.
void check_catches(ProcessBuilder& b, ir::NodeId node) {
  const ir::Node& n = b[node];
  if (!n.judges.empty() || !n.checks.empty() || n.broken) return;
  if (n.catches)
    b.report(node, Diag::FlowCatchesAlone, n.catches->span, {arg("property", "catches")});
  else if (n.false_alarms)
    b.report(node, Diag::FlowCatchesAlone, n.false_alarms->span, {arg("property", "false alarms")});
}

}  // namespace

void lower_data_property(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  const auto paths = [&] { return lower_paths(property.child(Rule::PathList), b.scope()); };
  switch (property.rule()) {
    case Rule::TakesProp: b[node].takes = lower_distribution(property.distribution(), b.duration_type); break;
    case Rule::ReadsProp: b[node].reads = paths(); break;
    case Rule::SeesProp: b[node].sees = paths(); break;
    case Rule::UpdatesProp: b[node].updates = paths(); break;
    case Rule::ProducesProp: lower_products(b, node, property); break;
    default: break;
  }
}

void lower_activity(ProcessBuilder& b, const Cursor& activity) {
  const ErrorWatch errors(b.context);
  const Tok keyword = activity.tree().first_token(activity.node).kind;
  const bool gate = keyword == Tok::Approval;
  const ir::NodeId node = b.add_step(gate ? ir::NodeKind::Gate : ir::NodeKind::Task, activity);
  b[node].declared_auto = keyword == Tok::Auto;
  lower_actor(b, node, activity);
  check_auto(b, node);
  const auto first_edge = static_cast<std::uint32_t>(b.process.edges.size());
  b.open_edge(gate ? ir::EdgeKind::Approve : ir::EdgeKind::Next, node, b[node].name_span);
  SeenProperties seen;
  for (const syntax::NodeId child : activity.tree().children(activity.node)) {
    const Cursor property = activity.at(child);
    if (seen.admit(b, node, gate ? Construct::Approval : Construct::Step, property))
      lower_property(b, node, property);
  }
  check_exits(b, node, first_edge);
  check_catches(b, node);
  if (errors.any()) b[node].broken = true;
}

void lower_audit(ProcessBuilder& b, const Cursor& audit) {
  const ErrorWatch errors(b.context);
  Frontier flow;
  std::swap(flow, b.open);  // an audit stands beside the flow
  const ir::NodeId node = b.add_step(ir::NodeKind::Audit, audit);
  std::swap(flow, b.open);
  lower_actor(b, node, audit);
  const std::vector<Cursor> names = audit.children(Rule::Name);
  if (names.size() > 1) b.audits.push_back({node, names[1]});
  SeenProperties seen;
  for (const syntax::NodeId child : audit.tree().children(audit.node)) {
    const Cursor property = audit.at(child);
    if (seen.admit(b, node, Construct::Audit, property)) lower_property(b, node, property);
  }
  if (errors.any()) b[node].broken = true;
}

}  // namespace wain::sema
