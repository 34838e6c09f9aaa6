/// What a node of a plan says and looks like on the map. Private to report.
#pragma once

#include <string>
#include <vector>

#include "layout/layered.h"
#include "runtime/plan/plan.h"
#include "simulation/report.h"

namespace wain::report {

enum class Shape : std::uint8_t {
  Start,
  Step,
  Machine,
  Gate,
  Committee,
  MachineGate,
  Wait,
  Call,
  Split,
  Merge,
  Bar,
  End,
  Audit
};

/// Shades of the time that a case spends at a step; 0: next to nothing.
inline constexpr int shades = 7;
/// The least share of the longest mean cycle time that has each shade.
inline constexpr double shade_from[shades] = {0, 0.005, 0.02, 0.05, 0.12, 0.25, 0.5};
int shade_of(double hours, double longest);
/// `94 %`; what is next to nothing without its digits.
std::string share_of_time(double share);

struct MapNode {
  Shape shape = Shape::Step;
  std::vector<std::string> title, by;  ///< lines
  std::string time;                    ///< `3.4 d ± 53 min`; empty: nothing is known of it
  double share = 0;                    ///< of the cycle time
  int shade = 0;
  std::string told;  ///< all of it in a sentence or two, for who cannot see it
  layout::Size size;
  double port_span = 0;
};

/// The title of an element, else its name.
const std::string& display(const plan::Named& named);

/// `step`: null if the node is no step, or nothing ran. `longest`: the mean cycle time that shades are shares
/// of, in hours.
MapNode map_node(const plan::Plan& plan, const plan::Node& node, const simulation::StepFigures* step,
                 double longest);
/// What stands at an arrow; `when`: what its guard says.
std::string exit_label(const plan::Plan& plan, const plan::Process& process, const plan::Node& node,
                       const plan::Exit& exit);

/// What is drawn where, in pixels of the drawing.
inline constexpr double title_line = 16, small_line = 14, padding = 9, bar_height = 5, gate_cut = 16,
                        committee_inset = 5;

}  // namespace wain::report
