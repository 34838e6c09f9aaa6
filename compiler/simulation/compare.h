/// Two scenarios side by side: what changed, and where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulation/report.h"

namespace wain::simulation {

struct OutcomeChange {
  std::string name;
  Interval change;  ///< of its share
  Interval cycle;   ///< of the cycle time of the cases that end in it
};

/// The step whose time on the critical path changed most, or where most of it stays.
struct Turn {
  std::string step, by;
  plan::NodeKind kind = plan::NodeKind::Work;
  double before = 0, after = 0;  ///< hours a case
  double share = 0;              ///< of the cycle time, in the first scenario
  bool gone = false, added = false;
  runtime::Cause cause = runtime::Cause::Queue;  ///< of the time that changed, or that most of it is
};

/// What stands in the way of the change of the cycle time.
enum class Open : std::uint8_t {
  No,
  AtLeast,    ///< cases that did not end make it greater
  Undecided,  ///< cases that did not end make it smaller, or turn it round
  Grows,      ///< one of the two has no steady state: a longer run gives more
};

/// A run of the second scenario less the run of the first that stands at the same place.
struct Comparison {
  std::size_t first = 0, second = 0;  ///< scenarios
  std::size_t run = 0;
  bool paired = false;  ///< the same seed and replications
  Interval cycle, touch, cost;
  double relative = 0;  ///< change of the mean cycle time, of the first's
  std::vector<OutcomeChange> outcomes;
  Open open = Open::No;
  bool told = false;  ///< the interval of the cycle time's change is without 0, and there is enough to show
  std::optional<Turn> changed, stays;
};

/// Each of the later scenarios against the first, run by run; empty if there are not as many runs.
std::vector<Comparison> compare(const std::vector<ScenarioFigures>& scenarios, double confidence);

}  // namespace wain::simulation
