/// From `expect` in files to decisions: what `wain test` does before it shows anything.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "driver/arguments.h"
#include "runtime/engine/simulate.h"
#include "simulation/claim.h"
#include "simulation/decide.h"

namespace wain::driver {

/// One `expect`.
struct Expectation {
  std::string path;
  std::uint32_t line = 0, column = 0;
  std::string text;  ///< as it is written, in one line
  simulation::Claim claim;
  simulation::Decision decision;
};

/// A scenario that something is expected of, with what is known of it so far.
struct TestedScenario {
  plan::Plan plan;
  std::uint64_t seed = 0;
  bool random = true;
  std::vector<runtime::Watch> watches;
  runtime::SimulationResult result;
};

struct TestRun {
  std::vector<TestedScenario> scenarios;
  std::vector<Expectation> expectations;
  std::uint32_t most = 0;    ///< replications of a scenario
  bool complete = true;      ///< false: something could not be read, compiled or run, and it was said
  bool interrupted = false;  ///< what there is, is partial
};

/// The expectations of the files, undecided.
TestRun load_expectations(const Arguments& arguments);

/// Simulates each scenario once for all that is expected of it, looking at 20, 40, 80, … replications, until
/// all is decided, nothing more can be decided, or `most` is reached.
void decide_expectations(TestRun& run, const Arguments& arguments);

}  // namespace wain::driver
