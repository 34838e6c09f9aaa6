// Formulas and answers, held against trying every value of small domains.
#include "conditions/solver.h"

#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "conditions/random_formula.h"

namespace wain::conditions {
namespace {

using test::Domain;
using test::Meant;
using test::Values;

bool some(const Domain& domain, const Meant& meant) {
  const std::vector<Values> all = domain.all();
  return std::any_of(all.begin(), all.end(), [&](const Values& v) { return meant.holds(v); });
}

RC_GTEST_PROP(Solver, SatisfiableIfSomeValueSatisfies, (bool single)) {
  Domain domain;
  const Meant meant = domain.formula(3, single);
  Solver solver(domain.formulas);
  RC_ASSERT(solver.satisfiable(meant.formula) == (some(domain, meant) ? Answer::Yes : Answer::No));
  if (single) RC_ASSERT(solver.counts().solver_calls == 0U);
}

RC_GTEST_PROP(Solver, AFormulaMeansWhatItWasMadeOf, (bool single)) {
  Domain domain;
  const Meant meant = domain.formula(3, single);
  Solver solver(domain.formulas);
  const std::vector<Values> all = domain.all();
  const Values& values = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  const FormulaId here = domain.formulas.all(meant.formula, domain.exactly(values));
  RC_ASSERT(solver.satisfiable(here) == (meant.holds(values) ? Answer::Yes : Answer::No));
}

RC_GTEST_PROP(Solver, ImpliesIfNoValueIsACounterexample, ()) {
  Domain domain;
  const Meant a = domain.formula(2, false);
  const Meant b = domain.formula(2, false);
  Solver solver(domain.formulas);
  const std::vector<Values> all = domain.all();
  const bool implied =
      std::all_of(all.begin(), all.end(), [&](const Values& v) { return !a.holds(v) || b.holds(v); });
  RC_ASSERT(solver.implies(a.formula, b.formula) == (implied ? Answer::Yes : Answer::No));
}

RC_GTEST_PROP(Solver, TheSmallestIsNearestToZero, (bool single)) {
  Domain domain;
  const Meant meant = domain.formula(3, single);
  RC_PRE(some(domain, meant));
  std::optional<Values> best;
  const auto nearer = [](std::int64_t a, std::int64_t b) {
    return std::abs(a) != std::abs(b) ? std::abs(a) < std::abs(b) : a > b;
  };
  for (const Values& values : domain.all()) {
    if (!meant.holds(values)) continue;
    if (!best || nearer(values[0], (*best)[0]) || (values[0] == (*best)[0] && nearer(values[1], (*best)[1])))
      best = values;
  }
  Solver solver(domain.formulas);
  const auto found = solver.smallest(meant.formula, domain.numbers);
  RC_ASSERT(found.has_value());
  for (std::size_t i = 0; i < 2; ++i) RC_ASSERT((*found)[i].value == (Rational{(*best)[i], 1}));
}

RC_GTEST_PROP(Formulas, AtLeastCounts, ()) {
  Domain domain;
  const auto count = *rc::gen::inRange<std::size_t>(0, 5);
  std::vector<Meant> parts;
  std::vector<FormulaId> ids;
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back(domain.formula(1, true));
    ids.push_back(parts.back().formula);
  }
  const auto wanted = *rc::gen::inRange<std::size_t>(0, 6);
  const FormulaId formula = domain.formulas.at_least(wanted, ids);
  Solver solver(domain.formulas);
  const std::vector<Values> all = domain.all();
  const Values& values = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  const auto held =
      std::count_if(parts.begin(), parts.end(), [&](const Meant& p) { return p.holds(values); });
  const FormulaId here = domain.formulas.all(formula, domain.exactly(values));
  RC_ASSERT((solver.satisfiable(here) == Answer::Yes) == (static_cast<std::size_t>(held) >= wanted));
}

RC_GTEST_PROP(Formulas, RenamingExchangesTheVariables, ()) {
  Domain domain;
  const Meant meant = domain.formula(3, false);
  Formulas::Renaming swap;
  swap.add(domain.numbers[0], domain.numbers[1]);
  swap.add(domain.numbers[1], domain.numbers[0]);
  const FormulaId renamed = domain.formulas.rename(meant.formula, swap);
  Solver solver(domain.formulas);
  const std::vector<Values> all = domain.all();
  const Values& values = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  const FormulaId here = domain.formulas.all(renamed, domain.exactly(values));
  const bool expected = meant.holds({values[1], values[0], values[2], values[3]});
  RC_ASSERT((solver.satisfiable(here) == Answer::Yes) == expected);
}

LinearSum of(VarId variable, std::int64_t factor, std::int64_t constant) {
  LinearSum sum;
  sum.terms.emplace_back(variable, Rational{factor, 1});
  sum.constant = {constant, 1};
  return sum;
}

TEST(Formulas, TheArmsOfAChoiceFoldIntoWhatStoodBeforeIt) {
  Formulas formulas;
  const VarId x = formulas.variable({Sort::Whole, {}, {}, false});
  const FormulaId before = formulas.holds(formulas.variable({}));
  const FormulaId small = formulas.compare(of(x, 1, -5), Relation::AtMost);
  const FormulaId then = formulas.all(before, small);
  const FormulaId otherwise = formulas.all(before, formulas.negation(small));
  EXPECT_EQ(formulas.any(then, otherwise), before);
}

TEST(Formulas, EqualOnesAreOne) {
  Formulas formulas;
  const VarId x = formulas.variable({Sort::Whole, {}, {}, false});
  // 2x <= 5 is x <= 2 for whole numbers, and not (x > 2) as well.
  const FormulaId a = formulas.compare(of(x, 2, -5), Relation::AtMost);
  const FormulaId b = formulas.compare(of(x, 1, -2), Relation::AtMost);
  const FormulaId c = formulas.negation(formulas.compare(of(x, -1, 2), Relation::Below));
  EXPECT_EQ(a, b);
  EXPECT_EQ(a, c);
}

TEST(Solver, RealsAreNotWholeNumbers) {
  Formulas formulas;
  const VarId x = formulas.variable({Sort::Real, {}, {}, false});
  const FormulaId between = formulas.all(formulas.compare(of(x, -1, 0), Relation::Below),
                                         formulas.compare(of(x, 1, -1), Relation::Below));
  Solver solver(formulas);
  EXPECT_EQ(solver.satisfiable(between), Answer::Yes);
  const auto found = solver.smallest(between, {x});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->front().value, (Rational{1, 100}));  // two decimal places are enough
}

TEST(Solver, TheSmallestOverSeveralVariablesNeedsZ3) {
  Formulas formulas;
  const VarId x = formulas.variable({Sort::Whole, {}, {}, false});
  const VarId y = formulas.variable({Sort::Whole, {}, {}, false});
  LinearSum sum = of(x, -1, 1'000);  // x + y >= 1000, y <= 400
  sum.add(of(y, -1, 0), {1, 1});
  const FormulaId formula = formulas.all(formulas.compare(sum, Relation::AtMost),
                                         formulas.compare(of(y, 1, -400), Relation::AtMost));
  Solver solver(formulas);
  const auto found = solver.smallest(formula, {x, y});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ((*found)[0].value, (Rational{600, 1}));
  EXPECT_EQ((*found)[1].value, (Rational{400, 1}));
  EXPECT_GT(solver.counts().solver_calls, 0U);
}

TEST(Solver, WhatIsNotUnderstoodIsUndecided) {
  Formulas formulas;
  const FormulaId unknown = formulas.opaque();
  Solver solver(formulas);
  EXPECT_EQ(solver.satisfiable(unknown), Answer::Undecided);
  EXPECT_EQ(solver.counts().undecided, 1U);
  EXPECT_EQ(solver.satisfiable(formulas.all(unknown, formulas.negation(unknown))), Answer::No);
}

TEST(Solver, NumbersThatDoNotFitAreNotUnderstood) {
  Formulas formulas;
  const VarId x = formulas.variable({Sort::Whole, {}, {}, false});
  LinearSum sum = of(x, INT64_MAX, 0);
  sum.scale({INT64_MAX, 1});
  EXPECT_FALSE(sum.valid);
  Solver solver(formulas);
  EXPECT_EQ(solver.satisfiable(formulas.compare(sum, Relation::AtMost)), Answer::Undecided);
}

/// n pigeons in n − 1 holes: hard for every method here.
FormulaId pigeons(Formulas& formulas, std::size_t n) {
  std::vector<std::vector<FormulaId>> in(n);
  std::vector<FormulaId> all;
  for (auto& holes : in) {
    for (std::size_t hole = 0; hole + 1 < n; ++hole) holes.push_back(formulas.holds(formulas.variable({})));
    all.push_back(formulas.any(holes));
  }
  for (std::size_t hole = 0; hole + 1 < n; ++hole) {
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < a; ++b)
        all.push_back(formulas.any(formulas.negation(in[a][hole]), formulas.negation(in[b][hole])));
    }
  }
  return formulas.all(all);
}

TEST(Solver, AHardQuestionEndsAndEndsTheSameWay) {
  std::vector<Answer> answers;
  for (int i = 0; i < 2; ++i) {
    Formulas formulas;
    Solver solver(formulas);
    answers.push_back(solver.satisfiable(pigeons(formulas, 14)));
    EXPECT_EQ(solver.counts().solver_calls, 1U);
  }
  EXPECT_EQ(answers[0], answers[1]);
  EXPECT_NE(answers[0], Answer::Yes);
}

TEST(Solver, TwoHundredVariables) {
  Formulas formulas;
  Solver solver(formulas);
  std::vector<FormulaId> clauses;
  std::vector<FormulaId> none;
  for (int i = 0; i < 200; ++i) {
    const VarId x = formulas.variable({Sort::Whole, {}, {}, false});
    const VarId y = formulas.variable({Sort::Whole, {}, {}, false});
    clauses.push_back(formulas.any(formulas.compare(of(x, 1, -i), Relation::AtMost),
                                   formulas.compare(of(y, -1, i), Relation::Below)));
    none.push_back(formulas.negation(clauses.back()));
  }
  const FormulaId all = formulas.all(clauses);
  EXPECT_EQ(solver.satisfiable(all), Answer::Yes);
  EXPECT_EQ(solver.satisfiable(formulas.all(all, none[77])), Answer::No);
  EXPECT_EQ(solver.counts().solver_calls, 0U);
}

}  // namespace
}  // namespace wain::conditions
