/// From a definition and one of its scenarios to a plan: all that a simulation needs.
#pragma once

#include <optional>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "source/source.h"

namespace wain::planning {

/// How often a scenario that does not say is repeated, and with which random numbers.
inline constexpr std::uint32_t default_replications = 20;
inline constexpr std::uint64_t default_seed = 1;

/// The definition must be without errors. Nothing if the scenario lacks something; what it lacks was
/// reported. The plan is one that can be run (plan::check_plan), and the same on every machine whose zone
/// database is.
std::optional<plan::Plan> lower_plan(const ir::Definition& definition, ir::ScenarioId scenario,
                                     const SourceManager& sources, Diagnostics& diagnostics);

}  // namespace wain::planning
