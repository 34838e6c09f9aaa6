/// Random formulas over small domains, and what they mean by trying every value.
#pragma once

#include <functional>
#include <vector>

#include <rapidcheck.h>

#include "conditions/formula.h"

namespace wain::conditions::test {

/// Values of all variables, by index; of a boolean 0 or 1.
using Values = std::vector<std::int64_t>;

/// A formula, and the same as a function.
struct Meant {
  FormulaId formula;
  std::function<bool(const Values&)> holds;
};

/// An arena with a few variables: the first two are numbers from -2 to 2 (the third is one without
/// bounds if there are three), the rest booleans.
struct Domain {
  Formulas formulas;
  std::vector<VarId> numbers, truths;
  static constexpr std::int64_t least = -2, most = 2;

  explicit Domain(Sort sort = Sort::Whole) {
    for (int i = 0; i < 2; ++i)
      numbers.push_back(formulas.variable({sort, bound(sort, least), bound(sort, most), false}));
    for (int i = 0; i < 2; ++i) truths.push_back(formulas.variable({}));
  }
  static std::optional<std::int64_t> bound(Sort sort, std::int64_t value) {
    return sort == Sort::Whole ? std::optional(value) : std::nullopt;
  }

  /// Every combination of values.
  [[nodiscard]] std::vector<Values> all() const {
    std::vector<Values> result;
    for (std::int64_t x = least; x <= most; ++x) {
      for (std::int64_t y = least; y <= most; ++y) {
        for (std::int64_t bits = 0; bits < 4; ++bits) result.push_back({x, y, bits & 1, bits >> 1});
      }
    }
    return result;
  }

  /// x, or a x + b y, compared with a constant. `single`: over one variable only.
  Meant atom(bool single) {
    if (*rc::gen::inRange(0, 4) == 0) {
      const auto which = *rc::gen::inRange<std::size_t>(0, 2);
      return {formulas.holds(truths[which]), [which](const Values& v) { return v[2 + which] != 0; }};
    }
    const auto a = *rc::gen::inRange<std::int64_t>(-3, 4);
    const auto b = single ? 0 : *rc::gen::inRange<std::int64_t>(-3, 4);
    const auto which = *rc::gen::inRange<std::size_t>(0, 2);
    const auto constant = *rc::gen::inRange<std::int64_t>(-5, 6);
    const auto relation =
        *rc::gen::element(Relation::AtMost, Relation::Below, Relation::Equal, Relation::Unequal);
    const auto divisor = *rc::gen::inRange<std::int64_t>(1, 4);
    LinearSum sum;
    sum.terms.emplace_back(numbers[which], *Rational::make(a, divisor));
    sum.terms.emplace_back(numbers[1 - which], *Rational::make(b, divisor));
    sum.constant = *Rational::make(constant, divisor);
    return {formulas.compare(sum, relation), [=](const Values& v) {
              const std::int64_t value = a * v[which] + b * v[1 - which] + constant;
              switch (relation) {
                case Relation::AtMost: return value <= 0;
                case Relation::Below: return value < 0;
                case Relation::Equal: return value == 0;
                case Relation::Unequal: break;
              }
              return value != 0;
            }};
  }

  Meant formula(int depth, bool single) {
    if (depth == 0) return atom(single);
    const int kind = *rc::gen::inRange(0, 4);
    if (kind == 0) return atom(single);
    if (kind == 1) {
      const Meant inner = formula(depth - 1, single);
      return {formulas.negation(inner.formula), [inner](const Values& v) { return !inner.holds(v); }};
    }
    const auto count = *rc::gen::inRange<std::size_t>(0, 4);
    std::vector<Meant> parts;
    std::vector<FormulaId> ids;
    for (std::size_t i = 0; i < count; ++i) {
      parts.push_back(formula(depth - 1, single));
      ids.push_back(parts.back().formula);
    }
    if (kind == 2)
      return {formulas.all(ids), [parts](const Values& v) {
                return std::all_of(parts.begin(), parts.end(), [&](const Meant& p) { return p.holds(v); });
              }};
    return {formulas.any(ids), [parts](const Values& v) {
              return std::any_of(parts.begin(), parts.end(), [&](const Meant& p) { return p.holds(v); });
            }};
  }

  /// That the variables have these values.
  FormulaId exactly(const Values& values) {
    std::vector<FormulaId> all;
    for (std::size_t i = 0; i < 2; ++i) {
      LinearSum sum;
      sum.terms.emplace_back(numbers[i], Rational{1, 1});
      sum.constant = {-values[i], 1};
      all.push_back(formulas.compare(sum, Relation::Equal));
      const FormulaId truth = formulas.holds(truths[i]);
      all.push_back(values[2 + i] != 0 ? truth : formulas.negation(truth));
    }
    return formulas.all(all);
  }
};

}  // namespace wain::conditions::test
