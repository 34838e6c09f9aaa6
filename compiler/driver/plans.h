/// From compiled files to the plans of their scenarios.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/compile_roots.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"

namespace wain::driver {

/// The scenarios of the root files that run something, in order of writing; of names, those called so.
std::vector<ir::ScenarioId> scenarios_to_run(const ir::Definition& definition,
                                             const std::vector<std::string>& names);

/// The scenario of this name, or without a name the only one that can be run. Nothing: it cannot be said
/// which is meant, and it was complained about.
std::optional<ir::ScenarioId> the_scenario(const Compilation& compilation, const std::string& name);

/// The plan of the scenario of this name, or without a name of the only one, as JSON. What the scenario lacks
/// is reported in the compilation. False: it cannot be said which scenario is meant, and it was complained
/// about.
bool emit_plan(Compilation& compilation, const std::string& name, std::string& product);

/// The plans that a command line means.
struct LoadedPlans {
  std::vector<plan::Plan> plans;
  bool complete = true;     ///< false: something could not be read or is no plan, and it was said
  bool has_errors = false;  ///< a file has errors, or a scenario lacks something: they were shown
};

/// The scenarios of .wain files, by `arguments.scenarios`, and plans in .json files, in order.
LoadedPlans load_plans(const Arguments& arguments);

}  // namespace wain::driver
