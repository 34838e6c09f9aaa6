#include "rules/own/unjudged_share.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <vector>

#include "analysis/case_walk.h"
#include "rules/engine/exit_shares.h"

namespace wain::lint {
namespace {

/// What is known of a case: which of the wanted judgments hold, by index in order, and whether there may be
/// others. What a race or a parallel branch has done to a case, and what a callee has judged on some of its
/// paths, depends on more than shares.
struct Held {
  std::vector<unsigned> judgments;
  bool perhaps_more = false;
  friend auto operator<=>(const Held&, const Held&) = default;
};

/// The domain of the walk (analysis::CaseWalk).
class Holding {
public:
  using State = Held;

  /// `judging`: by process, whether it or what it calls may bring a wanted judgment.
  Holding(const ir::Process& process, const analysis::Judgments& judgments, const llvm::BitVector& wanted,
          const llvm::BitVector& judging, const ExitShares& shares)
      : process_(process), judgments_(judgments), judging_(judging), shares_(shares) {
    effects_.reserve(process.edges.size());
    for (const ir::Edge& edge : process.edges) effects_.push_back(effect_of(edge, wanted));
  }

  [[nodiscard]] static State arrive(ir::NodeId, const State& held) { return held; }
  [[nodiscard]] bool stops(ir::NodeId node, const State&) const {
    return process_[node].kind == ir::NodeKind::End;
  }
  template <class Visit>
  void leave(ir::NodeId node, const State& held, Visit visit) const {
    for (const ir::EdgeId id : process_[node].out) {
      const ir::Edge& edge = process_[id];
      if (!judgments_.is_dead_exit(edge)) visit(edge.to, over(id, held), shares_.edges[id.index]);
    }
  }
  [[nodiscard]] double enters(ir::EdgeId edge) const { return shares_.edges[edge.index]; }
  [[nodiscard]] State entering(ir::EdgeId id, const State& held) const {
    return without(held, judgments_.interference(process_[id]));
  }
  [[nodiscard]] static State merged(const State& a, const State& b, bool all) {
    State result;
    const std::vector<unsigned>&one = a.judgments, &other = b.judgments;
    if (all)
      std::set_union(one.begin(), one.end(), other.begin(), other.end(),
                     std::back_inserter(result.judgments));
    else
      std::set_intersection(one.begin(), one.end(), other.begin(), other.end(),
                            std::back_inserter(result.judgments));
    result.perhaps_more = a.perhaps_more || b.perhaps_more || (!all && one != other);
    return result;
  }

private:
  /// What leaving over an edge does to the wanted judgments. Walks ask the same edges again and again.
  struct Effect {
    const llvm::BitVector* killed;
    std::vector<unsigned> made;  // in order
    bool in_callee = false;
  };
  [[nodiscard]] Effect effect_of(const ir::Edge& edge, const llvm::BitVector& wanted) const {
    const ir::Node& from = process_[edge.from];
    Effect effect{
        &judgments_.killed(edge), {}, from.kind == ir::NodeKind::Call && judging_.test(from.callee.index)};
    const llvm::ArrayRef<llvm::BitVector> sets = judgments_.made(edge);
    if (sets.empty()) return effect;
    llvm::BitVector made(wanted.size());
    for (const llvm::BitVector& one : sets) made |= one;
    made &= wanted;
    effect.made.assign(made.set_bits_begin(), made.set_bits_end());
    return effect;
  }
  [[nodiscard]] State over(ir::EdgeId id, const State& held) const {
    const Effect& effect = effects_[id.index];
    State result{{}, held.perhaps_more || effect.in_callee};
    auto made = effect.made.begin();
    for (const unsigned judgment : held.judgments) {
      for (; made != effect.made.end() && *made < judgment; ++made) result.judgments.push_back(*made);
      if (!effect.killed->test(judgment) && (made == effect.made.end() || *made != judgment))
        result.judgments.push_back(judgment);
    }
    result.judgments.insert(result.judgments.end(), made, effect.made.end());
    return without(result, judgments_.interference(process_[id]));
  }
  [[nodiscard]] static State without(const State& held, const llvm::BitVector* ended) {
    if (ended == nullptr) return held;
    State result{{}, held.perhaps_more};
    for (const unsigned judgment : held.judgments) {
      if (ended->test(judgment))
        result.perhaps_more = true;
      else
        result.judgments.push_back(judgment);
    }
    return result;
  }

  const ir::Process& process_;
  const analysis::Judgments& judgments_;
  const llvm::BitVector& judging_;
  const ExitShares& shares_;
  std::vector<Effect> effects_;  // by edge
};

}  // namespace

JudgingProcesses::JudgingProcesses(const View& view)
    : view_(view), by_criterion_(view.definition.criteria.size()) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId at : view.reaches[id.index].order) {
      const ir::Node& node = view[id][at];
      for (const auto* criteria : {&node.judges, &node.checks}) {
        for (const ir::CriterionId criterion : *criteria) {
          std::vector<ir::ProcessId>& known = by_criterion_[criterion.index];
          if (known.empty() || known.back() != id) known.push_back(id);
        }
      }
    }
  }
}

llvm::BitVector JudgingProcesses::of(ir::CriterionId criterion) const {
  llvm::BitVector result(static_cast<unsigned>(view_.definition.processes.size()));
  std::vector<ir::ProcessId> work;
  const auto add = [&](ir::ProcessId process) {
    if (result.test(process.index)) return;
    result.set(process.index);
    work.push_back(process);
  };
  for (const ir::ProcessId process : by_criterion_[criterion.index]) add(process);
  while (!work.empty()) {
    const ir::ProcessId callee = work.back();
    work.pop_back();
    for (const Place caller : view_.callers[callee.index]) add(caller.process);
  }
  return result;
}

std::optional<std::vector<UnjudgedArrival>> unjudged_arrivals(const View& view, ir::ProcessId id,
                                                              const analysis::Judgments& judgments,
                                                              const llvm::BitVector& wanted,
                                                              const llvm::BitVector& judging) {
  const ExitShares shares = exit_shares(view, id);
  if (!shares.known) return std::nullopt;
  const ir::Process& process = view[id];
  const Holding domain(process, judgments, wanted, judging, shares);
  constexpr std::size_t longest = 20'000;
  const std::vector<std::uint32_t> positions = analysis::positions(process, view.reaches[id.index]);
  analysis::CaseWalk<Holding> walk(process, positions, domain, longest);
  std::vector<UnjudgedArrival> result;
  for (const auto& arrival : walk.leaving({0}, {})) {
    if (arrival.state.judgments.empty() && arrival.mass > 0)
      result.push_back({arrival.node, arrival.mass, arrival.state.perhaps_more});
  }
  return walk.complete() ? std::optional(std::move(result)) : std::nullopt;
}

std::optional<double> unjudged_share(const std::vector<UnjudgedArrival>& arrivals,
                                     const std::vector<ir::NodeId>& ends) {
  double share = 0;
  for (const UnjudgedArrival& arrival : arrivals) {
    if (std::find(ends.begin(), ends.end(), arrival.end) == ends.end()) continue;
    if (arrival.judged_perhaps) return std::nullopt;
    share += arrival.share;
  }
  return std::min(share, 1.0);
}

}  // namespace wain::lint
