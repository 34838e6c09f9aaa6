/// The map of a process as SVG. Private to report.
#pragma once

#include <string>

#include "runtime/plan/plan.h"
#include "simulation/report.h"

namespace wain::report {

struct ProcessPicture {
  std::string svg;
  double least_width = 0;  ///< in pixels: it is not drawn smaller
};

/// `process`: of the plan. `id` is unique in the page. `longest`: see map_node().
ProcessPicture process_svg(const plan::Plan& plan, plan::Index process,
                           const simulation::ScenarioFigures& figures, double longest, std::string_view id);

}  // namespace wain::report
