/// Where the controls of a process must have been met.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// By process index: outcomes that are a no. What is not in it has none.
using RefusedOutcomes = std::map<std::uint32_t, std::vector<ir::OutcomeId>>;

/// Where cases come under a no, and where they come without one: by node index. A no is a rejection, a
/// clock that rejects, or an outcome of a call that is one; it stands until a gate that answers one of the
/// same questions approves after all, or any gate where either names no question.
struct Standing {
  llvm::BitVector refused;
  llvm::BitVector free;
  llvm::BitVector regular;  ///< of these, without an exception (`fails`) on the way
};
Standing standing(const ir::Definition& definition, const ir::Process& process, const Reach& reach,
                  const RefusedOutcomes& in_calls);

/// The outcomes of a process that are a no: not the first that it yields, and cases come there under a no.
std::vector<ir::OutcomeId> refused_outcomes(const ir::Process& process, const Standing& cases);

/// Nodes at which the controls of a process must be met: irreversible work, and ends in the first outcome
/// or in another that is no refusal and that not only exceptions lead to. What a case comes to only under a
/// no needs nobody's yes: not the letter of refusal.
llvm::BitVector control_points(const ir::Process& process, const Reach& reach, const Standing& cases);

}  // namespace wain::analysis
