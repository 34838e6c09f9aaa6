/// The figures of `wain simulate` as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "simulation/compare.h"
#include "simulation/report.h"

namespace wain::driver {

/// `"version"` of `wain-simulation`: docs/schema/simulation-2.schema.json.
inline constexpr int simulation_schema_version = 2;

/// Tables are folded to be no wider than `width` columns.
std::string simulation_text(const std::vector<simulation::ScenarioFigures>& scenarios,
                            const std::vector<simulation::Comparison>& comparisons, unsigned width);
std::string simulation_json(const std::vector<simulation::ScenarioFigures>& scenarios,
                            const std::vector<simulation::Comparison>& comparisons);

}  // namespace wain::driver
