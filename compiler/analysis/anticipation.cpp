#include "analysis/anticipation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "analysis/must_flow.h"

namespace wain::analysis {
namespace {

class BackwardSolver {
public:
  using JudgesFilter = llvm::function_ref<bool(ir::NodeId, unsigned)>;

  BackwardSolver(const Writes& writes, const Reach& reach, const Judgments& judgments,
                 const llvm::BitVector& irreversible, JudgesFilter judges)
      : definition_(writes.definition),
        process_(writes.process),
        reach_(reach),
        judgments_(judgments),
        killed_(process_.edges.size()),
        in_(process_.nodes.size()),
        ahead_(process_.nodes.size()),
        made_(process_.nodes.size()),
        stops_(static_cast<unsigned>(process_.nodes.size())) {
    for (const ir::NodeId id : reach.order) {
      const ir::Node& node = process_[id];
      in_[id.index] = llvm::BitVector(judgments.size(), true);
      if (node.irreversible) stops_.set(id.index);
      if (node.kind == ir::NodeKind::Call && irreversible.test(node.callee.index)) stops_.set(id.index);
      for (const ir::EdgeId edge : node.out) {
        if (!is_approving(definition_, process_, process_[edge])) continue;
        killed_[edge.index] = judgments.killed(process_[edge]);
        if (const llvm::BitVector* beside = judgments.interference(process_[edge]))
          killed_[edge.index] |= *beside;
      }
      made_[id.index] = made_by(id, judges);
    }
    reckless_ = reckless_branches();
  }

  std::vector<llvm::BitVector> run() && {
    // Facts only fall, so this ends; against the order of control few passes are needed.
    for (bool changed = true; changed;) {
      changed = false;
      for (auto at = reach_.order.rbegin(); at != reach_.order.rend(); ++at) changed |= visit(*at);
    }
    for (const ir::NodeId node : reach_.order) withdraw(node);
    return std::move(ahead_);
  }

private:
  [[nodiscard]] llvm::BitVector made_by(ir::NodeId id, JudgesFilter judges) const {
    llvm::BitVector result(judgments_.size());
    if (!judges_in_earnest(definition_, process_, process_[id])) return result;
    for (const ir::EdgeId edge : process_[id].out) {
      if (process_[edge].kind != ir::EdgeKind::Approve) continue;
      for (const llvm::BitVector& made : judgments_.made(process_[edge])) result |= made;
    }
    const llvm::BitVector made = result;
    for (const unsigned judgment : made.set_bits()) {
      if (!judges(id, judgment)) result.reset(judgment);
    }
    return result;
  }

  bool visit(ir::NodeId id) {
    llvm::BitVector facts = process_[id].kind == ir::NodeKind::Fork ? over_fork(id) : over_exits(id);
    ahead_[id.index] = facts;
    if (stops_.test(id.index)) facts.reset();
    facts |= made_[id.index];
    if (facts == in_[id.index]) return false;
    in_[id.index] = std::move(facts);
    return true;
  }

  [[nodiscard]] llvm::BitVector over(ir::EdgeId id) const {
    llvm::BitVector facts = in_[process_[id].to.index];
    facts.reset(killed_[id.index]);
    return facts;
  }

  [[nodiscard]] llvm::BitVector over_exits(ir::NodeId id) const {
    const bool is_end = process_[id].kind == ir::NodeKind::End;
    llvm::BitVector facts(judgments_.size(), !is_end);
    for (const ir::EdgeId edge : process_[id].out) {
      if (is_approving(definition_, process_, process_[edge])) facts &= over(edge);
    }
    return facts;
  }

  /// A branch that may be skipped goes straight to the join, past which its siblings may still write.
  [[nodiscard]] llvm::BitVector over_branch(ir::EdgeId entry, ir::NodeId join) const {
    llvm::BitVector facts = over(entry);
    const ir::Edge& edge = process_[entry];
    const bool may_be_skipped = edge.kind == ir::EdgeKind::When || edge.guard || edge.share;
    if (!may_be_skipped || !reach_.has(join)) return facts;
    llvm::BitVector past = in_[join.index];
    past.reset(killed_[entry.index]);
    facts &= past;
    return facts;
  }

  [[nodiscard]] llvm::BitVector over_fork(ir::NodeId id) const {
    const ir::Node& fork = process_[id];
    std::vector<std::uint32_t> counts(judgments_.size());
    llvm::BitVector allowed(judgments_.size(), true);
    for (const ir::EdgeId entry : fork.out) {
      const llvm::BitVector facts = over_branch(entry, fork.partner);
      for (const unsigned judgment : facts.set_bits()) ++counts[judgment];
      const ir::BranchId branch = branch_of(process_, process_[entry].to, id);
      if (branch && reckless_.test(branch.index)) allowed &= facts;
    }
    std::size_t finishing = fork.out.size();
    if (fork.join_rule == ir::JoinRule::First) finishing = 1;
    if (fork.join_rule == ir::JoinRule::KOfN)
      finishing = std::clamp<std::size_t>(fork.join_count, 1, fork.out.size());
    const std::size_t needed = fork.out.size() - finishing + 1;
    for (unsigned judgment = 0; judgment < judgments_.size(); ++judgment) {
      if (counts[judgment] < needed) allowed.reset(judgment);
    }
    return allowed;
  }

  /// Branches that go on before their siblings have judged: they may leave the parallel on an approving
  /// way, which withdraws the others, or do something irreversible.
  [[nodiscard]] llvm::BitVector reckless_branches() const {
    llvm::BitVector result(static_cast<unsigned>(process_.branches.size()));
    for (const ir::NodeId id : reach_.order) {
      const bool stops = stops_.test(id.index) || process_[id].kind == ir::NodeKind::End;
      for (ir::BranchId around = process_[id].branch; around; around = process_[around].parent) {
        if (stops || leaves(id, around)) result.set(around.index);
      }
    }
    return result;
  }

  [[nodiscard]] bool leaves(ir::NodeId node, ir::BranchId branch) const {
    const ir::Branch& around = process_[branch];
    return std::any_of(process_[node].out.begin(), process_[node].out.end(), [&](ir::EdgeId out) {
      const ir::Edge& edge = process_[out];
      return is_approving(definition_, process_, edge) && edge.to != around.join &&
             branch_of(process_, edge.to, around.fork) != branch;
    });
  }

  /// What holds at a node inside of parallels if a sibling withdraws its branch, too.
  void withdraw(ir::NodeId id) {
    for (ir::BranchId branch = process_[id].branch; branch; branch = process_[branch].parent) {
      const ir::Node& fork = process_[process_[branch].fork];
      const auto is_rash = [&](ir::BranchId other) { return other != branch && reckless_.test(other.index); };
      if (std::any_of(fork.branches.begin(), fork.branches.end(), is_rash)) ahead_[id.index].reset();
      if (fork.join_rule == ir::JoinRule::All) continue;
      if (reach_.has(fork.partner))
        ahead_[id.index] &= in_[fork.partner.index];
      else
        ahead_[id.index].reset();
    }
  }

  const ir::Definition& definition_;
  const ir::Process& process_;
  const Reach& reach_;
  const Judgments& judgments_;
  std::vector<llvm::BitVector> killed_;  // by edge; of approving ones
  std::vector<llvm::BitVector> in_, ahead_, made_;
  llvm::BitVector stops_;     // by node: something irreversible is done there
  llvm::BitVector reckless_;  // by branch
};

}  // namespace

bool is_approving(const ir::Definition& definition, const ir::Process& process, const ir::Edge& edge) {
  switch (edge.kind) {
    case ir::EdgeKind::Next:
    case ir::EdgeKind::Approve:
    case ir::EdgeKind::When:
    case ir::EdgeKind::Otherwise:
    case ir::EdgeKind::Until:
    case ir::EdgeKind::Again:
    case ir::EdgeKind::Branch: return true;
    case ir::EdgeKind::Outcome: {
      const ir::Node& call = process[edge.from];
      const std::vector<ir::OutcomeId>& yields = definition[call.callee].yields;
      return !yields.empty() && edge.outcome == yields.front();
    }
    case ir::EdgeKind::Reject:
    case ir::EdgeKind::Return:
    case ir::EdgeKind::Fail:
    case ir::EdgeKind::Timeout: return false;
  }
  return false;
}

llvm::BitVector irreversible_processes(const ir::Definition& definition, const CallOrder& calls) {
  llvm::BitVector result(static_cast<unsigned>(definition.processes.size()));
  for (const ir::ProcessId id : calls.order) {
    const std::vector<ir::Node>& nodes = definition[id].nodes;
    const bool does = std::any_of(nodes.begin(), nodes.end(), [&](const ir::Node& node) {
      return node.irreversible ||
             (node.kind == ir::NodeKind::Call && node.callee && result.test(node.callee.index));
    });
    if (does) result.set(id.index);
  }
  return result;
}

std::vector<llvm::BitVector> anticipated_judgments(
    const Writes& writes, const Reach& reach, const Judgments& judgments, const llvm::BitVector& irreversible,
    llvm::function_ref<bool(ir::NodeId gate, unsigned judgment)> judges) {
  return BackwardSolver(writes, reach, judgments, irreversible, judges).run();
}

}  // namespace wain::analysis
