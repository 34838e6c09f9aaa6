/// Between the files that lower scenarios: lines of the text, own and inherited.
#pragma once

#include <vector>

#include "sema/context.h"

namespace wain::sema {

/// A `draws` or `with` of a scenario, or of one that it inherits from.
struct ScenarioLine {
  Cursor at;
  bool own = true;
};

/// What lowering a scenario needs beside the IR.
struct ScenarioWork {
  Context& context;
  ir::Scenario& scenario;
  std::vector<ir::ProcessId> processes;        ///< those it runs, and what they call
  std::vector<ScenarioLine> draws, overrides;  ///< inherited ones first
  Span from;                                   ///< of the name after `from`
};

/// An inherited line finds no name in the new `runs`: says so, once a line.
void drop_line(ScenarioWork& work, const Cursor& line);
/// Lowers each line; lines that cannot be used (reported, or dropped) leave the list, so that whoever
/// inherits does not hear of them again.
void lower_draws(ScenarioWork& work);
void lower_overrides(ScenarioWork& work);
/// Where an override of the scenario comes from.
struct OverrideOrigin {
  Span item;  ///< the property behind the name
  bool own = true;
};
/// override_checks.cpp: what only all replacements together decide. One origin for each override.
void check_overrides(ScenarioWork& work, const std::vector<OverrideOrigin>& origins);

}  // namespace wain::sema
