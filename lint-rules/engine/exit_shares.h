/// How often cases take each exit, as the estimate has it.
#pragma once

#include <vector>

#include "rules/engine/view.h"

namespace wain::lint {

/// By edge: of the cases that leave its tail, the share that takes it (of a fork's edge: that enters the
/// branch). Exits of nodes that no case comes to are split evenly.
struct ExitShares {
  std::vector<double> edges;
  bool known = false;  ///< false: visits cannot be computed, and all is split evenly
};
ExitShares exit_shares(const View& view, ir::ProcessId process);
/// For questions about structure alone: split evenly, without asking the estimate.
ExitShares even_shares(const ir::Process& process);

}  // namespace wain::lint
