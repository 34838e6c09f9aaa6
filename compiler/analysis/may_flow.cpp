#include "analysis/may_flow.h"

#include <utility>

namespace wain::analysis {

std::vector<llvm::BitVector> solve_may(const ir::Process& process, const Reach& reach, unsigned bits,
                                       llvm::function_ref<void(ir::EdgeId, llvm::BitVector&)> transfer) {
  std::vector<llvm::BitVector> in(process.nodes.size());
  for (const ir::NodeId node : reach.order) in[node.index].resize(bits);
  for (bool changed = true; changed;) {
    changed = false;
    for (const ir::NodeId node : reach.order) {
      llvm::BitVector fresh(bits);
      for (const ir::EdgeId edge : process[node].in) {
        if (!reach.has(process[edge].from)) continue;
        llvm::BitVector out = in[process[edge].from.index];
        transfer(edge, out);
        fresh |= out;
      }
      if (fresh == in[node.index]) continue;
      in[node.index] = std::move(fresh);
      changed = true;
    }
  }
  return in;
}

}  // namespace wain::analysis
