/// Every run of a small graph without branches and partners, token by token, on all of its edges: what the
/// search for mistakes is held against. It knows neither reductions nor shortest runs.
#pragma once

#include <vector>

#include "analysis/soundness.h"
#include "ir/definition.h"

namespace wain::analysis::test {

struct Played {
  bool complete = true;  ///< false: too many states
  bool deadlock = false, twice = false, early = false, goes_on = false;
};
Played play(const ir::Process& process, std::size_t most_states);

/// Whether the nodes can be done in this order, and what was found is there then.
bool leads_to(const ir::Process& process, const UnsoundRun& found);

}  // namespace wain::analysis::test
