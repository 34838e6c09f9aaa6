#include "conditions/beside.h"

#include <utility>

namespace wain::conditions {

Beside::Beside(const analysis::Writes& writes, const analysis::Reach& reach, unsigned bits,
               llvm::function_ref<void(const ir::Path&, llvm::BitVector&)> touch) {
  const ir::Process& process = writes.process;
  const std::size_t count = process.branches.size();
  own_.assign(count, llvm::BitVector(bits));
  beside_.assign(count, llvm::BitVector(bits));
  if (bits == 0) return;
  for (const ir::NodeId id : reach.order) {
    const ir::Node& node = process[id];
    if (!node.branch) continue;
    writes.anywhere(node, [&](const ir::Path& path) { touch(path, own_[node.branch.index]); });
  }
  // Branches are numbered outside in.
  for (std::size_t i = count; i-- > 0;) {
    if (process.branches[i].parent) own_[process.branches[i].parent.index] |= own_[i];
  }
  for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
    const ir::Node& node = process.nodes[i];
    if (node.kind != ir::NodeKind::Fork) continue;
    llvm::BitVector before(bits), after(bits);
    for (const ir::BranchId branch : node.branches) {
      beside_[branch.index] |= before;
      before |= own_[branch.index];
    }
    for (auto at = node.branches.rbegin(); at != node.branches.rend(); ++at) {
      beside_[at->index] |= after;
      after |= own_[at->index];
    }
    past_fork_[i] = std::move(after);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (process.branches[i].parent) beside_[i] |= beside_[process.branches[i].parent.index];
  }
  for (auto& [fork, all] : past_fork_) {
    const ir::BranchId around = process.nodes[fork].branch;
    if (around) all |= beside_[around.index];
  }
}

const llvm::BitVector* Beside::of(const ir::Process& process, const ir::Edge& edge) const {
  if (process[edge.from].kind != ir::NodeKind::Fork) return of(process[edge.from].branch);
  if (const ir::BranchId branch = analysis::branch_of(process, edge.to, edge.from)) return of(branch);
  const auto at = past_fork_.find(edge.from.index);
  return at == past_fork_.end() ? nullptr : &at->second;
}

}  // namespace wain::conditions
