/// How one expression becomes IR. Each part of the grammar has a file of its own: names, comparisons,
/// arithmetic; what holds them together is in expressions.cpp.
#pragma once

#include "sema/context.h"

namespace wain::sema {

/// An operand on its way up: an expression, or a bare name that only its opposite can give a meaning.
struct Operand {
  ir::ExprId id;
  WrittenName pending;   ///< text empty: not pending
  WrittenName bare;      ///< data by a single name: opposite an enum of another type it may be a member
  bool literal = false;  ///< built of literals alone: `int` or `number` as its place needs
};

inline bool is_numeric(ir::TypeKind kind) {
  return kind == ir::TypeKind::Int || kind == ir::TypeKind::Number;
}
/// Whether values of this kind can be added, and scaled.
inline bool has_sums(ir::TypeKind kind) {
  return is_numeric(kind) || kind == ir::TypeKind::Ratio || kind == ir::TypeKind::Duration ||
         kind == ir::TypeKind::Money;
}

/// How many tokens of this kind stand before the only child.
std::size_t count_before(const Cursor& at, syntax::Tok kind);

class ExpressionLowering {
public:
  ExpressionLowering(const Cursor& root, const DataScope& scope)
      : context_(*root.context), definition_(root.context->definition), scope_(scope) {}

  /// An expression whose pending name, if any, has been reported.
  Operand settled(const Cursor& at);
  Operand condition(const Cursor& at);

private:
  [[nodiscard]] ir::TypeId type_of(const Operand& operand) const { return definition_[operand.id].type; }
  [[nodiscard]] ir::TypeKind kind_of(const Operand& operand) const {
    return definition_[type_of(operand)].kind;
  }
  [[nodiscard]] bool is_error(const Operand& operand) const {
    return kind_of(operand) == ir::TypeKind::Error;
  }
  [[nodiscard]] Span span_of(const Operand& operand) const { return definition_[operand.id].span; }
  ir::TypeId of_kind(ir::TypeKind kind) { return definition_.intern(ir::Type{.kind = kind}); }

  // expressions.cpp
  Operand make(ir::ExprKind kind, ir::TypeId type, Span span, std::vector<ir::ExprId> operands = {});
  Operand error(Span span);
  void settle(Operand& operand);
  Operand any(const Cursor& at);
  Operand connective(const Cursor& at, ir::ExprKind kind);
  Operand negation(const Cursor& at);
  Operand primary(const Cursor& at);
  Operand literal(const Cursor& at);
  Operand of_value(ir::Value value, Span span);

  // expression_names.cpp
  Operand data(const Cursor& at);
  /// A constant, a built-in measure, or a name that its opposite must explain.
  Operand not_data(const Cursor& at, const std::vector<WrittenName>& names);
  Operand measure(std::string_view name, const ir::Type& type, Span span);
  Operand call(const Cursor& at, const Cursor& function);
  Operand count(const Cursor& at, const Cursor& argument);
  Operand visits(const Cursor& at, const Cursor& argument);
  /// Whether some process has a step of this name: what an outcome's measure may count.
  bool step_exists(std::string_view name);
  Operand missed(const Cursor& at, const Cursor& argument);

  // expression_comparison.cpp
  Operand comparison(const Cursor& at);
  /// Gives bare names their meaning from the opposite side, and checks the types of both.
  bool comparable(Operand& left, Operand& right, ir::ExprKind kind, const Cursor& at);
  /// `name` stands opposite `other`: if that is an enum, `name` is one of its members. False if it was
  /// reported, or cannot be known. Data wins over a member of the same name if its type fits.
  bool member_of(Operand& name, const Operand& other);
  void report_member(const WrittenName& word, const Operand& other,
                     const std::vector<std::string_view>& members);
  /// Whether both are of one type. A literal takes the type of its place: `3` may be a number.
  bool agree(Operand& left, Operand& right);
  bool retype(const Operand& operand, ir::TypeId type);
  void mismatch(Diag id, const Operand& left, const Operand& right);
  /// A plain number where a ratio or money is wanted: shows how it is written.
  void suggest_unit(Diagnostics::Builder& report, const Operand& wanted, const Operand& given);

  // expression_arithmetic.cpp
  Operand negative(const Cursor& at);
  /// A sum or a product: operands with their operators between them, from left to right.
  Operand chain(const Cursor& at);
  Operand binary(const Cursor& at, syntax::Tok op, Operand& left, Operand& right, Span span);
  Operand sum(const Cursor& at, syntax::Tok op, Operand& left, Operand& right, Span span);
  /// One side scales the other: a literal number or ratio; of a quotient, the right side.
  Operand product(const Cursor& at, syntax::Tok op, Operand& left, Operand& right, Span span);
  /// An `int` stays one only when multiplied by one; everything else keeps its unit.
  ir::TypeId scaled_type(const Operand& scaled, const Operand& factor, syntax::Tok op);
  /// Exact for a literal with any signs in front; sums of literals are not folded.
  [[nodiscard]] bool is_zero(const ir::Expr& expr) const;
  Operand no_arithmetic(const Cursor& at, std::string_view op, const Operand& operand);

  Context& context_;
  ir::Definition& definition_;
  const DataScope& scope_;
};

}  // namespace wain::sema
