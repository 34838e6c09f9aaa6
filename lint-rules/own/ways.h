/// What the rules about owners share: how cases come to an outcome, and through whom.
#pragma once

#include <vector>

#include <llvm/ADT/BitVector.h>

#include "rules/engine/view.h"

namespace wain::lint {

/// The outcomes that some process ends in, that are whole, and that have an owner who is whole.
std::vector<ir::OutcomeId> owned_and_reached(const View& view);

/// The nodes through which cases come to an outcome: in the processes that end in it, in what these
/// call, and in their callers up to the call; and beside these in the branches of a parallel that a case
/// leaves for it.
struct Ways {
  std::vector<ir::ProcessId> processes;  ///< in order of discovery
  std::vector<llvm::BitVector> nodes;    ///< one each
};
Ways ways_to(const View& view, ir::OutcomeId outcome);

/// Notes an end in the outcome that stands in another file than the outcome, if there is one: it is what
/// makes the finding one of that file.
void note_end_elsewhere(const View& view, ir::OutcomeId outcome, Diagnostics::Builder& finding);

}  // namespace wain::lint
