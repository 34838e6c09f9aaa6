/// From `expect` to claims about plans.
#pragma once

#include <string>
#include <vector>

#include "emit/element_ids.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "simulation/claim.h"
#include "source/source.h"

namespace wain::planning {

/// The scenarios that a comparison is about, each once.
std::vector<ir::ScenarioId> scenarios_of(const ir::StatisticComparison& comparison);

/// `plans[i]` is that of `scenarios[i]`, and those of the comparison are among them.
simulation::Claim lower_claim(const ir::Definition& definition, const emit::ElementIds& ids,
                              const ir::StatisticComparison& comparison,
                              const std::vector<ir::ScenarioId>& scenarios,
                              const std::vector<plan::Plan>& plans);

/// The same of a `good when`, whose references are about the cases of this one plan.
simulation::Claim lower_good_when(const ir::Definition& definition, const emit::ElementIds& ids,
                                  const ir::StatisticComparison& comparison, const plan::Plan& plan);

/// How it is written, in one line.
std::string claim_text(const SourceManager& sources, const ir::StatisticComparison& comparison);

}  // namespace wain::planning
