/// What stands beside the flow and names steps of it: audits, `separate`, `together`.
#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

bool is_work(const ir::Node& node) {
  return node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
}

bool is_by_people(const ProcessBuilder& b, const ir::Node& node) {
  return is_work(node) && (!node.actor || b.context.definition[node.actor].is_human());
}

void lower_separation(ProcessBuilder& b, const Cursor& statement) {
  const ErrorWatch errors(b.context);
  const syntax::Tree& tree = statement.tree();
  const std::string_view word = tree.token_text(tree[statement.node].first_token);
  ir::DutyConstraint duty;
  duty.together = tree.first_token(statement.node).kind == syntax::Tok::Together;
  duty.span = statement.span();
  llvm::DenseMap<std::uint32_t, Span> seen;
  const Cursor list = statement.child(Rule::NameList);
  if (!list.valid()) return;
  for (const Cursor& qualified : list.children(Rule::Qualified)) {
    const std::vector<Cursor> names = qualified.children(Rule::Name);
    const ir::NodeId node = names.empty() ? ir::NodeId{} : find_step(b, names.back());
    if (!node) continue;
    if (!is_by_people(b, b[node])) {
      b.report(Diag::FlowDutyTarget, qualified.span(), {arg("statement", word), arg("name", b[node].name)})
          .note(Diag::NoteFlowTargetHere, b[node].name_span, {arg("name", b[node].name)});
      continue;
    }
    const auto [first, fresh] = seen.try_emplace(node.index, qualified.span());
    if (fresh)
      duty.nodes.push_back(node);
    else
      b.report(Diag::NamedTwice, qualified.span(), {arg("name", b[node].name)})
          .note(Diag::NoteFirstNamedHere, first->second);
  }
  const bool whole = !errors.any() && !b.has_syntax_error;
  if (duty.nodes.size() < 2 && whole) b.report(Diag::FlowDutyFew, statement.span(), {arg("statement", word)});
  if (duty.nodes.size() >= 2) b.process.duties.push_back(std::move(duty));
}

}  // namespace

void lower_audits(ProcessBuilder& b) {
  for (const PendingAudit& audit : b.audits) {
    const ir::NodeId step = find_step(b, audit.step);
    if (step && is_work(b[step])) {
      b[audit.node].audited = step;
      continue;
    }
    b[audit.node].broken = true;
    if (!step) continue;
    b.report(audit.node, Diag::FlowAuditTarget, audit.step.span(), {arg("name", b[step].name)})
        .note(Diag::NoteFlowTargetHere, b[step].name_span, {arg("name", b[step].name)});
  }
}

void lower_separations(ProcessBuilder& b) {
  for (const Cursor& statement : b.separations) lower_separation(b, statement);
}

}  // namespace wain::sema
