#include "runtime/plan/problem.h"

#include <fmt/format.h>

namespace wain::plan {
namespace {

std::string_view format_of(ProblemKind kind) {
  switch (kind) {
#define WAIN_PLAN_PROBLEM(id, text) \
  case ProblemKind::id: return text;
#include "runtime/plan/problems.def"
#undef WAIN_PLAN_PROBLEM
  }
  return {};
}

}  // namespace

std::string problem_text(ProblemKind kind, std::string_view what, std::string_view known) {
  return fmt::format(fmt::runtime(format_of(kind)), fmt::arg("what", what), fmt::arg("known", known));
}

std::string str(const Problem& problem) {
  return problem.pointer.empty() ? problem.text : problem.pointer + ": " + problem.text;
}

}  // namespace wain::plan
