#include "planning/expressions.h"

#include <algorithm>
#include <optional>

#include "planning/values.h"

namespace wain::planning {
namespace {

using plan::Operation;

std::optional<Operation> operation_of(ir::ExprKind kind) {
  switch (kind) {
    case ir::ExprKind::Not: return Operation::Not;
    case ir::ExprKind::And: return Operation::And;
    case ir::ExprKind::Or: return Operation::Or;
    case ir::ExprKind::Eq: return Operation::Eq;
    case ir::ExprKind::Ne: return Operation::Ne;
    case ir::ExprKind::Lt: return Operation::Lt;
    case ir::ExprKind::Le: return Operation::Le;
    case ir::ExprKind::Gt: return Operation::Gt;
    case ir::ExprKind::Ge: return Operation::Ge;
    case ir::ExprKind::In: return Operation::In;
    case ir::ExprKind::Neg: return Operation::Neg;
    case ir::ExprKind::Add: return Operation::Add;
    case ir::ExprKind::Sub: return Operation::Sub;
    case ir::ExprKind::Mul: return Operation::Mul;
    case ir::ExprKind::Div: return Operation::Div;
    default: return std::nullopt;
  }
}

/// `workHuman` as the language writes it: `work_human`.
std::string in_snake_case(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital) out += '_';
    out += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

std::optional<plan::Figure> figure_of(std::string_view name) {
  for (std::size_t i = 0; i < plan::figures; ++i)
    if (in_snake_case(plan::figure_words[i]) == name) return static_cast<plan::Figure>(i);
  return std::nullopt;
}

ir::CriterionId missed_criterion(const ir::Definition& definition, std::string_view measure) {
  constexpr std::string_view head = "missed(";
  if (!measure.starts_with(head) || !measure.ends_with(')')) return {};
  const std::string_view name = measure.substr(head.size(), measure.size() - head.size() - 1);
  for (std::uint32_t i = 0; i < definition.criteria.size(); ++i)
    if (definition.criteria[i].name == name) return {i};
  return {};
}

namespace {

plan::Expression literal(std::int64_t value) {
  plan::Expression out;
  out.operation = Operation::Literal;
  out.mantissa = value;
  return out;
}

plan::Expression reference(Operation operation, plan::Index index) {
  plan::Expression out;
  out.operation = operation;
  out.index = index;
  return out;
}

class Lowering {
public:
  Lowering(const ir::Definition& definition, const Names& names, std::vector<plan::Expression>& out)
      : definition_(definition), names_(names), out_(out) {}

  plan::Index lower(ir::ExprId root) {
    const std::size_t before = out_.size();
    std::map<ir::ExprId, plan::Index> done;
    for (const ir::ExprId part : parts_of(root)) {
      std::optional<plan::Expression> expression = one(definition_[part], done);
      if (!expression) {
        out_.resize(before);
        return plan::none;
      }
      done[part] = static_cast<plan::Index>(out_.size());
      out_.push_back(std::move(*expression));
    }
    return done[root];
  }

private:
  /// Operands first: theirs are the smaller ids.
  [[nodiscard]] std::vector<ir::ExprId> parts_of(ir::ExprId root) const {
    std::vector<ir::ExprId> parts{root};
    for (std::size_t i = 0; i < parts.size(); ++i)
      for (const ir::ExprId operand : definition_[parts[i]].operands) parts.push_back(operand);
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return parts;
  }

  std::optional<plan::Expression> one(const ir::Expr& expr, const std::map<ir::ExprId, plan::Index>& done) {
    switch (expr.kind) {
      case ir::ExprKind::Literal:
        if (std::holds_alternative<std::string>(expr.value)) return std::nullopt;
        return lower_literal(expr.value);
      case ir::ExprKind::EnumMember: return literal(expr.member);
      case ir::ExprKind::PathRef: return slot(expr.path);
      case ir::ExprKind::Visits: return visits(expr.name);
      case ir::ExprKind::Measure: return measure(expr.name);
      default: break;
    }
    const std::optional<Operation> operation = operation_of(expr.kind);
    if (!operation) return std::nullopt;
    plan::Expression out;
    out.operation = *operation;
    for (const ir::ExprId operand : expr.operands) out.operands.push_back(done.at(operand));
    if (out.operation != Operation::Neg || out_[out.operands[0]].operation != Operation::Literal) return out;
    // Only a literal may multiply or divide, so `-2` is one.
    plan::Expression negative = out_[out.operands[0]];
    negative.mantissa = -negative.mantissa;
    return negative;
  }

  [[nodiscard]] std::optional<plan::Expression> slot(const ir::Path& path) const {
    const plan::Index index = path.variable ? slot_of(names_.drawn, path) : plan::none;
    if (index == plan::none) return std::nullopt;
    return reference(Operation::Slot, index);
  }

  /// Of a step by name: an outcome's measure holds for every process that ends in it, and one without such a
  /// step never visits it.
  [[nodiscard]] std::optional<plan::Expression> visits(std::string_view name) const {
    for (std::uint32_t i = 0; i < names_.process.nodes.size(); ++i)
      if (names_.process.nodes[i].name == name)
        return names_.planned.node_index[i] == plan::none
                   ? literal(0)
                   : reference(Operation::Visits, names_.planned.node_index[i]);
    const auto calls = [](const ir::Node& node) { return node.kind == ir::NodeKind::Call; };
    if (std::any_of(names_.process.nodes.begin(), names_.process.nodes.end(), calls)) return std::nullopt;
    return literal(0);
  }

  [[nodiscard]] std::optional<plan::Expression> measure(std::string_view name) const {
    if (const auto declared = names_.measures.find(name); declared != names_.measures.end())
      return reference(Operation::Measure, declared->second);
    if (const ir::CriterionId criterion = missed_criterion(definition_, name)) {
      if (!has_truth(criterion.index)) return std::nullopt;
      return reference(Operation::Missed, names_.criterion_of[criterion.index]);
    }
    const std::optional<plan::Figure> figure = figure_of(name);
    if (!figure || (figure == plan::Figure::Loss && !any_truth())) return std::nullopt;
    plan::Expression out;
    out.operation = Operation::Figure;
    out.figure = *figure;
    return out;
  }

  [[nodiscard]] bool has_truth(std::uint32_t criterion) const {
    return names_.criterion_of[criterion] != plan::none && definition_.criteria[criterion].wrong_in;
  }
  [[nodiscard]] bool any_truth() const {
    for (std::uint32_t i = 0; i < definition_.criteria.size(); ++i)
      if (has_truth(i)) return true;
    return false;
  }

  const ir::Definition& definition_;
  const Names& names_;
  std::vector<plan::Expression>& out_;
};

}  // namespace

plan::Index lower_expression(const ir::Definition& definition, const Names& names, ir::ExprId expression,
                             std::vector<plan::Expression>& out) {
  return expression ? Lowering(definition, names, out).lower(expression) : plan::none;
}

}  // namespace wain::planning
