/// Moments of a plan's distributions.
#pragma once

#include "runtime/plan/plan.h"

namespace wain::exports {

struct Moments {
  double mean = 0, variance = 0;
};

/// In the unit of what is drawn, and its square. Exact for all, except that a normal draw below 0, which
/// counts as 0, is not taken into account.
Moments moments(const plan::Distribution& distribution);

}  // namespace wain::exports
