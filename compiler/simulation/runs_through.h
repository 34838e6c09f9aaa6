/// Which runs of a plan bring cases to a process.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/plan/plan.h"

namespace wain::simulation {

/// The runs whose process is this one, or calls it, at whatever depth.
std::vector<std::size_t> runs_through(const plan::Plan& plan, plan::Index process);

}  // namespace wain::simulation
