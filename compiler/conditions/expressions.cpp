#include "conditions/expressions.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include <llvm/ADT/SmallVector.h>

#include "ir/visit_paths.h"

namespace wain::conditions {

Encoding Encoding::of(const ir::Definition& definition) {
  Encoding encoding;
  for (const ir::Expr& expr : definition.exprs) {
    const auto* money = std::get_if<ir::Money>(&expr.value);
    if (money != nullptr && money->units % 100 != 0) encoding.money_unit = 1;
  }
  return encoding;
}

std::int64_t Encoding::text(const std::string& value) {
  return texts.try_emplace(value, static_cast<std::int64_t>(texts.size())).first->second;
}

std::optional<Variable> variable_for(const ir::Definition& definition, ir::TypeId type) {
  if (!type) return std::nullopt;
  switch (definition[type].kind) {
    case ir::TypeKind::Bool: return Variable{Sort::Bool, {}, {}, false};
    case ir::TypeKind::Int:
    case ir::TypeKind::Duration:
    case ir::TypeKind::Money:
    case ir::TypeKind::Date: return Variable{Sort::Whole, {}, {}, false};
    case ir::TypeKind::Number:
    case ir::TypeKind::Ratio: return Variable{Sort::Real, {}, {}, false};
    case ir::TypeKind::Text: return Variable{Sort::Whole, 0, {}, false};
    case ir::TypeKind::Enum: {
      const auto members = definition[definition[type].enumeration].members.size();
      return Variable{Sort::Whole, 0, static_cast<std::int64_t>(members) - 1, false};
    }
    default: return std::nullopt;
  }
}

namespace {

Leaf leaf_of(const ir::Expr& expr, ir::VariableId self) {
  Leaf leaf{expr.path, expr.kind == ir::ExprKind::Count};
  if (!leaf.path.variable) leaf.path.variable = self;
  return leaf;
}

/// Builds values from the leaves of an expression up, with a stack of its own.
class Translator {
public:
  Translator(const ir::Definition& definition, Encoding& encoding, Formulas& formulas, ir::VariableId self,
             llvm::function_ref<VarId(const Leaf&)> variable)
      : definition_(definition), encoding_(encoding), formulas_(formulas), self_(self), variable_(variable) {}

  FormulaId run(ir::ExprId root) {
    parts_.push_back(root);
    for (std::size_t i = 0; i < parts_.size(); ++i)
      parts_.append(definition_[parts_[i]].operands.begin(), definition_[parts_[i]].operands.end());
    std::sort(parts_.begin(), parts_.end());
    parts_.erase(std::unique(parts_.begin(), parts_.end()), parts_.end());
    made_.resize(parts_.size());
    llvm::SmallVector<ir::ExprId, 16> work{root};
    while (!work.empty()) {
      const ir::ExprId at = work.back();
      if (made(at)) {
        work.pop_back();
        continue;
      }
      const std::size_t size = work.size();
      for (const ir::ExprId operand : definition_[at].operands) {
        if (!made(operand)) work.push_back(operand);
      }
      if (work.size() != size) continue;
      made(at) = make(definition_[at]);
      work.pop_back();
    }
    return truth(root);
  }

private:
  /// A truth value, or a number.
  using Made = std::variant<FormulaId, LinearSum>;

  std::optional<Made>& made(ir::ExprId id) {
    return made_[static_cast<std::size_t>(std::lower_bound(parts_.begin(), parts_.end(), id) -
                                          parts_.begin())];
  }
  [[nodiscard]] bool is_truth(ir::ExprId id) { return std::holds_alternative<FormulaId>(*made(id)); }
  FormulaId truth(ir::ExprId id) {
    const auto* formula = std::get_if<FormulaId>(&*made(id));
    return formula != nullptr ? *formula : formulas_.opaque();
  }
  [[nodiscard]] LinearSum number(ir::ExprId id) {
    const auto* sum = std::get_if<LinearSum>(&*made(id));
    return sum != nullptr ? *sum : unknown();
  }
  static LinearSum unknown() {
    LinearSum sum;
    sum.valid = false;
    return sum;
  }
  static LinearSum constant(std::optional<Rational> value) {
    LinearSum sum;
    sum.valid = value.has_value();
    if (value) sum.constant = *value;
    return sum;
  }

  Made make(const ir::Expr& expr) {
    switch (expr.kind) {
      case ir::ExprKind::Literal: return literal(expr.value);
      case ir::ExprKind::EnumMember: return constant(Rational{expr.member, 1});
      case ir::ExprKind::PathRef:
      case ir::ExprKind::Count: return data(expr);
      case ir::ExprKind::Not: return formulas_.negation(truth(expr.operands[0]));
      case ir::ExprKind::And:
      case ir::ExprKind::Or: return connective(expr);
      case ir::ExprKind::Eq:
      case ir::ExprKind::Ne:
      case ir::ExprKind::Lt:
      case ir::ExprKind::Le:
      case ir::ExprKind::Gt:
      case ir::ExprKind::Ge: return comparison(expr.kind, expr.operands[0], expr.operands[1]);
      case ir::ExprKind::In: return membership(expr);
      case ir::ExprKind::Neg:
      case ir::ExprKind::Add:
      case ir::ExprKind::Sub:
      case ir::ExprKind::Mul:
      case ir::ExprKind::Div: return arithmetic(expr);
      default: return formulas_.opaque();
    }
  }

  Made literal(const ir::Value& value) {
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? Formulas::yes() : Formulas::no();
    if (const auto* decimal = std::get_if<ir::Decimal>(&value)) return constant(Rational::of(*decimal));
    if (const auto* ratio = std::get_if<ir::Ratio>(&value)) return constant(Rational::of(ratio->value));
    if (const auto* money = std::get_if<ir::Money>(&value))
      return constant(Rational::make(money->units, encoding_.money_unit));
    if (const auto* duration = std::get_if<ir::Duration>(&value))
      return constant(Rational::make(duration->microseconds, 1));
    if (const auto* date = std::get_if<ir::Date>(&value)) return constant(Rational{date->days, 1});
    if (const auto* text = std::get_if<std::string>(&value))
      return constant(Rational{encoding_.text(*text), 1});
    return formulas_.opaque();
  }

  Made data(const ir::Expr& expr) {
    const VarId variable = variable_(leaf_of(expr, self_));
    if (!variable) return formulas_.opaque();
    if (formulas_[variable].sort == Sort::Bool) return formulas_.holds(variable);
    LinearSum sum;
    sum.terms.emplace_back(variable, Rational{1, 1});
    return sum;
  }

  Made connective(const ir::Expr& expr) {
    std::vector<FormulaId> parts;
    for (const ir::ExprId operand : expr.operands) parts.push_back(truth(operand));
    return expr.kind == ir::ExprKind::And ? formulas_.all(parts) : formulas_.any(parts);
  }

  FormulaId equal(ir::ExprId a, ir::ExprId b) {
    if (is_truth(a) && is_truth(b)) {
      const FormulaId x = truth(a);
      const FormulaId y = truth(b);
      return formulas_.any(formulas_.all(x, y), formulas_.all(formulas_.negation(x), formulas_.negation(y)));
    }
    LinearSum difference = number(a);
    difference.add(number(b), {-1, 1});
    return formulas_.compare(difference, Relation::Equal);
  }

  Made comparison(ir::ExprKind kind, ir::ExprId a, ir::ExprId b) {
    if (kind == ir::ExprKind::Eq) return equal(a, b);
    if (kind == ir::ExprKind::Ne) return formulas_.negation(equal(a, b));
    const bool turned = kind == ir::ExprKind::Gt || kind == ir::ExprKind::Ge;
    LinearSum difference = number(turned ? b : a);
    difference.add(number(turned ? a : b), {-1, 1});
    const bool strict = kind == ir::ExprKind::Lt || kind == ir::ExprKind::Gt;
    return formulas_.compare(difference, strict ? Relation::Below : Relation::AtMost);
  }

  Made membership(const ir::Expr& expr) {
    std::vector<FormulaId> parts;
    for (std::size_t i = 1; i < expr.operands.size(); ++i)
      parts.push_back(equal(expr.operands[0], expr.operands[i]));
    return formulas_.any(parts);
  }

  Made arithmetic(const ir::Expr& expr) {
    LinearSum result = number(expr.operands[0]);
    if (expr.kind == ir::ExprKind::Neg) {
      result.scale({-1, 1});
      return result;
    }
    const LinearSum other = number(expr.operands[1]);
    if (expr.kind == ir::ExprKind::Add || expr.kind == ir::ExprKind::Sub) {
      result.add(other, {expr.kind == ir::ExprKind::Add ? 1 : -1, 1});
      return result;
    }
    // One side is a literal; which, only its having no variables says.
    if (!result.valid || !other.valid) return unknown();
    if (expr.kind == ir::ExprKind::Div) {
      const auto factor = other.terms.empty() ? quotient({1, 1}, other.constant) : std::nullopt;
      if (!factor) return unknown();
      result.scale(*factor);
      return result;
    }
    if (other.terms.empty()) {
      result.scale(other.constant);
      return result;
    }
    if (!result.terms.empty()) return unknown();
    LinearSum scaled = other;
    scaled.scale(result.constant);
    return scaled;
  }

  const ir::Definition& definition_;
  Encoding& encoding_;
  Formulas& formulas_;
  ir::VariableId self_;
  llvm::function_ref<VarId(const Leaf&)> variable_;
  llvm::SmallVector<ir::ExprId, 16> parts_;          // of the expression, sorted
  llvm::SmallVector<std::optional<Made>, 16> made_;  // by place in parts_
};

}  // namespace

void visit_leaves(const ir::Definition& definition, ir::ExprId root, ir::VariableId self,
                  llvm::function_ref<void(const Leaf&, ir::TypeId)> visit) {
  ir::visit_paths(definition, root, [&](const ir::Expr& use) { visit(leaf_of(use, self), use.type); });
}

FormulaId translate(const ir::Definition& definition, Encoding& encoding, Formulas& formulas, ir::ExprId expr,
                    ir::VariableId self, llvm::function_ref<VarId(const Leaf&)> variable) {
  return Translator(definition, encoding, formulas, self, variable).run(expr);
}

}  // namespace wain::conditions
