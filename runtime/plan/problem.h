/// What is wrong with a plan, and where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wain::plan {

enum class ProblemKind {
#define WAIN_PLAN_PROBLEM(id, text) id,
#include "runtime/plan/problems.def"
#undef WAIN_PLAN_PROBLEM
};

struct Problem {
  ProblemKind kind = ProblemKind::NotJson;
  std::string pointer;  ///< JSON pointer (RFC 6901) to what is wrong; empty: the whole
  std::string text;     ///< the message, without the place
};

/// The message of a kind with its gaps filled.
std::string problem_text(ProblemKind kind, std::string_view what = {}, std::string_view known = {});

/// `/nodes/3: there is no node …`.
std::string str(const Problem& problem);

}  // namespace wain::plan
