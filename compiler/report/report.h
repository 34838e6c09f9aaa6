/// A simulation as one page of HTML that needs nothing else: no network, no script to be read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine/simulate.h"
#include "runtime/plan/plan.h"
#include "simulation/compare.h"
#include "simulation/report.h"

namespace wain::report {

/// One scenario as it was run. The result may lack loads by hour; then they are left out.
struct Simulated {
  const plan::Plan* plan = nullptr;
  const runtime::SimulationResult* result = nullptr;
  const simulation::ScenarioFigures* figures = nullptr;
};

struct Input {
  std::vector<Simulated> scenarios;  ///< those of `figures`, in its order
  const std::vector<simulation::ScenarioFigures>& figures;
  const std::vector<simulation::Comparison>& comparisons;
  std::string_view version;  ///< of the tool
};

/// The whole file. The same input gives the same bytes.
std::string report_html(const Input& input);

}  // namespace wain::report
