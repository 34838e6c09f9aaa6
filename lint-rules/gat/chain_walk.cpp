#include "rules/gat/chain_walk.h"

#include <iterator>

#include "analysis/case_walk.h"

namespace wain::lint {
namespace {

/// The domain of the walks (analysis::CaseWalk).
class Counting {
public:
  using State = Met;

  Counting(const ChainGround& ground, const ExitShares& shares, const llvm::BitVector& sees)
      : ground_(ground), shares_(shares), sees_(sees) {}

  [[nodiscard]] bool is_full(const Met& met) const { return met.gates >= ground_.cap && met.seen; }

  [[nodiscard]] Met arrive(ir::NodeId node, const Met& before) const {
    Met met = before;
    if (ground_.map.counts(node)) add(node, 1, met);
    return met;
  }
  [[nodiscard]] bool stops(ir::NodeId node, const Met& met) const {
    return is_full(met) || met.ended || ground_.ends_walk(node) || ground_.settled_at(node, met) != nullptr;
  }
  template <class Visit>
  void leave(ir::NodeId node, const Met& met, Visit visit) const {
    const ir::Process& process = ground_.process;
    const CalleeGates* inside =
        process[node].kind == ir::NodeKind::Call ? ground_.callee(process[node]) : nullptr;
    if (inside != nullptr) return leave_call(node, *inside, met, visit);
    for (const ir::EdgeId edge : process[node].out) {
      if (is_onward(process[edge])) visit(process[edge].to, met, shares_.edges[edge.index]);
    }
  }
  [[nodiscard]] double enters(ir::EdgeId edge) const { return shares_.edges[edge.index]; }
  [[nodiscard]] static Met entering(ir::EdgeId, const Met& met) { return met; }
  [[nodiscard]] Met merged(const Met& a, const Met& b, bool all) const {
    Met met;
    met.gates = all ? std::max(a.gates, b.gates) : std::min(a.gates, b.gates);
    met.seen = all ? a.seen || b.seen : a.seen && b.seen;
    met.ended = a.ended || b.ended;
    met.handed = a.handed || b.handed;
    if (met.gates < ground_.cap)
      std::set_union(a.again.begin(), a.again.end(), b.again.begin(), b.again.end(),
                     std::back_inserter(met.again));
    return met;
  }

private:
  void add(ir::NodeId node, std::uint32_t gates, Met& met) const {
    const auto at = std::lower_bound(met.again.begin(), met.again.end(), node.index);
    if (at != met.again.end() && *at == node.index) return;
    met.gates = std::min(ground_.cap, met.gates + gates);
    met.seen = met.seen || sees_.test(node.index);
    if (met.gates == ground_.cap)
      met.again.clear();  // how often no longer matters
    else if (ground_.cyclic.test(node.index))
      met.again.insert(at, node.index);
  }

  template <class Visit>
  void leave_call(ir::NodeId node, const CalleeGates& inside, const Met& before, Visit visit) const {
    for (const CalleeExit& exit : inside.exits) {
      Met met = before;
      if (exit.gates > 0 && ground_.calls_count) add(node, exit.gates, met);
      if (!exit.outcome) {
        met.ended = true;
        met.handed = exit.handed;
        visit(node, met, exit.share);
        continue;
      }
      for (const ir::EdgeId edge : ground_.process[node].out) {
        if (!is_onward(ground_.process[edge])) continue;
        if (analysis::outcome_of(ground_.view.definition, ground_.process[node], ground_.process[edge]) ==
            exit.outcome)
          visit(ground_.process[edge].to, met, exit.share);
      }
    }
  }

  const ChainGround& ground_;
  const ExitShares& shares_;
  const llvm::BitVector& sees_;
};

}  // namespace

Verdict judge(const ChainGround& ground, const ExitShares& shares, const llvm::BitVector& sees,
              ir::NodeId start) {
  const Counting counting(ground, shares, sees);
  analysis::CaseWalk<Counting> walk(ground.process, ground.positions, counting);
  Verdict verdict;
  for (const auto& arrival : walk.leaving(start, Met{})) {
    if (counting.is_full(arrival.state)) {
      verdict.some = true;
      verdict.share += arrival.mass;
    } else if (arrival.state.ended ? arrival.state.handed : ground.firing.test(arrival.node.index)) {
      verdict.handed.emplace_back(arrival.state.ended ? ir::NodeId{} : arrival.node, arrival.mass);
    } else if (const Verdict* next = ground.settled_at(arrival.node, arrival.state)) {
      verdict.misses = verdict.misses || next->misses;
      for (const auto& [later, mass] : next->handed) verdict.handed.emplace_back(later, mass * arrival.mass);
    } else {
      verdict.misses = true;
    }
  }
  verdict.complete = walk.complete();
  return verdict;
}

std::vector<CalleeExit> callee_exits(const ChainGround& ground, const ExitShares& shares) {
  const llvm::BitVector none(static_cast<unsigned>(ground.process.nodes.size()));
  const Counting counting(ground, shares, none);
  analysis::CaseWalk<Counting> walk(ground.process, ground.positions, counting);
  std::vector<CalleeExit> result;
  for (const auto& arrival : walk.leaving(ir::NodeId{0}, Met{})) {
    CalleeExit exit;
    const ir::Node& at = ground.process[arrival.node];
    if (arrival.state.ended)
      exit.handed = arrival.state.handed;
    else if (at.kind == ir::NodeKind::End)
      exit.outcome = at.outcome;
    else
      exit.handed = ground.firing.test(arrival.node.index);
    exit.gates = arrival.state.gates;
    exit.share = arrival.mass;
    result.push_back(exit);
  }
  return result;
}

llvm::BitVector onward_region(const ChainGround& ground, ir::NodeId start) {
  llvm::BitVector region(static_cast<unsigned>(ground.process.nodes.size()));
  std::vector<ir::NodeId> work{start};
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    ground.onward(node, [&](ir::EdgeId edge) {
      const ir::NodeId to = ground.process[edge].to;
      if (region.test(to.index)) return;
      region.set(to.index);
      if (!ground.ends_walk(to)) work.push_back(to);
    });
  }
  return region;
}

bool is_call_in_the_way(const ChainGround& ground, ir::NodeId node) {
  if (ground.process[node].kind != ir::NodeKind::Call) return false;
  const CalleeGates* inside = ground.callee(ground.process[node]);
  return inside != nullptr && inside->most > 0;
}

}  // namespace wain::lint
