/// Reads a plan from JSON.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/plan/problem.h"

namespace wain::plan {

struct ReadPlan {
  std::optional<Plan> plan;       ///< only if nothing is wrong
  std::vector<Problem> problems;  ///< in order of the document, at most 100
};

/// A plan of a version that this program knows, checked as in check_plan.h. Any text is safe to read: the
/// work and the memory are proportional to its length.
ReadPlan read_plan(std::string_view json);

}  // namespace wain::plan
