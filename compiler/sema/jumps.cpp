/// Where control goes: `-> N`, `end O`, and off the end of the body.
#include <fmt/format.h>

#include <algorithm>

#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

/// Bytes of names that suggestions of one compilation may look at.
constexpr std::uint64_t suggestion_budget = 20'000'000;

void check_yielded(ProcessBuilder& b, ir::OutcomeId outcome, Span span) {
  const auto& yields = b.process.yields;
  if (b.has_broken_header || yields.empty()) return;
  if (std::find(yields.begin(), yields.end(), outcome) != yields.end()) return;
  b.report(Diag::FlowNotYielded, span,
           {arg("process", b.process.name), arg("outcome", b.context.definition[outcome].name)})
      .note(Diag::NoteFlowYieldsHere, cover(b.process.yield_spans.front(), b.process.yield_spans.back()));
}

/// An End of its own for every place that is written, so that rules can name each.
void add_end(ProcessBuilder& b, const Cursor& place) {
  const ErrorWatch errors(b.context);
  const ir::NodeId node = b.add_node(ir::NodeKind::End, place);
  b[node].name_span = b[node].span;
  const Cursor qualified = place.child(Rule::Qualified);
  b[node].outcome = resolve_outcome(qualified);
  if (b[node].outcome) check_yielded(b, b[node].outcome, qualified.span());
  if (errors.any()) b[node].broken = true;
}

std::uint32_t add_target(ProcessBuilder& b, const Cursor& target) {
  const Cursor name = target.child(Rule::Name);
  b.targets.push_back({name, name_of(name), b.branch});
  return static_cast<std::uint32_t>(b.targets.size() - 1);
}

/// Whether `inner` is `outer` or stands in it. An invalid branch is the process itself.
bool stands_in(const ir::Process& process, ir::BranchId inner, ir::BranchId outer) {
  while (inner && inner != outer) inner = process[inner].parent;
  return inner == outer;
}

/// The outermost branch around `to` that `from` does not stand in.
ir::BranchId entered_branch(const ir::Process& process, ir::BranchId from, ir::BranchId to) {
  ir::BranchId entered = to;
  for (ir::BranchId at = to; at && !stands_in(process, from, at); at = process[at].parent) entered = at;
  return entered;
}

bool check_branches(ProcessBuilder& b, const JumpTarget& target, ir::NodeId node) {
  const ir::Process& process = b.process;
  const ir::BranchId to = process[node].branch;
  if (stands_in(process, target.from, to)) return true;
  const ir::BranchId entered = entered_branch(process, target.from, to);
  ir::BranchId left = target.from;
  while (left && process[left].fork != process[entered].fork) left = process[left].parent;
  const std::vector<DiagArg> args{arg("branch", process[entered].name), arg("name", target.text),
                                  arg("from", left ? process[left].name : "")};
  b.report(left ? Diag::FlowBetweenBranches : Diag::FlowIntoBranch, target.name.span(), args)
      .note(Diag::NoteFlowTargetHere, process[node].name_span, {arg("name", target.text)});
  return false;
}

ir::NodeId resolve_target(ProcessBuilder& b, const JumpTarget& target) {
  if (target.text.empty()) return {};
  const ir::NodeId node = find_step(b, target.name);
  if (!node) return {};
  if (b[node].kind == ir::NodeKind::Audit) {
    b.report(Diag::FlowNoTarget, target.name.span(), {arg("name", target.text)})
        .note(Diag::NoteFlowTargetHere, b[node].name_span, {arg("name", target.text)});
    return {};
  }
  return check_branches(b, target, node) ? node : ir::NodeId{};
}

void report_unknown(ProcessBuilder& b, const Cursor& name, std::string_view text) {
  auto report = b.report(Diag::UnknownStep, name.span(), {arg("name", text)});
  const Symbol* symbol = find(b.context, name.unit, text);
  if (symbol && symbol->kind == SymbolKind::Outcome) {
    report.note(Diag::NoteFlowWriteEnd, symbol->span, {arg("name", text)});
    return;
  }
  if (b.step_names.empty())
    for (const ir::Node& node : b.process.nodes)
      if (!node.name.empty() && node.kind != ir::NodeKind::Audit) b.step_names.push_back(node.name);
  const std::uint64_t cost = 16 * std::min<std::size_t>(b.step_names.size(), 4096);
  if (b.context.suggestions_spent + cost > suggestion_budget) return;
  b.context.suggestions_spent += cost;
  const auto near = similar(text, b.step_names);
  if (!near) return;
  const std::string_view kept = *near;
  report.note(Diag::NoteDidYouMean, b.process.nodes[b.steps.find(kept.data())->second].name_span,
              {arg("name", kept)});
}

/// Nodes that control reaches from the start; a join of `when` branches also past all of them.
std::vector<bool> reached(const ir::Process& process) {
  std::vector<bool> seen(process.nodes.size());
  std::vector<ir::NodeId> work{{0}};
  seen[0] = true;
  const auto visit = [&](ir::NodeId node) {
    if (seen[node.index]) return;
    seen[node.index] = true;
    work.push_back(node);
  };
  while (!work.empty()) {
    const ir::Node& node = process[work.back()];
    work.pop_back();
    for (const ir::EdgeId edge : node.out) visit(process[edge].to);
    if (node.inclusive && node.partner) visit(node.partner);
  }
  return seen;
}

}  // namespace

void lead_to(ProcessBuilder& b, ir::EdgeId edge, const Cursor& target) {
  if (!target.child(Rule::Qualified).valid()) {
    b.jumps.push_back({edge, add_target(b, target)});
    return;
  }
  Frontier flow{edge};
  std::swap(flow, b.open);
  add_end(b, target);
  std::swap(flow, b.open);
}

void lower_goto(ProcessBuilder& b, const Cursor& statement) {
  const Cursor target = statement.child(Rule::Target);
  if (!target.valid()) return;
  if (target.child(Rule::Qualified).valid()) {
    add_end(b, target);
    return;
  }
  stand_in_branch(b, statement);
  const std::uint32_t index = add_target(b, target);
  for (const ir::EdgeId edge : b.open) b.jumps.push_back({edge, index});
  b.open.clear();
}

void lower_end(ProcessBuilder& b, const Cursor& statement) { add_end(b, statement); }

void end_body(ProcessBuilder& b, const Cursor& block) {
  if (b.open.empty()) return;
  const ir::NodeId node = b.add_node(ir::NodeKind::End, block);
  const syntax::Node& tokens = block.tree()[block.node];
  const std::uint32_t last = std::max(tokens.first_token + 1, tokens.end_token) - 1;
  b[node].span = b[node].name_span = block.tree().token_span(last);
  b[node].broken = b.has_broken_header || b.process.yields.size() != 1;
  if (!b.process.yields.empty()) b[node].outcome = b.process.yields.front();
  b.implicit_end = node;
}

void resolve_jumps(ProcessBuilder& b) {
  std::vector<ir::NodeId> nodes;
  nodes.reserve(b.targets.size());
  for (const JumpTarget& target : b.targets) nodes.push_back(resolve_target(b, target));
  for (const Jump& jump : b.jumps) b[jump.edge].to = nodes[jump.target];
}

void check_implicit_end(ProcessBuilder& b) {
  if (!b.implicit_end || b.has_syntax_error || b.has_broken_header || b.process.yields.size() < 2) return;
  const std::vector<bool> seen = reached(b.process);
  if (!seen[b.implicit_end.index]) return;
  std::string ends;
  for (const ir::OutcomeId outcome : b.process.yields)
    ends += fmt::format("{}`end {}`", ends.empty() ? "" : ", ", b.context.definition[outcome].name);
  auto report = b.report(Diag::FlowFallsOff, b[b.implicit_end].span, {arg("process", b.process.name)});
  std::size_t shown = 0;
  for (const ir::EdgeId edge : b[b.implicit_end].in) {
    const ir::Node& from = b.process[b.process[edge].from];
    if (seen[b[edge].from.index] && shown++ < 3) report.note(Diag::NoteFlowComesFrom, from.name_span);
  }
  report.help(Diag::NoteFlowEndWhich, {arg("ends", ends)});
}

ir::NodeId find_step(ProcessBuilder& b, const Cursor& name) {
  const std::string_view text = name_of(name);
  if (text.empty()) return {};
  if (const auto step = b.steps.find(text.data()); step != b.steps.end()) return {step->second};
  if (!b.has_syntax_error) report_unknown(b, name, text);
  return {};
}

}  // namespace wain::sema
