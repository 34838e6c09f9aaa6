#include "analysis/claim_sets.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "analysis/must_flow.h"

namespace wain::analysis {

bool ClaimFamily::add(ClaimSet set, Keep keep) {
  const auto covers = [keep](ClaimSet strong, ClaimSet weak) {  // `weak` says nothing beside `strong`
    return ((strong ^ weak) & keep.marked) == 0 &&
           (strong & weak) == (keep.which == Keep::Which::Smallest ? strong : weak);
  };
  if (std::any_of(sets_.begin(), sets_.end(), [&](ClaimSet old) { return covers(old, set); })) return true;
  sets_.erase(std::remove_if(sets_.begin(), sets_.end(), [&](ClaimSet old) { return covers(set, old); }),
              sets_.end());
  if (sets_.size() == limit) return false;
  sets_.insert(std::upper_bound(sets_.begin(), sets_.end(), set), set);
  return true;
}

bool ClaimFamily::add(const ClaimFamily& other, Keep keep) {
  return std::all_of(other.sets_.begin(), other.sets_.end(), [&](ClaimSet set) { return add(set, keep); });
}

bool ClaimFamily::add_all_to(ClaimFamily& sum, const ClaimFamily& other, Keep keep) const {
  for (const ClaimSet a : sets_) {
    for (const ClaimSet b : other.sets_) {
      if (!sum.add(a | b, keep)) return false;
    }
  }
  return true;
}

namespace {

class ClaimSolver {
public:
  ClaimSolver(const ClaimProblem& problem, EdgeClaims claims)
      : problem_(problem), process_(problem.process), claims_(claims), in_(process_.nodes.size()) {}

  std::optional<std::vector<ClaimFamily>> run() && {
    // Families only grow towards more and more demanding ones, of which there are finitely many.
    for (bool changed = true; changed;) {
      changed = false;
      for (const ir::NodeId node : problem_.reach.order) {
        ClaimFamily fresh;
        if (node.index == 0 && !fresh.add(problem_.at_start, problem_.keep)) return std::nullopt;
        if (!arriving(node, fresh)) return std::nullopt;
        if (fresh == in_[node.index]) continue;
        in_[node.index] = std::move(fresh);
        changed = true;
      }
    }
    return std::move(in_);
  }

private:
  bool over(ir::EdgeId id, ClaimFamily& to) const {
    const ir::NodeId from = process_[id].from;
    if (!problem_.reach.has(from) || in_[from.index].empty()) return true;
    const ClaimFamily* claimed = claims_(id);
    return claimed == nullptr || in_[from.index].add_all_to(to, *claimed, problem_.keep);
  }

  bool arriving(ir::NodeId node, ClaimFamily& to) const {
    if (process_[node].kind == ir::NodeKind::Join && process_[node].partner) return at_join(node, to);
    return std::all_of(process_[node].in.begin(), process_[node].in.end(),
                       [&](ir::EdgeId edge) { return over(edge, to); });
  }

  bool at_join(ir::NodeId node, ClaimFamily& to) const {
    std::vector<ClaimFamily> inputs;
    for (const JoinInput& input : join_inputs(process_, problem_.reach, node)) {
      ClaimFamily family;
      for (const ir::EdgeId edge : input.edges) {
        if (!over(edge, family)) return false;
      }
      if (input.skipped_by && !over(input.skipped_by, family)) return false;
      if (!family.empty()) inputs.push_back(std::move(family));
    }
    if (inputs.empty()) return true;
    const ir::Node& fork = process_[process_[node].partner];
    std::size_t finishing = inputs.size();
    if (fork.join_rule == ir::JoinRule::First) finishing = 1;
    if (fork.join_rule == ir::JoinRule::KOfN) {
      finishing = std::clamp<std::size_t>(fork.join_count, 1, inputs.size());
    }
    return choose(inputs, finishing, to);
  }

  /// The joined sets of every choice of `count` inputs, one input after the other.
  bool choose(const std::vector<ClaimFamily>& inputs, std::size_t count, ClaimFamily& to) const {
    std::vector<ClaimFamily> chosen(count + 1);
    if (!chosen[0].add(ClaimSet{0}, problem_.keep)) return false;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      // All must still be choosable from those that are left.
      const std::size_t least = count > inputs.size() - i ? count - (inputs.size() - i) : 0;
      for (std::size_t have = std::min(i + 1, count); have-- > least;) {
        if (!chosen[have].add_all_to(chosen[have + 1], inputs[i], problem_.keep)) return false;
      }
    }
    return to.add(chosen[count], problem_.keep);
  }

  const ClaimProblem& problem_;
  const ir::Process& process_;
  EdgeClaims claims_;
  std::vector<ClaimFamily> in_;
};

}  // namespace

std::optional<std::vector<ClaimFamily>> solve_claims(const ClaimProblem& problem, EdgeClaims claims) {
  return ClaimSolver(problem, claims).run();
}

}  // namespace wain::analysis
