/// Sums, products and signs in expressions.
#include "sema/expression_lowering.h"

namespace wain::sema {
namespace {

using ir::ExprKind;
using ir::TypeKind;
using syntax::Tok;

/// Longer sums and products would make trees as deep as they are long.
constexpr std::size_t most_operands = 64;

}  // namespace

Operand ExpressionLowering::negative(const Cursor& at) {
  const std::vector<Cursor> children = at.children();
  if (children.empty()) return error(at.span());
  const Operand operand = settled(children.front());
  if (is_error(operand)) return operand;
  if (!has_sums(kind_of(operand))) return no_arithmetic(at, "-", operand);
  if (count_before(at, Tok::Minus) % 2 == 0) return operand;
  Operand result = make(ExprKind::Neg, type_of(operand), at.span(), {operand.id});
  result.literal = operand.literal;
  return result;
}

Operand ExpressionLowering::chain(const Cursor& at) {
  const std::vector<Cursor> children = at.children();
  if (children.empty()) return error(at.span());
  if (children.size() > most_operands) {
    context_.diagnostics.report(Diag::ExpressionTooLong, at.span(),
                                {arg("count", children.size()), arg("limit", most_operands)});
    return error(at.span());
  }
  Operand left = settled(children.front());
  for (std::size_t i = 1; i < children.size(); ++i) {
    const std::uint32_t op = at.tree()[children[i - 1].node].end_token;
    Operand right = settled(children[i]);
    const Span span = cover(children.front().span(), children[i].span());
    left = binary(at, at.tree().token(op).kind, left, right, span);
  }
  return left;
}

Operand ExpressionLowering::binary(const Cursor& at, Tok op, Operand& left, Operand& right, Span span) {
  if (is_error(left) || is_error(right)) return error(span);
  if (op == Tok::Plus || op == Tok::Minus) return sum(at, op, left, right, span);
  return product(at, op, left, right, span);
}

Operand ExpressionLowering::sum(const Cursor& at, Tok op, Operand& left, Operand& right, Span span) {
  const std::string_view sign = op == Tok::Plus ? "+" : "-";
  if (!has_sums(kind_of(left))) return no_arithmetic(at, sign, left);
  if (!has_sums(kind_of(right))) return no_arithmetic(at, sign, right);
  if (!agree(left, right)) {
    mismatch(op == Tok::Plus ? Diag::CannotAdd : Diag::CannotSubtract, left, right);
    return error(span);
  }
  Operand result =
      make(op == Tok::Plus ? ExprKind::Add : ExprKind::Sub, type_of(left), span, {left.id, right.id});
  result.literal = left.literal && right.literal;
  return result;
}

Operand ExpressionLowering::product(const Cursor& at, Tok op, Operand& left, Operand& right, Span span) {
  const std::string_view sign = op == Tok::Star ? "*" : "/";
  if (!has_sums(kind_of(left))) return no_arithmetic(at, sign, left);
  if (!has_sums(kind_of(right))) return no_arithmetic(at, sign, right);
  const auto scales = [&](const Operand& operand) {
    return operand.literal && (is_numeric(kind_of(operand)) || kind_of(operand) == TypeKind::Ratio);
  };
  if (op == Tok::Slash && !scales(right)) {
    context_.diagnostics.report(Diag::DivisorNotLiteral, span_of(right), {});
    return error(span);
  }
  if (!scales(left) && !scales(right)) {
    context_.diagnostics.report(Diag::FactorNotLiteral, span, {});
    return error(span);
  }
  if (op == Tok::Slash && is_zero(definition_[right.id])) {
    context_.diagnostics.report(Diag::DivisionByZero, span_of(right), {});
    return error(span);
  }
  const bool right_scales = scales(right);
  const Operand& scaled = right_scales ? left : right;
  const Operand& factor = right_scales ? right : left;
  Operand result = make(op == Tok::Star ? ExprKind::Mul : ExprKind::Div, scaled_type(scaled, factor, op),
                        span, {left.id, right.id});
  result.literal = left.literal && right.literal;
  return result;
}

ir::TypeId ExpressionLowering::scaled_type(const Operand& scaled, const Operand& factor, Tok op) {
  if (kind_of(scaled) != TypeKind::Int) return type_of(scaled);
  return op == Tok::Star && kind_of(factor) == TypeKind::Int ? type_of(scaled) : of_kind(TypeKind::Number);
}

bool ExpressionLowering::is_zero(const ir::Expr& expr) const {
  const ir::Expr* at = &expr;
  while (at->kind == ExprKind::Neg) at = &definition_[at->operands.front()];
  const auto* number = std::get_if<ir::Decimal>(&at->value);
  const auto* ratio = std::get_if<ir::Ratio>(&at->value);
  return (number && number->mantissa == 0) || (ratio && ratio->value.mantissa == 0);
}

Operand ExpressionLowering::no_arithmetic(const Cursor& at, std::string_view op, const Operand& operand) {
  context_.diagnostics.report(Diag::NoArithmetic, span_of(operand),
                              {arg("operator", op), arg("type", describe(definition_, type_of(operand)))});
  return error(at.span());
}

}  // namespace wain::sema
