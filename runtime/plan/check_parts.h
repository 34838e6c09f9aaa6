/// What the files of the checker share. Private to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/plan/problem.h"

namespace wain::plan {

struct Check {
  explicit Check(const Plan& of);

  const Plan& plan;
  std::vector<Problem> problems;

  void add(std::string pointer, ProblemKind kind, std::string_view what = {}, std::string_view known = {});
  /// Somebody serves this pool, or it is a machine's.
  void served(Index pool, const std::string& place);

private:
  std::vector<bool> served_;
};

/// check_expressions.cpp
void check_expressions(Check& check, const Process& process, const std::string& place);
/// Whether an expression is true or false (a literal may be).
bool is_condition(const Process& process, Index expression);
/// Whether it is a number.
bool is_number(const Process& process, Index expression);

/// check_plan.cpp: whether there are days on which it comes.
bool meets(const Cadence& cadence);

/// check_nodes.cpp
void check_nodes(Check& check, const Process& process, const std::string& place);

}  // namespace wain::plan
