// The search for who does what, against trying everything out.
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include <rapidcheck/gtest.h>

#include "rules/sod/duty_search.h"

namespace wain::lint {
namespace {

/// Two named people, and two pools of nameless ones.
std::vector<Person> people() {
  return {{{0}, false}, {{1}, false}, {{2}, true}, {{2}, true}, {{3}, true}, {{3}, true}, {{3}, true}};
}

/// Pools come whole: who may be done by one of a pool may be done by each.
DutyProblem random_problem() {
  const auto variables = *rc::gen::inRange(1U, 6U);
  const auto count = static_cast<unsigned>(people().size());
  DutyProblem problem;
  for (unsigned i = 0; i < variables; ++i) {
    llvm::BitVector able(count);
    const auto add = [&](unsigned first, unsigned last) {
      if (*rc::gen::inRange(0, 3) == 0) able.set(first, last);
    };
    add(0, 1);
    add(1, 2);
    add(2, 4);
    add(4, 7);
    problem.able.push_back(able);
  }
  problem.differ.resize(variables, llvm::BitVector(variables));
  const bool all = *rc::gen::arbitrary<bool>();
  for (unsigned a = 0; a < variables; ++a) {
    for (unsigned b = a + 1; b < variables; ++b) {
      if (!all && *rc::gen::inRange(0, 2) == 0) continue;
      problem.differ[a].set(b);
      problem.differ[b].set(a);
    }
  }
  return problem;
}

bool can_be_done(const DutyProblem& problem, std::optional<unsigned> away) {
  const std::size_t variables = problem.able.size();
  std::vector<unsigned> taken(variables, 0);
  const auto fits = [&] {
    for (unsigned a = 0; a < variables; ++a) {
      if (!problem.able[a].test(taken[a]) || taken[a] == away) return false;
      for (const unsigned b : problem.differ[a].set_bits()) {
        if (taken[a] == taken[b]) return false;
      }
    }
    return true;
  };
  while (!fits()) {
    std::size_t digit = 0;
    while (digit < variables && ++taken[digit] == people().size()) taken[digit++] = 0;
    if (digit == variables) return false;
  }
  return true;
}

RC_GTEST_PROP(DutySearch, AgreesWithTryingEverything, ()) {
  const DutyProblem problem = random_problem();
  const std::vector<Person> everybody = people();
  DutySearch search(problem, everybody);
  std::size_t steps = 100'000;
  const std::optional<bool> solved = search.solve(steps);
  RC_ASSERT(solved == std::optional(can_be_done(problem, {})));
  if (!*solved) return;
  for (unsigned person = 0; person < everybody.size(); ++person) {
    RC_ASSERT(search.solve_without(person, steps) == std::optional(can_be_done(problem, person)));
  }
}

TEST(DutySearch, GivesUpWhenStepsRunOut) {
  DutyProblem problem;
  const std::vector<Person> everybody = people();
  problem.able.resize(4, llvm::BitVector(static_cast<unsigned>(everybody.size()), true));
  problem.differ.resize(4, llvm::BitVector(4));
  for (unsigned i = 0; i + 1 < 4; ++i) {  // a chain: no matching decides it
    problem.differ[i].set(i + 1);
    problem.differ[i + 1].set(i);
  }
  std::size_t steps = 2;
  EXPECT_EQ(DutySearch(problem, everybody).solve(steps), std::nullopt);
}

}  // namespace
}  // namespace wain::lint
