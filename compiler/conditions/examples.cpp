#include "conditions/examples.h"

#include <optional>

#include <fmt/format.h>

#include "ir/text.h"

namespace wain::conditions {

namespace {

/// A fraction in plain notation; of one that has none, as a fraction.
std::string decimal_text(const Rational& value, int shift) {
  Rational scaled = value;
  std::uint8_t scale = 0;
  while (scaled.denominator != 1 && scale < 12) {
    const auto ten = product(scaled, {10, 1});
    if (!ten) break;
    scaled = *ten;
    ++scale;
  }
  if (scaled.denominator != 1) return fmt::format("{}/{}", value.numerator, value.denominator);
  const ir::Decimal decimal = ir::Decimal::make(scaled.numerator, scale);
  return shift == 2 ? decimal.percent() : decimal.str();
}

std::uint64_t magnitude(std::int64_t whole) {
  return whole < 0 ? ~static_cast<std::uint64_t>(whole) + 1 : static_cast<std::uint64_t>(whole);
}

}  // namespace

std::string value_text(const ir::Definition& definition, const Encoding& encoding, ir::TypeId id,
                       const Rational& value) {
  const ir::Type& type = definition[id];
  const std::int64_t whole = value.floor();
  switch (type.kind) {
    case ir::TypeKind::Money: return ir::Money{whole * encoding.money_unit, type.currency}.str();
    case ir::TypeKind::Duration: return ir::Duration{whole}.str();
    case ir::TypeKind::Date: return ir::Date{static_cast<std::int32_t>(whole)}.str();
    case ir::TypeKind::Ratio: return decimal_text(value, 2);
    case ir::TypeKind::Enum: {
      const auto& members = definition[type.enumeration].members;
      const auto index = static_cast<std::size_t>(whole);
      return index < members.size() ? std::string(members[index]) : std::string("?");
    }
    case ir::TypeKind::Text:
      for (const auto& [text, number] : encoding.texts) {
        if (number == whole) return ir::str(ir::Value(text));
      }
      return "…";
    case ir::TypeKind::Int: return (whole < 0 ? "-" : "") + ir::grouped(magnitude(whole));
    default: return decimal_text(value, 0);
  }
}

namespace {

/// The durations among `data` as whole multiples of `grid`; invalid if there is none.
FormulaId on_grid(const ir::Definition& definition, Formulas& formulas, FormulaId formula,
                  llvm::ArrayRef<NamedData> data, std::int64_t grid) {
  std::vector<FormulaId> all{formula};
  for (const NamedData& of : data) {
    if (definition[of.type].kind != ir::TypeKind::Duration) continue;
    const VarId step = formulas.variable({Sort::Whole, {}, {}, false});
    LinearSum sum;
    sum.terms.emplace_back(of.variable, Rational{1, 1});
    sum.terms.emplace_back(step, Rational{-grid, 1});
    all.push_back(formulas.compare(sum, Relation::Equal));
  }
  return all.size() == 1 ? FormulaId{} : formulas.all(all);
}

}  // namespace

std::vector<Example> smallest_example(const ir::Definition& definition, const Encoding& encoding,
                                      Formulas& formulas, Solver& solver, FormulaId formula,
                                      llvm::ArrayRef<NamedData> data) {
  // Nobody writes microseconds.
  FormulaId asked = formula;
  for (const std::int64_t grid : {ir::Duration::minute, ir::Duration::second}) {
    const FormulaId readable = on_grid(definition, formulas, formula, data, grid);
    if (!readable) break;
    if (solver.satisfiable(readable) != Answer::Yes) continue;
    asked = readable;
    break;
  }
  std::vector<VarId> variables;
  for (const NamedData& of : data) variables.push_back(of.variable);
  std::vector<Example> result;
  const std::optional<std::vector<Binding>> bindings = solver.smallest(asked, variables);
  if (!bindings) return result;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const Binding& binding = (*bindings)[i];
    const std::string value = binding.truth ? std::string(*binding.truth ? "true" : "false")
                                            : value_text(definition, encoding, data[i].type, binding.value);
    result.push_back({data[i].text, value});
  }
  return result;
}

}  // namespace wain::conditions
