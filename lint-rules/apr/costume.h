/// Checks in costume: steps that look at another's work, change nothing, and cannot say no. Rules that
/// count gates count the ones behind a machine as well.
#pragma once

#include <optional>
#include <vector>

#include "rules/engine/view.h"

namespace wain::lint {

/// A human step that only looks.
struct Costume {
  ir::NodeId step;
  ir::Path seen;                ///< what it reads of …
  Place maker;                  ///< … this work, here or in what is called
  bool behind_machine = false;  ///< the maker is automated: counted as a gate
  ir::NodeId later_gate;        ///< else: the gate that sees the same later
};

/// The costumed controls of a process, in order of writing.
std::vector<Costume> costumes(const View& view, ir::ProcessId process);

}  // namespace wain::lint
