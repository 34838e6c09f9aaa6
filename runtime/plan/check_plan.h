/// What must hold of a plan beyond its schema, whoever wrote it.
#pragma once

#include <vector>

#include "runtime/plan/plan.h"
#include "runtime/plan/problem.h"

namespace wain::plan {

/// Problems in order of the plan; empty if it can be run. Every index must be in range (read_plan's are).
std::vector<Problem> check_plan(const Plan& plan);

}  // namespace wain::plan
