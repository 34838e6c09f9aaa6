#include "analysis/must_flow.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

namespace wain::analysis {
namespace {

class Solver {
public:
  using Transfer = llvm::function_ref<void(const ir::Edge&, llvm::BitVector&)>;

  Solver(const ir::Process& process, const Reach& reach, const llvm::BitVector& at_start, Transfer transfer)
      : process_(process),
        reach_(reach),
        transfer_(transfer),
        bits_(at_start.size()),
        in_(process.nodes.size()),
        inputs_(process.nodes.size()),
        is_due_(static_cast<unsigned>(process.nodes.size())) {
    for (const ir::NodeId node : reach.order) {
      in_[node.index] = llvm::BitVector(bits_, true);
      is_due_.set(node.index);
      if (process[node].kind == ir::NodeKind::Join) note_inputs(node);
    }
    if (!reach.order.empty()) in_[0] = at_start;
  }

  std::vector<llvm::BitVector> run() && {
    // Facts only fall, so this ends; in reverse post-order it takes one pass more than loops nest, and after
    // the first only what hangs on something that has changed is looked at.
    if (!reach_.order.empty()) is_due_.reset(0);
    while (is_due_.any()) {
      for (const ir::NodeId node : reach_.order) {
        if (!is_due_.test(node.index)) continue;
        is_due_.reset(node.index);
        llvm::BitVector fresh = process_[node].kind == ir::NodeKind::Join ? at_join(node) : at_meet(node);
        if (fresh == in_[node.index]) continue;
        in_[node.index] = std::move(fresh);
        for (const ir::EdgeId edge : process_[node].out) call_up(process_[edge].to);
        if (const auto past = joins_past_.find(node.index); past != joins_past_.end()) call_up(past->second);
      }
    }
    return std::move(in_);
  }

private:
  void note_inputs(ir::NodeId join) {
    inputs_[join.index] = join_inputs(process_, reach_, join);
    for (const JoinInput& input : inputs_[join.index]) {
      if (input.skipped_by) joins_past_[process_[input.skipped_by].from.index] = join;
    }
  }

  /// What is known before the first node stands.
  void call_up(ir::NodeId node) {
    if (node.index != 0) is_due_.set(node.index);
  }

  [[nodiscard]] llvm::BitVector out(ir::EdgeId id) const {
    const ir::Edge& edge = process_[id];
    llvm::BitVector facts = in_[edge.from.index];
    transfer_(edge, facts);
    return facts;
  }

  [[nodiscard]] llvm::BitVector at_meet(ir::NodeId node) const {
    std::optional<llvm::BitVector> facts;
    for (const ir::EdgeId edge : process_[node].in) {
      if (!reach_.has(process_[edge].from)) continue;
      if (facts)
        *facts &= out(edge);
      else
        facts = out(edge);
    }
    return facts ? *std::move(facts) : llvm::BitVector(bits_, true);
  }

  [[nodiscard]] llvm::BitVector of_input(const JoinInput& input) const {
    llvm::BitVector facts(bits_, true);
    for (const ir::EdgeId edge : input.edges) facts &= out(edge);
    if (input.skipped_by) facts &= out(input.skipped_by);
    return facts;
  }

  [[nodiscard]] llvm::BitVector at_join(ir::NodeId node) const {
    const std::vector<JoinInput>& inputs = inputs_[node.index];
    const std::size_t needed = needed_inputs(process_, node, inputs.size());
    if (needed == 0) return llvm::BitVector(bits_, true);
    if (needed == 1 || needed == inputs.size()) {
      llvm::BitVector facts(bits_, needed != 1);
      for (const JoinInput& input : inputs) {
        if (needed == 1)
          facts |= of_input(input);
        else
          facts &= of_input(input);
      }
      return facts;
    }
    std::vector<std::uint32_t> counts(bits_);
    for (const JoinInput& input : inputs) {
      const llvm::BitVector facts_of_input = of_input(input);  // outlives the range over it
      for (const unsigned bit : facts_of_input.set_bits()) ++counts[bit];
    }
    llvm::BitVector facts(bits_);
    for (unsigned bit = 0; bit < bits_; ++bit) {
      if (counts[bit] >= needed) facts.set(bit);
    }
    return facts;
  }

  const ir::Process& process_;
  const Reach& reach_;
  Transfer transfer_;
  unsigned bits_;
  std::vector<llvm::BitVector> in_;
  std::vector<std::vector<JoinInput>> inputs_;
  llvm::BitVector is_due_;                                    // nodes to be looked at (again)
  std::unordered_map<std::uint32_t, ir::NodeId> joins_past_;  // by fork: the join behind a branch skipped
};

}  // namespace

std::vector<JoinInput> join_inputs(const ir::Process& process, const Reach& reach, ir::NodeId join) {
  const ir::NodeId fork = process[join].partner;
  std::vector<JoinInput> inputs;
  std::unordered_map<std::uint32_t, std::size_t> position;  // of a branch in `inputs`; only looked up
  for (const ir::EdgeId id : process[join].in) {
    const ir::NodeId from = process[id].from;
    if (!reach.has(from)) continue;
    const ir::BranchId branch = from == fork ? ir::BranchId{} : branch_of(process, from, fork);
    const auto [at, fresh] = position.try_emplace(branch.index, inputs.size());
    if (fresh || !branch)
      inputs.push_back({branch, {id}, {}});
    else
      inputs[at->second].edges.push_back(id);
  }
  if (!fork || !process[fork].inclusive) return inputs;
  for (const ir::EdgeId id : process[fork].out) {
    const ir::Edge& entry = process[id];
    if (entry.kind != ir::EdgeKind::When && !entry.guard && !entry.share) continue;  // always taken
    const ir::BranchId branch = branch_of(process, entry.to, fork);
    const auto at = position.find(branch.index);
    if (branch && at != position.end()) inputs[at->second].skipped_by = id;
  }
  return inputs;
}

std::size_t needed_inputs(const ir::Process& process, ir::NodeId join, std::size_t inputs) {
  const ir::NodeId fork = process[join].partner;
  if (inputs == 0) return 0;
  if (!fork) return 1;  // without a partner it waits for all
  const ir::Node& node = process[fork];
  const std::size_t branches = std::max(node.branches.size(), inputs);
  std::size_t finishing = branches;
  if (node.join_rule == ir::JoinRule::First) finishing = 1;
  if (node.join_rule == ir::JoinRule::KOfN) {
    finishing = std::clamp<std::size_t>(node.join_count, 1, branches);
  }
  const std::size_t needed = branches - finishing + 1;
  const std::size_t given = branches - inputs;
  // Branches that never arrive cannot be among the first k, so they never excuse the last one that does.
  return needed > given ? needed - given : 1;
}

std::vector<llvm::BitVector> solve_must(
    const ir::Process& process, const Reach& reach, const llvm::BitVector& at_start,
    llvm::function_ref<void(const ir::Edge&, llvm::BitVector&)> transfer) {
  if (at_start.empty()) return std::vector<llvm::BitVector>(process.nodes.size());  // nothing is asked
  return Solver(process, reach, at_start, transfer).run();
}

}  // namespace wain::analysis
