#include "driver/exports.h"

#include <algorithm>

#include <sys/stat.h>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"
#include "driver/emitters.h"
#include "driver/plans.h"
#include "exports/bpmn_losses.h"
#include "exports/bpsim.h"
#include "exports/prosimos.h"
#include "planning/lower_plan.h"

namespace wain::driver {
namespace {

bool is_folder(const std::string& path) {
  struct stat status{};
  return path.ends_with('/') || (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode));
}

/// The two files that `-o` stands for: in a folder they are called like the scenario.
exports::ProsimosNames names_of(const std::string& output, std::string_view scenario) {
  std::string stem = output;
  if (is_folder(output)) {
    if (!stem.ends_with('/')) stem += '/';
    stem += scenario;
  } else if (stem.ends_with(".bpmn") || stem.ends_with(".json")) {
    stem.resize(stem.size() - 5);
  }
  return {stem + ".bpmn", stem + ".json"};
}

bool emit_prosimos(Compilation& compilation, const Arguments& arguments, std::vector<Product>& products) {
  if (arguments.output.empty()) {
    complain(sim::ToolExportNeedsOutput, {arg("form", "prosimos")});
    return false;
  }
  const std::optional<ir::ScenarioId> scenario = the_scenario(compilation, arguments.scenario);
  if (!scenario) return false;
  const ir::Definition& definition = *compilation.analysis.definition;
  const auto plan = planning::lower_plan(definition, *scenario, compilation.sources, compilation.diagnostics);
  if (!plan) return true;
  const exports::ProsimosNames names = names_of(arguments.output, definition[*scenario].name);
  auto files = exports::export_prosimos(definition, *scenario, *plan, compilation.sources, names,
                                        compilation.diagnostics);
  if (!files) return true;
  products.push_back({names.bpmn, std::move(files->bpmn)});
  products.push_back({names.json, std::move(files->json)});
  return true;
}

/// The scenarios that are asked for, each behind the one that it is written from.
std::vector<ir::ScenarioId> in_order(const ir::Definition& definition, std::vector<ir::ScenarioId> found) {
  std::vector<ir::ScenarioId> out;
  const auto has = [](const std::vector<ir::ScenarioId>& list, ir::ScenarioId id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  while (out.size() < found.size()) {
    const std::size_t before = out.size();
    for (const ir::ScenarioId id : found) {
      const ir::ScenarioId from = definition[id].from;
      if (!has(out, id) && (!from || !has(found, from) || has(out, from))) out.push_back(id);
    }
    if (out.size() == before) return found;
  }
  return out;
}

bool emit_bpsim(Compilation& compilation, const Arguments& arguments, std::vector<Product>& products) {
  const ir::Definition& definition = *compilation.analysis.definition;
  std::vector<ir::ScenarioId> chosen = in_order(definition, scenarios_to_run(definition, {}));
  if (!arguments.scenario.empty() || chosen.empty()) {
    const std::optional<ir::ScenarioId> one = the_scenario(compilation, arguments.scenario);
    if (!one) return false;
    chosen = {*one};
  }
  std::vector<plan::Plan> plans;
  for (const ir::ScenarioId id : chosen) {
    auto plan = planning::lower_plan(definition, id, compilation.sources, compilation.diagnostics);
    if (!plan) return true;
    plans.push_back(std::move(*plan));
  }
  std::vector<exports::BpsimScenario> scenarios;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto base = std::find(chosen.begin(), chosen.end(), definition[chosen[i]].from);
    scenarios.push_back(
        {chosen[i], &plans[i],
         base == chosen.end() ? plan::none : static_cast<plan::Index>(base - chosen.begin())});
  }
  const auto version =
      arguments.emit == EmitKind::Bpsim1 ? exports::BpsimVersion::One : exports::BpsimVersion::Two;
  products.push_back({arguments.output, exports::export_bpsim(definition, scenarios, version,
                                                              compilation.sources, compilation.diagnostics)});
  return true;
}

}  // namespace

bool is_export(EmitKind kind) {
  return kind == EmitKind::Bpmn || kind == EmitKind::Prosimos || kind == EmitKind::Bpsim ||
         kind == EmitKind::Bpsim1;
}

bool emit_export(Compilation& compilation, const Arguments& arguments, std::vector<Product>& products) {
  if (arguments.emit == EmitKind::Bpmn) {
    const ir::Definition& definition = *compilation.analysis.definition;
    exports::report_bpmn_losses(definition, compilation.sources, compilation.diagnostics);
    products.push_back({arguments.output, emit_text(arguments.emit, definition, compilation.sources)});
    return true;
  }
  return arguments.emit == EmitKind::Prosimos ? emit_prosimos(compilation, arguments, products)
                                              : emit_bpsim(compilation, arguments, products);
}

}  // namespace wain::driver
