/// Committees before which more cases come than their meetings can hear.
#pragma once

#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// gate-overload (GAT005) of committees: a finding each, at the worst of the scenarios.
void check_agendas(const View& view, Reporter& reporter);

}  // namespace wain::lint
