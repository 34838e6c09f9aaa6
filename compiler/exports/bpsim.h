/// Scenarios in BPSim, the interchange standard of the WfMC, inside the BPMN that they are about.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "source/source.h"

namespace wain::exports {

enum class BpsimVersion : std::uint8_t { One, Two };

/// A scenario, and the one that it is written on top of: an index into the same list, or none.
struct BpsimScenario {
  ir::ScenarioId id;
  const plan::Plan* plan = nullptr;
  plan::Index inherits = plan::none;
};

/// BPMN of all processes with these scenarios; of one that inherits, what differs. A scenario stands behind
/// the one that it inherits from. What BPSim cannot carry is reported.
std::string export_bpsim(const ir::Definition& definition, const std::vector<BpsimScenario>& scenarios,
                         BpsimVersion version, const SourceManager& sources, Diagnostics& diagnostics);

}  // namespace wain::exports
