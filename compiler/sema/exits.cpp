/// The ways out of a step or gate: `fails`, `rejects`, `returns`, and the clock of an approval.
#include "sema/process_builder.h"
#include "sema/truth.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

void lower_timeout(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  const std::optional<ir::Duration> after = duration_value(property.child(Rule::Value), "after");
  const Cursor target = property.child(Rule::Target);
  if (property.has(Tok::Approves)) {
    ir::Edge& edge = b[b.open_edge(ir::EdgeKind::Timeout, node, property.span())];
    edge.after = after;
    edge.approves = true;
  } else if (target.valid()) {
    const ir::EdgeId edge = b.add_edge(ir::EdgeKind::Timeout, node, property.span());
    b[edge].after = after;
    lead_to(b, edge, target);
  }
}

std::string_view word(ir::EdgeKind kind) {
  switch (kind) {
    case ir::EdgeKind::Reject: return "rejects";
    case ir::EdgeKind::Return: return "returns";
    default: return "fails";
  }
}

void check_sum(ProcessBuilder& b, ir::NodeId node, const std::vector<ir::Decimal>& shares) {
  const std::optional<ir::Decimal> sum = sum_of(shares);
  if (sum && *sum > ir::Decimal::make(1))
    b.report(node, Diag::FlowExitsOver, b[node].name_span,
             {arg("name", b[node].name), arg("sum", sum->percent())});
}

}  // namespace

void lower_exit(ProcessBuilder& b, ir::NodeId node, const Cursor& property) {
  if (property.rule() == Rule::TimeoutProp) {
    lower_timeout(b, node, property);
    return;
  }
  ir::EdgeKind kind = ir::EdgeKind::Fail;
  if (property.rule() == Rule::RejectsProp) kind = ir::EdgeKind::Reject;
  if (property.rule() == Rule::ReturnsProp) kind = ir::EdgeKind::Return;
  const ir::EdgeId edge = b.add_edge(kind, node, property.span());
  if (const Cursor value = property.child(Rule::Value); value.valid())
    b[edge].share = ratio_value(value, word(kind));
  if (const Cursor target = property.child(Rule::Target); target.valid()) lead_to(b, edge, target);
}

void check_exits(ProcessBuilder& b, ir::NodeId node, std::uint32_t first_edge) {
  const ir::Criterion* truth = truth_of(b.context.definition, b[node]);
  std::vector<ir::Decimal> shares, split;
  std::uint32_t noes = 0;
  ir::EdgeId shared_no;
  for (std::uint32_t i = first_edge; i < b.process.edges.size(); ++i) {
    const ir::Edge& edge = b.process.edges[i];
    if (edge.from != node) continue;
    noes += is_no(edge.kind) ? 1 : 0;
    if (!edge.share) continue;
    if (is_no(edge.kind)) shared_no = {i};
    (truth && is_no(edge.kind) ? split : shares).push_back(*edge.share);
  }
  check_sum(b, node, shares);
  check_sum(b, node, split);
  if (!truth || noes != 1 || !shared_no) return;
  b.report(node, Diag::FlowShareOfTruth, b[shared_no].span,
           {arg("exit", word(b[shared_no].kind)), arg("name", b[node].name), arg("criterion", truth->name)})
      .note(Diag::NoteFlowWrongIn, truth->wrong_in->span);
}

}  // namespace wain::sema
