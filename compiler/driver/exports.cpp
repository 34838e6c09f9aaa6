#include "driver/exports.h"

#include <sys/stat.h>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"
#include "driver/plans.h"
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

}  // namespace

bool is_export(EmitKind kind) {
  return kind == EmitKind::Prosimos || kind == EmitKind::Bpsim || kind == EmitKind::Bpsim1;
}

bool emit_export(Compilation& compilation, const Arguments& arguments, std::vector<Product>& products) {
  return emit_prosimos(compilation, arguments, products);
}

}  // namespace wain::driver
