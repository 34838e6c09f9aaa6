#include "driver/plans.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"
#include "driver/inputs.h"
#include "driver/show_findings.h"
#include "planning/lower_plan.h"
#include "planning/plan_json.h"
#include "runtime/plan/read_plan.h"

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

std::optional<ir::ScenarioId> the_scenario(const Compilation& compilation, const std::string& name) {
  const ir::Definition& definition = *compilation.analysis.definition;
  std::vector<std::string> names;
  if (!name.empty()) names.push_back(name);
  const std::vector<ir::ScenarioId> found = scenarios_to_run(definition, names);
  const std::vector<std::string_view> known = names_of(definition, scenarios_to_run(definition, {}));
  if (found.empty() && !name.empty()) {
    complain(Diag::ToolUnknownScenario, {arg("name", name)}, name, known);
    return std::nullopt;
  }
  if (found.size() != 1) {
    complain(
        found.empty() ? sim::ToolNoScenario : sim::ToolWhichScenario,
        {arg("path", path_of_root(compilation)), arg("known", fmt::format("{}", fmt::join(known, ", ")))});
    return std::nullopt;
  }
  return found.front();
}

bool emit_plan(Compilation& compilation, const std::string& name, std::string& product) {
  const std::optional<ir::ScenarioId> scenario = the_scenario(compilation, name);
  if (!scenario) return false;
  const auto plan = planning::lower_plan(*compilation.analysis.definition, *scenario, compilation.sources,
                                         compilation.diagnostics);
  llvm::raw_string_ostream out(product);
  if (plan) planning::emit_plan_json(*plan, out);
  return true;
}

namespace {

class Loader {
public:
  explicit Loader(const Arguments& arguments) : arguments_(arguments) {}

  LoadedPlans load() && {
    for (const std::string& path : arguments_.paths) {
      if (path.ends_with(".json"))
        read(path);
      else
        compile(path);
    }
    if (loaded_.complete && !loaded_.has_errors) check_names();
    return std::move(loaded_);
  }

private:
  void read(const std::string& path) {
    const std::optional<std::string> text = read_input({path, path, false});
    loaded_.complete = loaded_.complete && text.has_value();
    if (!text) return;
    plan::ReadPlan read = plan::read_plan(*text);
    for (const plan::Problem& problem : read.problems)
      complain(sim::ToolPlanProblem, {arg("path", path), arg("problem", str(problem))});
    loaded_.complete = loaded_.complete && read.plan.has_value();
    if (!read.plan) return;
    known_.push_back(read.plan->scenario);
    if (wanted(read.plan->scenario)) loaded_.plans.push_back(std::move(*read.plan));
  }

  void compile(const std::string& path) {
    Arguments one = arguments_;
    one.paths = {path};
    const Outcome outcome = compile_roots(one, [&](Compilation& compilation) {
      if (compilation.diagnostics.has_errors()) return;
      const ir::Definition& definition = *compilation.analysis.definition;
      for (const ir::ScenarioId id : scenarios_to_run(definition, {}))
        known_.emplace_back(definition[id].name);
      for (const ir::ScenarioId id : scenarios_to_run(definition, arguments_.scenarios)) {
        auto plan = planning::lower_plan(definition, id, compilation.sources, compilation.diagnostics);
        if (plan) loaded_.plans.push_back(std::move(*plan));
      }
    });
    loaded_.complete = loaded_.complete && outcome.complete;
    if (!outcome.report.reaches(Level::Error)) return;
    show_findings_aside(outcome.report, ColorChoice::Auto);
    loaded_.has_errors = true;
  }

  [[nodiscard]] bool wanted(const std::string& name) const {
    const auto& names = arguments_.scenarios;
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
  }

  void check_names() {
    const std::vector<std::string_view> known(known_.begin(), known_.end());
    for (const std::string& name : arguments_.scenarios) {
      const bool found = std::any_of(loaded_.plans.begin(), loaded_.plans.end(),
                                     [&](const plan::Plan& plan) { return plan.scenario == name; });
      if (found) continue;
      complain(Diag::ToolUnknownScenario, {arg("name", name)}, name, known);
      loaded_.complete = false;
    }
    if (!loaded_.plans.empty() || !loaded_.complete) return;
    complain(sim::ToolNoScenario, {arg("path", arguments_.paths.front())});
    loaded_.complete = false;
  }

  const Arguments& arguments_;
  LoadedPlans loaded_;
  std::vector<std::string> known_;
};

}  // namespace

LoadedPlans load_plans(const Arguments& arguments) { return Loader(arguments).load(); }

}  // namespace wain::driver
