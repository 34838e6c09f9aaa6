#include <algorithm>

#include <fmt/format.h>

#include "runtime/plan/check_parts.h"
#include "runtime/plan/words.h"

namespace wain::plan {
namespace {

struct Arity {
  std::size_t least, most;
  std::string_view words;
};

Arity arity_of(Operation operation) {
  switch (operation) {
    case Operation::Not:
    case Operation::Neg: return {1, 1, "one operand"};
    case Operation::And:
    case Operation::Or:
    case Operation::In: return {2, 100'000, "two or more operands"};
    case Operation::Literal:
    case Operation::Slot:
    case Operation::Visits:
    case Operation::Figure:
    case Operation::Measure:
    case Operation::Missed: return {0, 0, "no operands"};
    default: return {2, 2, "two operands"};
  }
}

bool is_literal(const Expression& expression) { return expression.operation == Operation::Literal; }

void check_types(Check& check, const Process& process, const Expression& expression,
                 const std::string& place) {
  const auto all = [&](bool (*wanted)(const Process&, Index), ProblemKind problem) {
    for (const Index operand : expression.operands)
      if (!wanted(process, operand)) return check.add(place, problem);
  };
  switch (expression.operation) {
    case Operation::Not:
    case Operation::And:
    case Operation::Or: return all(is_condition, ProblemKind::NotABool);
    case Operation::Lt:
    case Operation::Le:
    case Operation::Gt:
    case Operation::Ge:
    case Operation::Neg:
    case Operation::Add:
    case Operation::Sub: return all(is_number, ProblemKind::NotANumber);
    case Operation::Mul:
    case Operation::Div: {
      const Expression& left = process.expressions[expression.operands[0]];
      const Expression& right = process.expressions[expression.operands[1]];
      const bool fits = expression.operation == Operation::Mul ? is_literal(left) || is_literal(right)
                                                               : is_literal(right) && right.mantissa != 0;
      if (!fits) check.add(place, ProblemKind::NeedsLiteral, word_of(expression.operation));
      return all(is_number, ProblemKind::NotANumber);
    }
    default: return;
  }
}

/// Calls `refused(expression)` for the expression and all below it, once each, until it says true.
template <class Refused>
void check_below(const Process& process, Index root, Refused refused) {
  std::vector<Index> open{root};
  std::vector<bool> seen(process.expressions.size(), false);
  while (!open.empty()) {
    const Index at = open.back();
    open.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const Expression& expression = process.expressions[at];
    if (refused(expression)) return;
    open.insert(open.end(), expression.operands.begin(), expression.operands.end());
  }
}

/// Expressions that guards and priorities use, with all below them, must not look at the past of a case.
void check_use(Check& check, const Process& process, Index root, const std::string& place) {
  check_below(process, root, [&](const Expression& expression) {
    if (expression.operation < Operation::Visits) return false;
    check.add(place, ProblemKind::OnlyInMeasures, word_of(expression.operation));
    return true;
  });
}

/// A measure reads earlier ones only, so that one pass decides all.
void check_measure(Check& check, const Process& process, Index measure, const std::string& place) {
  check_below(process, process.measures[measure].expression, [&](const Expression& expression) {
    if (expression.operation != Operation::Measure || expression.index < measure) return false;
    check.add(place, ProblemKind::MeasureOrder, process.measures[expression.index].name);
    return true;
  });
}

}  // namespace

bool is_condition(const Process& process, Index index) {
  const Expression& expression = process.expressions[index];
  switch (expression.operation) {
    case Operation::Literal:
      return expression.scale == 0 && (expression.mantissa == 0 || expression.mantissa == 1);
    case Operation::Slot: return process.slots[expression.index].type == Type::Bool;
    case Operation::Measure:
    case Operation::Missed: return true;
    default: return expression.operation >= Operation::Not && expression.operation <= Operation::In;
  }
}

bool is_number(const Process& process, Index index) {
  const Expression& expression = process.expressions[index];
  switch (expression.operation) {
    case Operation::Literal:
    case Operation::Visits:
    case Operation::Figure: return true;
    case Operation::Slot: return process.slots[expression.index].type != Type::Bool;
    default: return expression.operation >= Operation::Neg && expression.operation <= Operation::Div;
  }
}

void check_expressions(Check& check, const Process& process, const std::string& place) {
  for (std::size_t i = 0; i < process.expressions.size(); ++i) {
    const Expression& expression = process.expressions[i];
    const std::string at = fmt::format("{}/expressions/{}", place, i);
    const Arity arity = arity_of(expression.operation);
    if (expression.operands.size() < arity.least || expression.operands.size() > arity.most) {
      check.add(at, ProblemKind::OperandCount, word_of(expression.operation), arity.words);
      continue;
    }
    if (expression.operation == Operation::Missed && !check.plan.criteria[expression.index].wrong_in)
      check.add(at, ProblemKind::NoTruth, check.plan.criteria[expression.index].name);
    check_types(check, process, expression, at);
  }
  if (!check.problems.empty()) return;
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const Node& node = process.nodes[i];
    const std::string at = fmt::format("{}/nodes/{}", place, i);
    if (node.priority != none) {
      check_use(check, process, node.priority, at + "/priority");
      if (!is_number(process, node.priority)) check.add(at + "/priority", ProblemKind::NotANumber);
    }
    for (std::size_t k = 0; k < node.exits.size(); ++k) {
      const Index guard = node.exits[k].guard;
      if (guard == none) continue;
      const std::string guard_at = fmt::format("{}/exits/{}/guard", at, k);
      check_use(check, process, guard, guard_at);
      if (!is_condition(process, guard)) check.add(guard_at, ProblemKind::NotABool);
    }
  }
  for (std::size_t i = 0; i < process.measures.size(); ++i) {
    const Index root = process.measures[i].expression;
    const std::string at = fmt::format("{}/measures/{}/expression", place, i);
    if (!is_condition(process, root)) check.add(at, ProblemKind::NotABool);
    check_measure(check, process, static_cast<Index>(i), at);
  }
}

}  // namespace wain::plan
