#include "driver/plans.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"
#include "driver/inputs.h"
#include "driver/show_findings.h"
#include "ingest/read_ir.h"
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

/// Whether a document in JSON calls itself an IR. What does not is read as a plan, and refused as one.
bool is_ir_document(std::string_view text) {
  constexpr std::string_view key = "\"schema\"", space = " \t\r\n", name = "\"wain-ir\"";
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at + key.size());
  text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
  if (!text.starts_with(':')) return false;
  text.remove_prefix(1);
  text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
  return text.starts_with(name);
}

class Loader {
public:
  explicit Loader(const Arguments& arguments) : arguments_(arguments), files_(arguments) {}

  LoadedPlans load() && {
    for (const std::string& path : arguments_.paths) {
      const Inputs inputs = inputs_of(path);
      const bool single = inputs.files.size() == 1;
      if (single && (inputs.files[0].is_stdin || path.ends_with(".json")))
        read(inputs);
      else
        compile(inputs, {});
    }
    if (loaded_.complete && !loaded_.has_errors) check_names();
    return std::move(loaded_);
  }

private:
  /// The inputs of one word of the command line.
  Inputs inputs_of(const std::string& path) {
    Arguments one = arguments_;
    one.paths = {path};
    return find_inputs(one, files_);
  }
  /// A plan; or an IR, or what comes on standard input, which are compiled.
  void read(const Inputs& inputs) {
    const InputFile& file = inputs.files[0];
    const std::optional<std::string> text = read_input(file);
    loaded_.complete = loaded_.complete && text.has_value();
    if (!text) return;
    if (!ingest::is_ir(file.path, *text) || is_ir_document(*text))
      return compile(inputs, {{file.identity, *text}});
    plan::ReadPlan read = plan::read_plan(*text);
    for (const plan::Problem& problem : read.problems)
      complain(sim::ToolPlanProblem, {arg("path", file.path), arg("problem", str(problem))});
    loaded_.complete = loaded_.complete && read.plan.has_value();
    if (!read.plan) return;
    known_.push_back(read.plan->scenario);
    if (wanted(read.plan->scenario)) loaded_.plans.push_back(std::move(*read.plan));
  }

  void compile(const Inputs& inputs, const Overlay& overlay) {
    const auto work = [&](Compilation& compilation) {
      if (compilation.diagnostics.has_errors()) return;
      const ir::Definition& definition = *compilation.analysis.definition;
      for (const ir::ScenarioId id : scenarios_to_run(definition, {}))
        known_.emplace_back(definition[id].name);
      for (const ir::ScenarioId id : scenarios_to_run(definition, arguments_.scenarios)) {
        auto plan = planning::lower_plan(definition, id, compilation.sources, compilation.diagnostics);
        if (plan) loaded_.plans.push_back(std::move(*plan));
      }
    };
    const Outcome outcome = compile_roots(arguments_, inputs, overlay, work, Turns::OneByOne);
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
  ConfigFiles files_;
  LoadedPlans loaded_;
  std::vector<std::string> known_;
};

}  // namespace

LoadedPlans load_plans(const Arguments& arguments) { return Loader(arguments).load(); }

}  // namespace wain::driver
