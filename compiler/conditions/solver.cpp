#include "conditions/solver.h"

#include <algorithm>

#include "conditions/box_search.h"
#include "conditions/z3_engine.h"

namespace wain::conditions {
namespace {

/// Larger formulas are not looked at.
constexpr std::size_t largest_arena = 2'000'000;
/// What handing a part to Z3 costs, measured in looks at one.
constexpr std::size_t translating = 20;
/// Decimal places that are tried for a real, the fewest first.
constexpr int fewest_places = 2;
constexpr int most_places = 6;
/// Values farther from zero are not looked for.
constexpr std::int64_t farthest = std::int64_t{1} << 62;

LinearSum of_variable(VarId variable, std::int64_t factor, std::int64_t constant) {
  LinearSum sum;
  sum.terms.emplace_back(variable, Rational{factor, 1});
  sum.constant = {constant, 1};
  return sum;
}

/// The multiple of 1/grid in a range that is nearest to zero, in steps of the grid.
std::optional<std::int64_t> nearest_zero(const Range& range, std::int64_t grid) {
  const auto scaled = [&](const Rational& bound) { return product(bound, {grid, 1}); };
  const std::optional<Rational> low = range.low ? scaled(*range.low) : Rational{-farthest, 1};
  const std::optional<Rational> high = range.high ? scaled(*range.high) : Rational{farthest, 1};
  if (!low || !high || high->floor() < low->ceil()) return std::nullopt;
  const std::int64_t start = std::clamp<std::int64_t>(0, low->ceil(), high->floor());
  for (std::int64_t step = 0; step <= static_cast<std::int64_t>(range.holes.size()) + 1; ++step) {
    for (const std::int64_t value : {start + step, start - step}) {
      const std::optional<Rational> at = Rational::make(value, grid);
      if (at && range.contains(*at)) return value;
    }
  }
  return std::nullopt;
}

bool nearer(std::int64_t a, std::int64_t b) {
  const auto size = [](std::int64_t n) { return n < 0 ? -static_cast<__int128>(n) : n; };
  return size(a) != size(b) ? size(a) < size(b) : a > b;
}

}  // namespace

struct Session::Engine {
  Z3Engine z3;
};

Session::Session(std::uint64_t work) : work_{work} {}
Session::~Session() = default;

Answer Session::ask(const Formulas& formulas, FormulaId formula) {
  if (calls_left_ == 0 || given_up_left_ == 0 || parts_left_ == 0) return Answer::Undecided;
  if (!engine_) engine_ = std::make_unique<Engine>();
  --calls_left_;
  std::size_t parts = 0;
  const Answer answer = engine_->z3.satisfiable(formulas, formula, parts);
  parts_left_ -= std::min(parts_left_, parts);
  work_.spend(parts * translating);
  if (answer == Answer::Undecided) --given_up_left_;
  return answer;
}

Solver::Solver(Formulas& formulas, Session& session, Work& work)
    : formulas_(formulas), session_(session), work_(work) {}
Solver::Solver(Formulas& formulas)
    : formulas_(formulas), own_(std::make_unique<Session>()), session_(*own_), work_(own_->work()) {}
Solver::~Solver() = default;

Answer Solver::satisfiable(FormulaId formula) {
  ++counts_.questions;
  if (formula == Formulas::no()) return Answer::No;
  if (formula == Formulas::yes()) return Answer::Yes;
  Answer answer = Answer::Undecided;
  if (formulas_.size() <= largest_arena) {
    const SearchEnd search = search_box(formulas_, formula, work_);
    if (search == SearchEnd::Empty) return Answer::No;
    if (search == SearchEnd::Found) {
      answer = Answer::Yes;
    } else if (!work_.is_spent()) {
      ++counts_.solver_calls;
      answer = session_.ask(formulas_, formula);
    }
  }
  if (answer == Answer::Yes && formulas_.is_opaque(formula)) answer = Answer::Undecided;
  if (answer == Answer::Undecided) ++counts_.undecided;
  return answer;
}

Answer Solver::implies(FormulaId premise, FormulaId conclusion) {
  const Answer counterexample = satisfiable(formulas_.all(premise, formulas_.negation(conclusion)));
  if (counterexample == Answer::Undecided) return Answer::Undecided;
  return counterexample == Answer::No ? Answer::Yes : Answer::No;
}

FormulaId Solver::at_most(VarId variable, std::int64_t bound, bool upwards) {
  return upwards ? formulas_.compare(of_variable(variable, 1, -bound), Relation::AtMost)
                 : formulas_.compare(of_variable(variable, -1, bound), Relation::AtMost);
}

/// The least value that the formula, which leaves none below 0, leaves (or the greatest, if it leaves none
/// from 0 up), by bisection.
std::optional<std::int64_t> Solver::least_whole(FormulaId formula, VarId variable, bool upwards) {
  const auto possible = [&](std::int64_t distance) {
    return satisfiable(formulas_.all(formula, at_most(variable, upwards ? distance : -distance, upwards)));
  };
  // Doubles until a value is within reach, then bisects.
  std::int64_t within = 1;
  std::int64_t without = upwards ? -1 : 0;
  for (;; without = within, within *= 2) {
    const Answer answer = possible(within);
    if (answer == Answer::Undecided) return std::nullopt;
    if (answer == Answer::Yes) break;
    if (within >= farthest) return std::nullopt;
  }
  while (within - without > 1) {
    const std::int64_t middle = without + (within - without) / 2;
    const Answer answer = possible(middle);
    if (answer == Answer::Undecided) return std::nullopt;
    (answer == Answer::Yes ? within : without) = middle;
  }
  return upwards ? within : -within;
}

/// From ranges alone, which often say it: the nearest to zero, in steps of 1/grid. `exact` is false if
/// they do not say it for certain.
std::optional<std::int64_t> Solver::smallest_in_boxes(FormulaId formula, VarId variable, std::int64_t grid,
                                                      bool& exact) {
  Range free;
  if (formulas_[variable].least) free.low = Rational{*formulas_[variable].least, 1};
  if (formulas_[variable].most) free.high = Rational{*formulas_[variable].most, 1};
  std::optional<std::int64_t> best;
  exact = true;
  const SearchEnd search = search_boxes(formulas_, formula, work_, [&](const Box& box, bool is_exact) {
    exact = exact && is_exact;
    const auto range = box.find(variable);
    const std::optional<std::int64_t> value = nearest_zero(range == box.end() ? free : range->second, grid);
    if (value && (!best || nearer(*value, *best))) best = value;
    return !exact;
  });
  exact = exact && search == SearchEnd::Found;
  return best;
}

std::optional<Binding> Solver::smallest_truth(FormulaId& formula, VarId variable) {
  const FormulaId yes = formulas_.all(formula, formulas_.holds(variable));
  const Answer answer = satisfiable(yes);
  if (answer == Answer::Undecided) return std::nullopt;
  const bool truth = answer == Answer::Yes;
  formula = truth ? yes : formulas_.all(formula, formulas_.negation(formulas_.holds(variable)));
  return Binding{variable, {}, truth};
}

std::optional<Binding> Solver::smallest_real(FormulaId& formula, VarId variable) {
  std::int64_t grid = 100;
  for (int places = fewest_places; places <= most_places; ++places, grid *= 10) {
    bool exact = false;
    std::optional<std::int64_t> best = smallest_in_boxes(formula, variable, grid, exact);
    if (exact && !best) continue;
    if (!exact) {
      const VarId steps = formulas_.variable({Sort::Whole, {}, {}, false});
      LinearSum sum = of_variable(variable, grid, 0);
      sum.terms.emplace_back(steps, Rational{-1, 1});
      FormulaId on_grid = formulas_.all(formula, formulas_.compare(sum, Relation::Equal));
      if (satisfiable(on_grid) != Answer::Yes) continue;
      const std::optional<Binding> found = smallest_whole(on_grid, steps);
      if (!found) return std::nullopt;
      best = found->value.numerator;
    }
    formula = formulas_.all(formula, formulas_.compare(of_variable(variable, grid, -*best), Relation::Equal));
    const std::optional<Rational> value = Rational::make(*best, grid);
    return value ? std::optional(Binding{variable, *value, std::nullopt}) : std::nullopt;
  }
  return std::nullopt;
}

/// On both sides of zero, the far side only as far as the near one reaches.
std::optional<std::int64_t> Solver::nearest_whole(FormulaId formula, VarId variable) {
  const FormulaId from_zero =
      formulas_.all(formula, formulas_.compare(of_variable(variable, -1, 0), Relation::AtMost));
  const Answer positive = satisfiable(from_zero);
  if (positive == Answer::Undecided) return std::nullopt;
  if (positive == Answer::No) return least_whole(formula, variable, false);
  const std::optional<std::int64_t> up = least_whole(from_zero, variable, true);
  if (!up || *up < 2) return up;
  const FormulaId nearer_below =
      formulas_.all({formula, formulas_.compare(of_variable(variable, 1, 1), Relation::AtMost),
                     formulas_.compare(of_variable(variable, -1, 1 - *up), Relation::AtMost)});
  const Answer negative = satisfiable(nearer_below);
  if (negative == Answer::Undecided) return std::nullopt;
  return negative == Answer::No ? up : least_whole(nearer_below, variable, false);
}

std::optional<Binding> Solver::smallest_whole(FormulaId& formula, VarId variable) {
  bool exact = false;
  std::optional<std::int64_t> best = smallest_in_boxes(formula, variable, 1, exact);
  if (!exact || !best) {
    best = nearest_whole(formula, variable);
    if (!best) return std::nullopt;
  }
  formula = formulas_.all(formula, formulas_.compare(of_variable(variable, 1, -*best), Relation::Equal));
  return Binding{variable, {*best, 1}, std::nullopt};
}

std::optional<std::vector<Binding>> Solver::smallest(FormulaId formula, llvm::ArrayRef<VarId> variables) {
  std::vector<Binding> result;
  for (const VarId variable : variables) {
    const Sort sort = formulas_[variable].sort;
    std::optional<Binding> binding = sort == Sort::Bool    ? smallest_truth(formula, variable)
                                     : sort == Sort::Whole ? smallest_whole(formula, variable)
                                                           : smallest_real(formula, variable);
    if (!binding) return std::nullopt;
    result.push_back(*binding);
  }
  return result;
}

}  // namespace wain::conditions
