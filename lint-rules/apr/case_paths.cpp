#include "rules/apr/case_paths.h"

namespace wain::lint {

llvm::BitVector gates_of(const View& view, ir::ProcessId process,
                         const std::vector<analysis::Claim>& claims) {
  llvm::BitVector result(static_cast<unsigned>(view[process].nodes.size()));
  for (const analysis::Claim& claim : claims) {
    if (claim.process == process) result.set(claim.gate.index);
  }
  return result;
}

bool may_happen(const View& view, const analysis::Shortfall& shortfall) {
  const llvm::BitVector past = gates_of(view, shortfall.process, shortfall.unapproved);
  return view.decisions->comes_unapproved(shortfall.process, shortfall.control, shortfall.point, past) ==
         conditions::Answer::Yes;
}

bool may_happen(const View& view, ir::ProcessId process, const analysis::SurplusClaim& surplus) {
  std::vector<ir::NodeId> gates = surplus.before;
  gates.push_back(surplus.gate);
  return view.decisions->comes_to_all(process, surplus.control, gates) == conditions::Answer::Yes;
}

}  // namespace wain::lint
