/// Committees before which more cases come than their meetings can hear.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// gate-overload (GAT005) of committees: a finding each, at the worst of the scenarios. `with_clocks`: models
/// in which clocks are in the visits, asked only where that matters.
void check_agendas(const View& view, const estimate::Models& with_clocks, Reporter& reporter);

}  // namespace wain::lint
