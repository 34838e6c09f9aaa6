/// What good looks like by a plan's outcomes, and whether the cases that end in them are so.
#pragma once

#include <string>
#include <vector>

#include "runtime/engine/watch.h"
#include "runtime/plan/plan.h"
#include "simulation/decide.h"

namespace wain::simulation {

/// One `good when`: passed is met, failed is not met.
struct Good {
  std::string outcome;  ///< its name
  std::string text;     ///< as it is written
  plan::Place place;
  Claim claim;  ///< about scenario 0
  Decision decision;
};

/// Those of the plan, undecided. What must be kept for them is added to `watches`; cycle times are kept by
/// whoever simulates.
std::vector<Good> goods_of(const plan::Plan& plan, std::vector<runtime::Watch>& watches);

/// Decides all of them, at this confidence.
void decide_goods(std::vector<Good>& goods, const Sample& sample, double confidence);

}  // namespace wain::simulation
