/// The inputs of the simulator Prosimos: a BPMN model and its parameters.
#pragma once

#include <optional>
#include <string>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "source/source.h"

namespace wain::exports {

/// What the two files are called: the parameters do not name the model, but a message shows the command.
struct ProsimosNames {
  std::string bpmn, json;
};

struct ProsimosFiles {
  std::string bpmn, json;  ///< their contents
};

/// The plan of one scenario. What Prosimos cannot carry is reported as warnings; nothing if it can carry
/// nothing of the scenario, which is reported as an error.
std::optional<ProsimosFiles> export_prosimos(const ir::Definition& definition, ir::ScenarioId scenario,
                                             const plan::Plan& plan, const SourceManager& sources,
                                             const ProsimosNames& names, Diagnostics& diagnostics);

}  // namespace wain::exports
