#include "estimate/columns.h"

#include <algorithm>

#include "estimate/distribution.h"

namespace wain::estimate {
namespace {

using ir::ExprKind;

/// The expression with all that it is made of, operands first: an operand's id is the smaller one.
std::vector<ir::ExprId> parts_of(const ir::Definition& definition, ir::ExprId expression) {
  std::vector<ir::ExprId> parts{expression};
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (const ir::ExprId operand : definition[parts[i]].operands) parts.push_back(operand);
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

bool has_number(const ir::Definition& definition, const ir::Expr& expr) {
  if (expr.kind == ExprKind::Error || expr.kind == ExprKind::Count || expr.kind == ExprKind::Visits ||
      expr.kind == ExprKind::Measure)
    return false;
  if (!expr.type) return true;
  const ir::TypeKind kind = definition[expr.type].kind;
  return kind != ir::TypeKind::Text && kind != ir::TypeKind::Error;
}

/// `result` and another column, case by case. A column of one value is the same in all cases.
template <class Combine>
void each(Column& result, const Column& other, const Combine& combine) {
  if (other.size() == 1) {
    for (double& x : result) x = combine(x, other[0]);
    return;
  }
  if (result.size() == 1) result.assign(other.size(), result[0]);
  for (std::size_t c = 0; c < result.size(); ++c) result[c] = combine(result[c], other[c]);
}

/// The value of a subexpression, its own or what is known of a path.
struct Part {
  const Column* known = nullptr;
  Column own;
  [[nodiscard]] const Column& get() const { return known != nullptr ? *known : own; }
};

void combine(ExprKind kind, Column& result, const Column& other) {
  const auto truth = [](bool holds) { return holds ? 1.0 : 0.0; };
  switch (kind) {
    case ExprKind::Eq: return each(result, other, [&](double a, double b) { return truth(a == b); });
    case ExprKind::Ne: return each(result, other, [&](double a, double b) { return truth(a != b); });
    case ExprKind::Lt: return each(result, other, [&](double a, double b) { return truth(a < b); });
    case ExprKind::Le: return each(result, other, [&](double a, double b) { return truth(a <= b); });
    case ExprKind::Gt: return each(result, other, [&](double a, double b) { return truth(a > b); });
    case ExprKind::Ge: return each(result, other, [&](double a, double b) { return truth(a >= b); });
    case ExprKind::Add: return each(result, other, [](double a, double b) { return a + b; });
    case ExprKind::Sub: return each(result, other, [](double a, double b) { return a - b; });
    case ExprKind::Mul: return each(result, other, [](double a, double b) { return a * b; });
    case ExprKind::Div: return each(result, other, [](double a, double b) { return b == 0 ? 0 : a / b; });
    case ExprKind::And:
      return each(result, other, [&](double a, double b) { return truth(a != 0 && b != 0); });
    case ExprKind::Or:
      return each(result, other, [&](double a, double b) { return truth(a != 0 || b != 0); });
    default: result.assign(result.size(), 0.0);
  }
}

/// One expression from the columns of its operands.
Column apply(const ir::Definition& definition, const ir::Expr& expr,
             const llvm::DenseMap<std::uint32_t, Part>& columns) {
  const auto operand = [&](std::size_t i) -> const Column& {
    return columns.find(expr.operands[i].index)->second.get();
  };
  switch (expr.kind) {
    case ExprKind::Literal: return {number_of(definition, expr.value, expr.type)};
    case ExprKind::EnumMember: return {static_cast<double>(expr.member)};
    case ExprKind::Not:
    case ExprKind::Neg: {
      Column result = operand(0);
      for (double& x : result) x = expr.kind == ExprKind::Neg ? -x : (x != 0 ? 0 : 1);
      return result;
    }
    case ExprKind::In: {
      Column result{0.0};
      for (std::size_t i = 1; i < expr.operands.size(); ++i) {
        Column same = operand(0);
        combine(ExprKind::Eq, same, operand(i));
        combine(ExprKind::Or, result, same);
      }
      return result;
    }
    default: break;
  }
  if (expr.operands.empty()) return {0.0};
  Column result = operand(0);
  for (std::size_t i = 1; i < expr.operands.size(); ++i) combine(expr.kind, result, operand(i));
  return result;
}

}  // namespace

std::optional<std::vector<ir::Path>> paths_read(const ir::Definition& definition, ir::ExprId expression) {
  std::vector<ir::Path> paths;
  for (const ir::ExprId part : parts_of(definition, expression)) {
    const ir::Expr& expr = definition[part];
    if (!has_number(definition, expr)) return std::nullopt;
    if (expr.kind != ExprKind::PathRef || std::find(paths.begin(), paths.end(), expr.path) != paths.end())
      continue;
    paths.push_back(expr.path);
  }
  return paths;
}

Column evaluate(const ir::Definition& definition, ir::ExprId expression, std::size_t cases,
                llvm::function_ref<const Column&(const ir::Path&)> values) {
  llvm::DenseMap<std::uint32_t, Part> columns;
  for (const ir::ExprId part : parts_of(definition, expression)) {
    const ir::Expr& expr = definition[part];
    if (expr.kind == ExprKind::PathRef)
      columns[part.index].known = &values(expr.path);
    else {
      Column own = apply(definition, expr, columns);
      columns[part.index].own = std::move(own);
    }
  }
  Column result = columns[expression.index].get();
  if (result.size() == 1) result.assign(cases, result[0]);
  return result;
}

}  // namespace wain::estimate
