/// From `expect` to claims about plans.
#pragma once

#include <vector>

#include "emit/element_ids.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "simulation/claim.h"

namespace wain::planning {

/// The scenarios that a comparison is about, each once.
std::vector<ir::ScenarioId> scenarios_of(const ir::StatisticComparison& comparison);

/// `plans[i]` is that of `scenarios[i]`, and those of the comparison are among them.
simulation::Claim lower_claim(const ir::Definition& definition, const emit::ElementIds& ids,
                              const ir::StatisticComparison& comparison,
                              const std::vector<ir::ScenarioId>& scenarios,
                              const std::vector<plan::Plan>& plans);

}  // namespace wain::planning
