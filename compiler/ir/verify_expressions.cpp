#include <utility>

#include <llvm/ADT/SmallVector.h>

#include "ir/verify_parts.h"

namespace wain::ir {
namespace {

bool is_number(TypeKind kind) { return kind == TypeKind::Int || kind == TypeKind::Number; }

bool is_ordered(TypeKind kind) {
  return is_number(kind) || kind == TypeKind::Ratio || kind == TypeKind::Duration ||
         kind == TypeKind::Money || kind == TypeKind::Date;
}

/// The least and greatest number of operands.
std::pair<std::size_t, std::size_t> operand_count(ExprKind kind) {
  switch (kind) {
    case ExprKind::Not:
    case ExprKind::Neg: return {1, 1};
    case ExprKind::And:
    case ExprKind::Or:
    case ExprKind::In: return {2, SIZE_MAX};
    case ExprKind::Eq:
    case ExprKind::Ne:
    case ExprKind::Lt:
    case ExprKind::Le:
    case ExprKind::Gt:
    case ExprKind::Ge:
    case ExprKind::Add:
    case ExprKind::Sub:
    case ExprKind::Mul:
    case ExprKind::Div: return {2, 2};
    case ExprKind::Error: return {0, SIZE_MAX};
    default: return {0, 0};
  }
}

class ExpressionCheck {
public:
  ExpressionCheck(Verification& verification, std::size_t index)
      : verification_(verification),
        definition_(verification.definition),
        expr_(definition_.exprs[index]),
        index_(index),
        place_{"expression", name(expr_.kind), {}, index} {}

  void run() {
    if (!verification_.check_id(place_, "its type", expr_.type, definition_.types.size(), true)) return;
    const auto [least, most] = operand_count(expr_.kind);
    if (expr_.operands.size() < least || expr_.operands.size() > most) {
      verification_.fail(place_, "{} operands", expr_.operands.size());
      return;
    }
    bool errors = kind(expr_.type) == TypeKind::Error;
    for (const ExprId operand : expr_.operands) {
      // Operands stand before: so there is no cycle.
      if (!operand || operand.index >= index_) {
        verification_.fail(place_, "the operand {} does not stand before it", operand.index);
        return;
      }
      if (!definition_[operand].type || definition_[operand].type.index >= definition_.types.size()) return;
      errors |= kind(definition_[operand].type) == TypeKind::Error;
    }
    if (!errors) check_types();
  }

private:
  [[nodiscard]] TypeKind kind(TypeId type) const { return definition_[type].kind; }
  [[nodiscard]] TypeKind operand_kind(std::size_t i) const {
    return kind(definition_[expr_.operands[i]].type);
  }

  void want(bool holds, std::string_view what) {
    if (!holds) verification_.fail(place_, "{}", what);
  }

  /// One type, or both plain numbers.
  [[nodiscard]] bool compatible(TypeId a, TypeId b) const {
    return a == b || (is_number(kind(a)) && is_number(kind(b)));
  }

  void check_types() {
    switch (expr_.kind) {
      case ExprKind::Error: want(false, "an error with a type"); break;
      case ExprKind::Literal:
        want(fits(definition_, expr_.value, expr_.type), "a literal of another type");
        break;
      case ExprKind::EnumMember: check_member(); break;
      case ExprKind::PathRef: break;  // its path has a meaning only where it is used
      case ExprKind::Not:
      case ExprKind::And:
      case ExprKind::Or: check_bools(); break;
      case ExprKind::Lt:
      case ExprKind::Le:
      case ExprKind::Gt:
      case ExprKind::Ge:
        want(is_ordered(operand_kind(0)), "a comparison of what has no order");
        [[fallthrough]];
      case ExprKind::Eq:
      case ExprKind::Ne:
      case ExprKind::In: check_comparison(); break;
      case ExprKind::Neg:
      case ExprKind::Add:
      case ExprKind::Sub: check_sum(); break;
      case ExprKind::Mul:
      case ExprKind::Div: check_product(); break;
      case ExprKind::Count:
      case ExprKind::Visits: want(kind(expr_.type) == TypeKind::Int, "a count that is no int"); break;
      case ExprKind::Measure: want(!expr_.name.empty(), "a measure without a name"); break;
    }
  }

  void check_member() {
    const Type& type = definition_[expr_.type];
    want(type.kind == TypeKind::Enum && expr_.member < definition_[type.enumeration].members.size(),
         "a member that its enum does not have");
  }

  void check_bools() {
    want(kind(expr_.type) == TypeKind::Bool, "a logical operator that is no bool");
    for (std::size_t i = 0; i < expr_.operands.size(); ++i) {
      want(operand_kind(i) == TypeKind::Bool, "a logical operand that is no bool");
    }
  }

  void check_comparison() {
    want(kind(expr_.type) == TypeKind::Bool, "a comparison that is no bool");
    for (const ExprId operand : expr_.operands) {
      want(compatible(definition_[operand].type, definition_[expr_.operands[0]].type),
           "a comparison of different types");
    }
  }

  void check_sum() {
    // A date may have a duration added, and two dates a difference.
    if (operand_kind(0) == TypeKind::Date) return;
    want(is_ordered(kind(expr_.type)), "a sum of what cannot be added");
    for (const ExprId operand : expr_.operands) {
      want(compatible(definition_[operand].type, expr_.type), "a sum of different types");
    }
  }

  void check_product() {
    const TypeId left = definition_[expr_.operands[0]].type;
    const TypeId right = definition_[expr_.operands[1]].type;
    const bool factor_left = is_number(kind(left)) || kind(left) == TypeKind::Ratio;
    const bool factor_right = is_number(kind(right)) || kind(right) == TypeKind::Ratio;
    want(factor_right || (factor_left && expr_.kind == ExprKind::Mul), "a product without a plain factor");
    want(compatible(expr_.type, left) || compatible(expr_.type, right), "a product of a third type");
  }

  Verification& verification_;
  const Definition& definition_;
  const Expr& expr_;
  std::size_t index_;
  Place place_;
};

/// A path leads somewhere, and to data of the expression's type.
void verify_path(Verification& verification, const Place& place, const Expr& expr, const Process* process,
                 RecordId self) {
  const Definition& definition = verification.definition;
  if (!expr.type || expr.type.index >= definition.types.size()) return;
  if (definition[expr.type].kind == TypeKind::Error) return;
  const TypeId found = type_of(definition, process, expr.path, self);
  if (!found) {
    verification.fail(place, "the path {} leads nowhere", str(definition, process, expr.path, self));
    return;
  }
  const bool list = expr.kind == ExprKind::Count;
  if (list ? definition[found].kind != TypeKind::List : found != expr.type) {
    verification.fail(place, "the path {} is of type {}", str(definition, process, expr.path, self),
                      str(definition, found));
  }
}

}  // namespace

void verify_expressions(Verification& verification) {
  for (std::size_t i = 0; i < verification.definition.exprs.size(); ++i)
    ExpressionCheck(verification, i).run();
}

void verify_use(Verification& verification, const Place& place, ExprId root, const Process* process,
                RecordId self, bool condition) {
  const Definition& definition = verification.definition;
  if (!verification.check_id(place, "an expression", root, definition.exprs.size(), false)) return;
  const TypeId type = definition[root].type;
  if (condition && type && type.index < definition.types.size() && definition[type].kind != TypeKind::Bool &&
      definition[type].kind != TypeKind::Error) {
    verification.fail(place, "the condition {} is no bool", str(definition, process, root, self));
  }
  llvm::SmallVector<ExprId, 16> pending = {root};
  while (!pending.empty()) {
    const ExprId id = pending.pop_back_val();
    if (!id || id.index >= definition.exprs.size() || verification.reached[id.index]) continue;
    verification.reached[id.index] = true;
    const Expr& expr = definition[id];
    if (expr.kind == ExprKind::PathRef || expr.kind == ExprKind::Count) {
      verify_path(verification, place, expr, process, self);
    }
    if (expr.kind == ExprKind::Visits && process != nullptr) {
      verification.check_id(place, "the step of visits()", expr.node, process->nodes.size(), true);
    }
    pending.append(expr.operands.begin(), expr.operands.end());
  }
}

}  // namespace wain::ir
