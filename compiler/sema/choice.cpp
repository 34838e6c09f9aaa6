/// `if` and `choose`: one split, its arms, one merge.
#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

/// The arms of one `if` or `choose` on their way into the graph.
struct Choice {
  ProcessBuilder& b;
  Cursor statement;
  std::string_view word;
  ir::NodeId split;
  Frontier ends;
  std::vector<ir::Decimal> shares;
  std::uint32_t when_arms = 0;

  void enter(ir::EdgeId edge, const Cursor& block) {
    b.open.assign(1, edge);
    if (block.valid()) lower_block(b, block, BlockPlace::Nested);
    ends.append(b.open.begin(), b.open.end());
    b.open.clear();
  }
  void when(const Cursor& condition, const Cursor& block) {
    ++when_arms;
    const Arm arm = condition.valid() ? lower_arm(b, condition) : Arm{{}, {}, {}, keyword_span(statement)};
    const ir::EdgeId edge = b.add_edge(ir::EdgeKind::When, split, arm.span);
    set_arm(b[edge], arm);
    if (arm.share) shares.push_back(*arm.share);
    enter(edge, block);
  }
  void otherwise(Span span, std::string_view label, const Cursor& block) {
    const ir::EdgeId edge = b.add_edge(ir::EdgeKind::Otherwise, split, span);
    b[edge].label = label;
    enter(edge, block);
  }
  /// Whether the shares were reported to go over 100 %.
  bool over() {
    const std::optional<ir::Decimal> sum = sum_of(shares);
    if (!sum || *sum <= ir::Decimal::make(1)) return false;
    b.report(Diag::FlowArmsOver, keyword_span(statement),
             {arg("statement", word), arg("sum", sum->percent())});
    return true;
  }
  void finish() { b.merge(ends, statement); }
};

Choice begin(ProcessBuilder& b, const Cursor& statement, std::string_view word) {
  const ir::NodeId split = b.add_node(ir::NodeKind::Split, statement);
  return {b, statement, word, split, {}, {}};
}

void check_choose_sum(Choice& choice) {
  const bool all_shared = choice.shares.size() == choice.when_arms && choice.when_arms > 0;
  const std::optional<ir::Decimal> sum = sum_of(choice.shares);
  if (!all_shared || !sum || *sum == ir::Decimal::make(1) || choice.statement.has_error()) return;
  choice.b.report(Diag::FlowChooseSum, keyword_span(choice.statement), {arg("sum", sum->percent())});
}

}  // namespace

void lower_if(ProcessBuilder& b, const Cursor& statement) {
  Choice choice = begin(b, statement, "if");
  b[choice.split].chain = true;
  choice.when(statement.child(Rule::Condition), statement.child(Rule::Block));
  bool closed = false;
  for (const Cursor& arm : statement.children(Rule::ElseArm)) {
    if (closed) b.report(Diag::FlowElseNotLast, keyword_span(arm));
    const Cursor condition = arm.child(Rule::Condition);
    if (condition.valid()) {
      choice.when(condition, arm.child(Rule::Block));
    } else {
      choice.otherwise(keyword_span(arm), {}, arm.child(Rule::Block));
      closed = true;
    }
  }
  if (!closed) choice.otherwise(keyword_span(statement), {}, statement.at({}));
  choice.over();
  choice.finish();
}

void lower_choose(ProcessBuilder& b, const Cursor& statement) {
  Choice choice = begin(b, statement, "choose");
  for (const Cursor& arm : statement.children(Rule::WhenArm))
    choice.when(arm.child(Rule::Condition), arm.child(Rule::Block));
  const Cursor otherwise = statement.child(Rule::OtherwiseArm);
  if (otherwise.valid())
    choice.otherwise(keyword_span(otherwise), title_of(otherwise), otherwise.child(Rule::Block));
  if (choice.when_arms == 0 && !statement.has_error())
    b.report(Diag::FlowEmptyChoose, keyword_span(statement));
  if (!choice.over() && !otherwise.valid()) check_choose_sum(choice);
  if (choice.when_arms == 0 && !otherwise.valid())  // control goes on, so that nothing else is reported
    choice.otherwise(keyword_span(statement), {}, statement.at({}));
  choice.finish();
}

}  // namespace wain::sema
