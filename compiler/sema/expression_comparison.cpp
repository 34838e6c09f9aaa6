/// Comparisons in expressions: enum members by their opposite, types of both sides.
#include <algorithm>

#include "sema/expression_lowering.h"

namespace wain::sema {
namespace {

using ir::ExprKind;
using ir::TypeKind;
using syntax::Rule;
using syntax::Tok;

std::optional<ir::Decimal> plain_number(const ir::Expr& expr) {
  const auto* number = std::get_if<ir::Decimal>(&expr.value);
  return expr.kind == ExprKind::Literal && number ? std::optional(*number) : std::nullopt;
}

bool has_order(TypeKind kind) {
  return is_numeric(kind) || kind == TypeKind::Ratio || kind == TypeKind::Duration ||
         kind == TypeKind::Money || kind == TypeKind::Date;
}

bool has_equality(TypeKind kind) {
  return has_order(kind) || kind == TypeKind::Bool || kind == TypeKind::Text || kind == TypeKind::Enum;
}

ExprKind comparison_kind(const Cursor& op) {
  switch (op.tree().first_token(op.node).kind) {
    case Tok::Ne: return ExprKind::Ne;
    case Tok::Lt: return ExprKind::Lt;
    case Tok::Le: return ExprKind::Le;
    case Tok::Gt: return ExprKind::Gt;
    case Tok::Ge: return ExprKind::Ge;
    default: return ExprKind::Eq;
  }
}

}  // namespace

Operand ExpressionLowering::comparison(const Cursor& at) {
  std::vector<Operand> operands;
  Cursor op = at.at({});
  for (const Cursor& child : at.children()) {
    if (child.rule() == Rule::CompareOp)
      op = child;
    else
      operands.push_back(any(child));
  }
  if (operands.size() < 2) return error(at.span());
  const ExprKind kind = op.valid() ? comparison_kind(op) : ExprKind::In;
  bool ok = true;
  for (std::size_t i = 1; i < operands.size(); ++i) ok = comparable(operands[0], operands[i], kind, at) && ok;
  if (!ok) return error(at.span());
  std::vector<ir::ExprId> ids;
  for (const Operand& operand : operands) ids.push_back(operand.id);
  return make(kind, of_kind(TypeKind::Bool), at.span(), std::move(ids));
}

bool ExpressionLowering::comparable(Operand& left, Operand& right, ExprKind kind, const Cursor& at) {
  if (!member_of(left, right) || !member_of(right, left)) return false;
  settle(left);
  settle(right);
  if (is_error(left) || is_error(right)) return false;
  if (!agree(left, right)) {
    mismatch(Diag::CannotCompare, left, right);
    return false;
  }
  const bool equality = kind == ExprKind::Eq || kind == ExprKind::Ne || kind == ExprKind::In;
  if (equality ? has_equality(kind_of(left)) : has_order(kind_of(left))) return true;
  const Diag wrong = has_equality(kind_of(left)) ? Diag::NoOrder : Diag::NoComparison;
  context_.diagnostics.report(wrong, at.span(), {arg("type", describe(definition_, type_of(left)))});
  return false;
}

bool ExpressionLowering::member_of(Operand& name, const Operand& other) {
  const bool pending = !name.pending.text.empty();
  if ((!pending && name.bare.text.empty()) || !other.pending.text.empty()) return true;
  const ir::TypeId type = type_of(other);
  if (definition_[type].kind == TypeKind::Error) return !pending;
  if (definition_[type].kind != TypeKind::Enum || type == type_of(name)) return true;
  const WrittenName word = pending ? name.pending : name.bare;
  const std::vector<std::string_view>& members = definition_[definition_[type].enumeration].members;
  const auto member = std::find(members.begin(), members.end(), word.text);
  if (member != members.end()) {
    name = make(ExprKind::EnumMember, type, word.span);
    definition_[name.id].member = static_cast<std::uint32_t>(member - members.begin());
    return true;
  }
  if (pending) report_member(word, other, members);
  return !pending;
}

void ExpressionLowering::report_member(const WrittenName& word, const Operand& other,
                                       const std::vector<std::string_view>& members) {
  const ir::TypeId type = type_of(other);
  auto report = context_.diagnostics.report(
      Diag::UnknownMember, word.span, {arg("name", word.text), arg("members", ir::str(definition_, type))});
  report.note(Diag::NoteTypeOf, span_of(other), {arg("type", describe(definition_, type))});
  if (const auto near = similar(word.text, members)) report.help(Diag::NoteDidYouMean, {arg("name", *near)});
}

bool ExpressionLowering::agree(Operand& left, Operand& right) {
  if (type_of(left) == type_of(right)) return true;
  const ir::Type& l = definition_[type_of(left)];
  const ir::Type& r = definition_[type_of(right)];
  if (l.kind == TypeKind::Money && r.kind == TypeKind::Money) {
    // The cost of a case has no currency of its own.
    if (l.currency == ir::Currency{}) return retype(left, type_of(right));
    if (r.currency == ir::Currency{}) return retype(right, type_of(left));
    return false;
  }
  if (l.kind == TypeKind::Int && r.kind == TypeKind::Number && left.literal)
    return retype(left, type_of(right));
  if (r.kind == TypeKind::Int && l.kind == TypeKind::Number && right.literal)
    return retype(right, type_of(left));
  return false;
}

bool ExpressionLowering::retype(const Operand& operand, ir::TypeId type) {
  definition_[operand.id].type = type;
  return true;
}

void ExpressionLowering::mismatch(Diag id, const Operand& left, const Operand& right) {
  auto report = context_.diagnostics.report(id, span_of(right),
                                            {arg("left", describe(definition_, type_of(left))),
                                             arg("right", describe(definition_, type_of(right)))});
  report.note(Diag::NoteTypeOf, span_of(left), {arg("type", describe(definition_, type_of(left)))});
  report.note(Diag::NoteTypeOf, span_of(right), {arg("type", describe(definition_, type_of(right)))});
  suggest_unit(report, left, right);
  suggest_unit(report, right, left);
}

void ExpressionLowering::suggest_unit(Diagnostics::Builder& report, const Operand& wanted,
                                      const Operand& given) {
  const std::optional<ir::Decimal> number = plain_number(definition_[given.id]);
  if (!number) return;
  const ir::Type& type = definition_[type_of(wanted)];
  if (type.kind == TypeKind::Ratio) report.help(Diag::NoteWriteInstead, {arg("text", number->percent())});
  if (type.kind == TypeKind::Money && type.currency != ir::Currency{})
    if (const auto money = ir::Money::make(*number, type.currency))
      report.help(Diag::NoteWriteInstead, {arg("text", money->str())});
}

}  // namespace wain::sema
