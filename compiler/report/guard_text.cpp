#include "report/guard_text.h"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "report/map_node.h"
#include "report/tables.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

using plan::Operation;

/// An expression in words, how tightly it holds together, and what its slots hold, for literals beside it.
struct Piece {
  std::string text;
  int strength = 4;
  const plan::Slot* slot = nullptr;
};

struct Sign {
  std::string_view text;
  int strength;
};

Sign sign_of(Operation operation) {
  switch (operation) {
    case Operation::Or: return {" or ", 0};
    case Operation::And: return {" and ", 1};
    case Operation::Eq: return {" = ", 2};
    case Operation::Ne: return {" ≠ ", 2};
    case Operation::Lt: return {" < ", 2};
    case Operation::Le: return {" ≤ ", 2};
    case Operation::Gt: return {" > ", 2};
    case Operation::Ge: return {" ≥ ", 2};
    case Operation::In: return {" in ", 2};
    case Operation::Add: return {" + ", 3};
    case Operation::Sub: return {" − ", 3};
    case Operation::Mul: return {" × ", 4};
    case Operation::Div: return {" ÷ ", 4};
    default: return {"", 5};
  }
}

std::string date_text(double days) {
  // Civil from days, by eras of 400 years.
  const auto shifted = static_cast<std::int64_t>(days) + 719'468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const std::int64_t of_era = shifted - era * 146'097;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * of_year + 2) / 153;
  return fmt::format("{:04}-{:02}-{:02}", year + era * 400 + (month >= 10 ? 1 : 0),
                     month < 10 ? month + 3 : month - 9, of_year - (153 * month + 2) / 5 + 1);
}

std::string literal(const plan::Plan& plan, const plan::Expression& expression, const plan::Slot* slot) {
  const double value = static_cast<double>(expression.mantissa) / std::pow(10.0, expression.scale);
  if (slot == nullptr) return fmt::format("{:g}", value);
  switch (slot->type) {
    case plan::Type::Money: return fmt::format("{} {}", count_words(value), plan.currency);
    case plan::Type::Duration: return lint::time_text(value / static_cast<double>(plan::hour));
    case plan::Type::Bool: return value != 0 ? "true" : "false";
    case plan::Type::Enum: {
      const auto member = static_cast<std::size_t>(value);
      return value >= 0 && member < slot->members.size() ? slot->members[member] : fmt::format("{:g}", value);
    }
    case plan::Type::Date: return date_text(value);
    default: return fmt::format("{:g}", value);
  }
}

class Writer {
public:
  Writer(const plan::Plan& plan, const plan::Process& process) : plan_(plan), process_(process) {}

  /// Operands stand before what uses them.
  std::string write(plan::Index last) {
    for (plan::Index i = 0; i <= last; ++i) pieces_.push_back(piece(process_.expressions[i]));
    return pieces_[last].text;
  }

private:
  /// As an operand of something that strong, beside data of that slot.
  [[nodiscard]] std::string operand(plan::Index index, int strength, const plan::Slot* slot) const {
    const plan::Expression& expression = process_.expressions[index];
    if (expression.operation == Operation::Literal) return literal(plan_, expression, slot);
    return pieces_[index].strength < strength ? "(" + pieces_[index].text + ")" : pieces_[index].text;
  }

  [[nodiscard]] Piece piece(const plan::Expression& expression) const {
    const auto& operands = expression.operands;
    const plan::Slot* slot = nullptr;
    for (const plan::Index i : operands)
      if (slot == nullptr) slot = pieces_[i].slot;
    const Sign sign = sign_of(expression.operation);
    switch (expression.operation) {
      case Operation::Literal: return {literal(plan_, expression, nullptr), 5, nullptr};
      case Operation::Slot:
        return {display(process_.slots[expression.index]), 5, &process_.slots[expression.index]};
      case Operation::Not: return {"not " + operand(operands[0], 3, slot), 3, nullptr};
      case Operation::Neg: return {"−" + operand(operands[0], 4, slot), 4, slot};
      case Operation::Visits:
      case Operation::Figure:
      case Operation::Measure: return {"…", 5, nullptr};  // of measures, which no arm reads
      default: break;
    }
    Piece out{operands.empty() ? "" : operand(operands[0], sign.strength, slot), sign.strength, slot};
    for (std::size_t i = 1; i < operands.size(); ++i) {
      const bool of_list = expression.operation == Operation::In && i > 1;
      out.text += of_list ? ", " : std::string(sign.text);
      out.text += operand(operands[i], sign.strength + 1, slot);
    }
    const bool truth = sign.strength <= 2;
    if (truth) out.slot = nullptr;
    return out;
  }

  const plan::Plan& plan_;
  const plan::Process& process_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::string guard_text(const plan::Plan& plan, const plan::Process& process, plan::Index expression) {
  return Writer(plan, process).write(expression);
}

}  // namespace wain::report
