/// Expressions: the connectives, literals, and the way in.
#include <algorithm>

#include "sema/expression_lowering.h"

namespace wain::sema {
namespace {

using ir::ExprKind;
using ir::TypeKind;
using syntax::Rule;
using syntax::Tok;

}  // namespace

std::size_t count_before(const Cursor& at, Tok kind) {
  std::size_t count = 0;
  const syntax::Node& node = at.tree()[at.node];
  for (std::uint32_t token = node.first_token; token < node.end_token && at.tree().token(token).kind == kind;
       ++token)
    ++count;
  return count;
}

Operand ExpressionLowering::settled(const Cursor& at) {
  Operand operand = any(at);
  settle(operand);
  return operand;
}

Operand ExpressionLowering::condition(const Cursor& at) {
  Operand operand = settled(at);
  const TypeKind kind = kind_of(operand);
  if (kind == TypeKind::Error || kind == TypeKind::Bool) return operand;
  context_.diagnostics.report(Diag::NotACondition, at.span(),
                              {arg("found", describe(definition_, type_of(operand)))});
  return error(at.span());
}

Operand ExpressionLowering::make(ExprKind kind, ir::TypeId type, Span span,
                                 std::vector<ir::ExprId> operands) {
  ir::Expr expr;
  expr.kind = kind;
  expr.type = type;
  expr.span = span;
  expr.operands = std::move(operands);
  return {definition_.add(std::move(expr)), {}, {}, false};
}

Operand ExpressionLowering::error(Span span) { return make(ExprKind::Error, context_.error_type, span); }

void ExpressionLowering::settle(Operand& operand) {
  if (operand.pending.text.empty()) return;
  report_unknown_data(context_, operand.pending, scope_);
  operand = error(operand.pending.span);
}

Operand ExpressionLowering::any(const Cursor& at) {
  if (!at.valid()) return error({});
  if (at.has_error()) return error(at.span());
  switch (at.rule()) {
    case Rule::Expression: return connective(at, ExprKind::Or);
    case Rule::Conjunction: return connective(at, ExprKind::And);
    case Rule::Negation: return negation(at);
    case Rule::Comparison: return comparison(at);
    case Rule::Sum:
    case Rule::Term: return chain(at);
    case Rule::Unary: return negative(at);
    case Rule::Primary: return primary(at);
    case Rule::Literal: return literal(at);
    case Rule::ExprPath: return data(at);
    default: return error(at.span());
  }
}

Operand ExpressionLowering::connective(const Cursor& at, ExprKind kind) {
  std::vector<ir::ExprId> operands;
  bool failed = false;
  for (const Cursor& child : at.children()) {
    const Operand operand = condition(child);
    failed = failed || is_error(operand);
    operands.push_back(operand.id);
  }
  if (failed || operands.empty()) return error(at.span());
  if (operands.size() == 1) return {operands.front(), {}, {}, false};
  return make(kind, of_kind(TypeKind::Bool), at.span(), std::move(operands));
}

Operand ExpressionLowering::negation(const Cursor& at) {
  const std::vector<Cursor> children = at.children();
  if (children.empty()) return error(at.span());
  const Operand operand = condition(children.front());
  if (is_error(operand) || count_before(at, Tok::Not) % 2 == 0) return operand;
  return make(ExprKind::Not, of_kind(TypeKind::Bool), at.span(), {operand.id});
}

Operand ExpressionLowering::primary(const Cursor& at) {
  if (at.has(Tok::Comma)) return error(at.span());
  if (const Cursor function = at.child(Rule::ExprPath); function.valid()) return call(at, function);
  const Cursor inner = at.expression();
  return inner.valid() ? any(inner) : error(at.span());
}

Operand ExpressionLowering::literal(const Cursor& at) {
  ir::Value value = literal_value(at);
  if (std::holds_alternative<std::monostate>(value)) return error(at.span());
  return of_value(std::move(value), at.span());
}

Operand ExpressionLowering::of_value(ir::Value value, Span span) {
  Operand result = make(ExprKind::Literal, sema::type_of(definition_, value), span);
  definition_[result.id].value = std::move(value);
  result.literal = true;
  return result;
}

std::optional<ir::Type> builtin_measure(std::string_view name) {
  constexpr std::string_view durations[] = {"cycle_time", "touch_time", "waiting_time", "effort",
                                            // The nine causes along the critical path (simulation.md, 4).
                                            "work_human", "work_machine", "queue", "hours", "meeting",
                                            "batch", "timer", "outside", "separation"};
  if (std::find(std::begin(durations), std::end(durations), name) != std::end(durations))
    return ir::Type{.kind = TypeKind::Duration};
  if (name == "rework") return ir::Type{.kind = TypeKind::Int};
  if (name == "cost" || name == "loss") return ir::Type{.kind = TypeKind::Money};
  return std::nullopt;
}

ir::ExprId lower_expression(const Cursor& expression, const DataScope& scope) {
  if (!expression.valid()) return {};
  return ExpressionLowering(expression, scope).settled(expression).id;
}

ir::ExprId lower_condition(const Cursor& expression, const DataScope& scope) {
  if (!expression.valid()) return {};
  return ExpressionLowering(expression, scope).condition(expression).id;
}

}  // namespace wain::sema
