#include "driver/plans.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"
#include "planning/lower_plan.h"
#include "planning/plan_json.h"

namespace wain::driver {
namespace {

std::string_view path_of_root(const Compilation& compilation) {
  const std::vector<FileId>& roots = compilation.analysis.definition->roots;
  return roots.empty() ? std::string_view{} : compilation.sources.path(roots.front());
}

std::vector<std::string_view> names_of(const ir::Definition& definition,
                                       const std::vector<ir::ScenarioId>& of) {
  std::vector<std::string_view> names;
  for (const ir::ScenarioId id : of) names.push_back(definition[id].name);
  return names;
}

}  // namespace

std::vector<ir::ScenarioId> scenarios_to_run(const ir::Definition& definition,
                                             const std::vector<std::string>& names) {
  std::vector<ir::ScenarioId> found;
  for (std::uint32_t i = 0; i < definition.scenarios.size(); ++i) {
    const ir::Scenario& scenario = definition.scenarios[i];
    if (scenario.broken) continue;
    const bool is_root = std::find(definition.roots.begin(), definition.roots.end(),
                                   scenario.name_span.file) != definition.roots.end();
    const bool named = std::find(names.begin(), names.end(), scenario.name) != names.end();
    if (named || (names.empty() && is_root && !scenario.runs.empty())) found.push_back({i});
  }
  return found;
}

bool emit_plan(Compilation& compilation, const std::string& name, std::string& product) {
  const ir::Definition& definition = *compilation.analysis.definition;
  std::vector<std::string> names;
  if (!name.empty()) names.push_back(name);
  const std::vector<ir::ScenarioId> found = scenarios_to_run(definition, names);
  const std::vector<std::string_view> known = names_of(definition, scenarios_to_run(definition, {}));
  if (found.empty() && !name.empty()) {
    complain(Diag::ToolUnknownScenario, {arg("name", name)}, name, known);
    return false;
  }
  if (found.size() != 1) {
    complain(
        found.empty() ? sim::ToolNoScenario : sim::ToolWhichScenario,
        {arg("path", path_of_root(compilation)), arg("known", fmt::format("{}", fmt::join(known, ", ")))});
    return false;
  }
  const auto plan =
      planning::lower_plan(definition, found.front(), compilation.sources, compilation.diagnostics);
  llvm::raw_string_ostream out(product);
  if (plan) planning::emit_plan_json(*plan, out);
  return true;
}

}  // namespace wain::driver
