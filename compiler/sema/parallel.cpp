/// `parallel`: a fork, its branches, a join.
#include <charconv>

#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

/// `3`, `1_000`: the whole number of a token; nothing for what is none or does not fit.
std::optional<std::uint32_t> whole(std::string_view token) {
  const std::optional<ir::Decimal> number = ir::Decimal::parse(token);
  if (!number || !number->is_integer() || number->mantissa < 0 || number->mantissa > UINT32_MAX)
    return std::nullopt;
  return static_cast<std::uint32_t>(number->mantissa);
}

void check_join_of(ProcessBuilder& b, const Cursor& rule, std::string_view k_text, std::string_view n_text,
                   std::size_t branches, bool broken) {
  const auto k = whole(k_text), n = whole(n_text);
  const std::vector<DiagArg> args{arg("k", k_text), arg("n", n_text), arg("branches", branches)};
  if (!broken && (!n || *n != branches))
    b.report(Diag::FlowJoinOf, rule.span(), args);
  else if (!k || *k == 0 || (n && *k > *n))
    b.report(Diag::FlowJoinK, rule.span(), args).help(Diag::NoteFlowJoinRange, {arg("n", n_text)});
}

void lower_join_rule(ProcessBuilder& b, ir::NodeId fork, const Cursor& statement,
                     const std::vector<Cursor>& branches) {
  const Cursor rule = statement.child(Rule::JoinRule);
  if (!rule.valid() || rule.has_error()) return;
  const syntax::Tree& tree = rule.tree();
  const syntax::Node& node = tree[rule.node];
  const Tok first = tree.first_token(rule.node).kind;
  if (first == Tok::First) b[fork].join_rule = ir::JoinRule::First;
  if (first == Tok::Number && node.end_token - node.first_token == 3) {
    const std::string_view k = tree.token_text(node.first_token), n = tree.token_text(node.first_token + 2);
    b[fork].join_rule = ir::JoinRule::KOfN;
    b[fork].join_count = whole(k).value_or(0);
    check_join_of(b, rule, k, n, branches.size(), statement.has_error());
  }
  if (first == Tok::All) return;  // the same as no rule: all branches that were taken
  for (const Cursor& branch : branches) {
    const Cursor when = branch.child(Rule::Condition);
    if (!when.valid()) continue;
    b.report(Diag::FlowJoinWhen, rule.span(), {arg("name", name_of(branch.child(Rule::Name)))})
        .note(Diag::NoteFlowWhenHere, when.span());
    return;
  }
}

ir::BranchId add_branch(ProcessBuilder& b, ir::NodeId fork, const Cursor& statement) {
  const ir::BranchId id{static_cast<std::uint32_t>(b.process.branches.size())};
  ir::Branch& branch = b.process.branches.emplace_back();
  fill_header(branch, statement);
  branch.fork = fork;
  branch.parent = b.branch;
  b[fork].branches.push_back(id);
  if (branch.name.empty()) return id;
  const auto [first, fresh] = b.branches.try_emplace(branch.name.data(), id.index);
  if (!fresh)
    b.report(Diag::FlowDuplicateBranch, branch.name_span,
             {arg("process", b.process.name), arg("name", branch.name)})
        .note(Diag::NoteFirstDeclaredHere, b.process.branches[first->second].name_span,
              {arg("name", branch.name)});
  return id;
}

void lower_branch(ProcessBuilder& b, ir::NodeId fork, const Cursor& statement, Frontier& ends) {
  const ir::BranchId id = add_branch(b, fork, statement);
  const ir::EdgeId entry = b.add_edge(ir::EdgeKind::Branch, fork, b.process.branches[id.index].name_span);
  if (const Cursor condition = statement.child(Rule::Condition); condition.valid()) {
    b[fork].inclusive = true;
    b[entry].kind = ir::EdgeKind::When;
    set_arm(b[entry], lower_arm(b, condition));
  }
  b.branch = id;
  b.open.assign(1, entry);
  if (const Cursor block = statement.child(Rule::Block); block.valid())
    lower_block(b, block, BlockPlace::Branch);
  stand_in_branch(b, statement);  // an empty branch
  ends.append(b.open.begin(), b.open.end());
  b.open.clear();
  b.branch = b.process.branches[id.index].parent;
}

}  // namespace

void stand_in_branch(ProcessBuilder& b, const Cursor& statement) {
  for (const ir::EdgeId edge : b.open) {
    if (b[b[edge].from].kind != ir::NodeKind::Fork) continue;
    b.merge(Frontier(b.open), statement);
    return;
  }
}

void lower_parallel(ProcessBuilder& b, const Cursor& statement) {
  const ir::NodeId fork = b.add_node(ir::NodeKind::Fork, statement);
  const std::vector<Cursor> branches = statement.children(Rule::Branch);
  lower_join_rule(b, fork, statement, branches);
  if (branches.empty() && !statement.has_error()) b.report(Diag::FlowEmptyParallel, keyword_span(statement));
  if (branches.empty()) {  // control goes on, so that nothing else is reported
    b.open_edge(ir::EdgeKind::Next, fork, keyword_span(statement));
    return;
  }
  Frontier ends;
  for (const Cursor& branch : branches) lower_branch(b, fork, branch, ends);
  b.open = ends;
  const ir::NodeId join = b.add_node(ir::NodeKind::Join, statement);
  b[join].partner = fork;
  b[fork].partner = join;
  for (const ir::BranchId branch : b[fork].branches) b.process.branches[branch.index].join = join;
  b.open_edge(ir::EdgeKind::Next, join, keyword_span(statement));
}

}  // namespace wain::sema
