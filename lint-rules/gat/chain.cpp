// From each automated step the onward exits are followed (chain_walk.h) with a count of the human gates
// met. Later steps first: where a walk comes to an automated step that has a chain of its own, the rest
// belongs to that one. A walk ends as soon as the count is full, so each costs little.
#include "rules/gat/chain.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "analysis/case_walk.h"
#include "analysis/flow_graph.h"
#include "rules/engine/reporter.h"
#include "rules/gat/chain_measures.h"
#include "rules/gat/chain_walk.h"

namespace wain::lint {
namespace {

/// Shares are added up in floating point, and the last cases in a loop are left there.
constexpr double rounding = 1e-6;

}  // namespace

/// The work on one process.
struct ChainFinder::Walk {
  ChainGround ground;
  double share_wanted;
  ExitShares even;
  std::optional<ExitShares> shares;
  llvm::BitVector all;  // nodes
  std::vector<GateChain> found;
  std::vector<std::pair<ir::NodeId, ir::NodeId>> handed;  // earlier machine, the later one

  Walk(ChainGround on, double wanted)
      : ground(std::move(on)),
        share_wanted(wanted),
        even(even_shares(ground.process)),
        all(static_cast<unsigned>(ground.process.nodes.size()), true) {}

  [[nodiscard]] const ExitShares& real_shares() {
    if (!shares) shares = exit_shares(ground.view, ground.id);
    return *shares;
  }

  void look_at(ir::NodeId machine) {
    if (!may_be_seen(ground, machine)) return hand_over(machine, begun_in(onward_region(ground, machine)));
    Verdict verdict = judge(ground, even, all, machine);
    if (!verdict.some && verdict.complete) ground.settled.emplace(machine, verdict);
    llvm::BitVector sees;
    if (verdict.some) {
      const llvm::BitVector region = onward_region(ground, machine);
      sees = gates_that_see(ground, machine, region);
      // No gate sees anything of it: all that is left to find out is which chains begin later.
      verdict = sees.none() ? begun_in(region) : judge(ground, even, sees, machine);
    }
    if (!verdict.some) return hand_over(machine, verdict);
    weigh(machine, verdict, sees);
  }

  [[nodiscard]] Verdict begun_in(const llvm::BitVector& region) const {
    Verdict verdict;
    llvm::BitVector later = region;
    later &= ground.firing;
    for (const unsigned i : later.set_bits()) verdict.handed.emplace_back(ir::NodeId{i}, 0.0);
    return verdict;
  }

  void hand_over(ir::NodeId machine, const Verdict& verdict) {
    for (const auto& [later, mass] : verdict.handed) {
      if (later) handed.emplace_back(machine, later);
    }
  }

  [[nodiscard]] const GateChain* chain_of(ir::NodeId machine) const {
    const auto at = std::find_if(found.begin(), found.end(),
                                 [&](const GateChain& chain) { return chain.machine == machine; });
    return at == found.end() ? nullptr : &*at;
  }

  /// Some path has a chain; is it on every path, or met by enough cases?
  void weigh(ir::NodeId machine, const Verdict& structure, const llvm::BitVector& sees) {
    GateChain chain;
    chain.machine = machine;
    chain.every = !structure.misses && structure.complete &&
                  std::all_of(structure.handed.begin(), structure.handed.end(), [&](const auto& to) {
                    const GateChain* later = to.first ? chain_of(to.first) : nullptr;
                    return later != nullptr && later->every;
                  });
    if (!chain.every || !structure.handed.empty()) {
      const Verdict weighed = judge(ground, real_shares(), sees, machine);
      const bool own = real_shares().known && weighed.share >= share_wanted - rounding;
      if (!own && !structure.handed.empty()) return hand_over(machine, structure);
      if (!own && !chain.every) return;
      chain.share = weighed.share;
      chain.share_known = real_shares().known;
      chain.share_at_least = !weighed.complete;
      for (const auto& [later, mass] : weighed.handed) {
        if (const GateChain* next = later ? chain_of(later) : nullptr) chain.share += mass * next->share;
      }
    } else {
      chain.share = 1.0;
      chain.share_known = real_shares().known;
    }
    describe(chain, sees);
    if (real_shares().known) weigh_gates(chain);
    ground.firing.set(machine.index);
    found.push_back(std::move(chain));
  }

  void describe(GateChain& chain, const llvm::BitVector& sees) {
    const llvm::BitVector region = onward_region(ground, chain.machine);
    std::tie(chain.least, chain.most) = chain_lengths(ground, chain.machine, region);
    chain.most = std::max(chain.most, ground.cap);  // some need another round of a loop
    if (chain.every) chain.least = std::max(chain.least, ground.cap);
    for (const unsigned i : region.set_bits()) {
      const ir::NodeId node{i};
      if (ground.map.is_gate(node))
        chain.gates.push_back({{ground.id, node}, node, ground.map.counts(node), sees.test(i)});
      if (!is_call_in_the_way(ground, node)) continue;
      const ir::ProcessId callee = ground.process[node].callee;
      const GateMap inside = gate_map(ground.view, callee);
      for (std::uint32_t gate = 0; gate < inside.human.size(); ++gate) {
        if (inside.is_gate({gate}))
          chain.gates.push_back({{callee, {gate}}, node, inside.counts({gate}), sees.test(i)});
      }
    }
  }

  /// The share of cases that come to each gate: the same walk, with this one gate alone to meet.
  void weigh_gates(GateChain& chain) {
    ChainGround one = ground;
    one.cap = 1;
    one.calls_count = false;
    one.settled.clear();
    one.map.costumed.reset();
    one.map.excused.reset();
    std::map<ir::NodeId, double> known;
    for (std::size_t i = 0; i < std::min(chain.gates.size(), places_shown); ++i) {
      ChainGate& gate = chain.gates[i];
      const auto [at, fresh] = known.try_emplace(gate.node, 0.0);
      if (fresh) {
        one.map.human.reset();
        one.map.human.set(gate.node.index);
        at->second = judge(one, real_shares(), all, chain.machine).share;
      }
      gate.share = at->second;
      if (gate.place.process == ground.id) continue;
      const estimate::Flow& inside = ground.view.estimates.for_process(ground.id).flow(gate.place.process);
      gate.share *= std::min(1.0, inside.visits[gate.place.node.index]);
    }
  }

  [[nodiscard]] std::vector<GateChain> finish() {
    for (const auto& [earlier, later] : handed) {
      for (GateChain& chain : found) {
        if (chain.machine == later) chain.earlier.push_back(earlier);
      }
    }
    for (GateChain& chain : found) {
      std::sort(chain.earlier.begin(), chain.earlier.end());
      chain.earlier.erase(std::unique(chain.earlier.begin(), chain.earlier.end()), chain.earlier.end());
    }
    std::sort(found.begin(), found.end(),
              [](const GateChain& a, const GateChain& b) { return a.machine < b.machine; });
    return std::move(found);
  }

  /// What this process puts in the way of those that call it.
  [[nodiscard]] CalleeGates as_callee() {
    CalleeGates result;
    result.exits = callee_exits(ground, real_shares());
    const llvm::BitVector region = onward_region(ground, {0});
    std::tie(result.least, result.most) = chain_lengths(ground, {0}, region);
    result.seen = parameters_seen(ground, region);
    return result;
  }
};

ChainFinder::ChainFinder(const View& view, std::uint32_t limit, double share)
    : view_(view), cap_(limit + 1), share_(share) {}

std::vector<GateChain> ChainFinder::find(ir::ProcessId id) {
  const ir::Process& process = view_[id];
  const analysis::Reach& reach = view_.reaches[id.index];
  const bool called = !view_.callers[id.index].empty();
  std::size_t gates = 0;
  bool machines = false, calls = false;
  for (const ir::NodeId node : reach.order) {
    const bool human = view_.is_human(process[node]);
    gates += human ? 1U : 0U;  // a bound: costumed checks are steps
    machines = machines || view_.is_automated(process[node]);
    calls = calls || process[node].kind == ir::NodeKind::Call;
  }
  if (!called && (!machines || (!calls && gates < cap_))) return {};

  const auto count = static_cast<unsigned>(process.nodes.size());
  Walk walk(
      ChainGround{view_, id, process, reach, callees_, gate_map(view_, id),
                  analysis::positions(process, reach), llvm::BitVector(count), llvm::BitVector(count), cap_},
      share_);
  if (!called && !calls && walk.ground.map.human.count() + walk.ground.map.costumed.count() < cap_) return {};
  walk.ground.lookers = lookers(view_, id, [&](ir::NodeId node) { return judged_on(walk.ground, node); });
  for (const analysis::Loop& loop : view_.decisions->loops(id).loops) {
    for (const ir::NodeId node : loop.nodes) walk.ground.cyclic.set(node.index);
  }
  for (auto at = reach.order.rbegin(); at != reach.order.rend(); ++at) {
    if (view_.is_automated(process[*at])) walk.look_at(*at);
  }
  if (called) callees_[id.index] = walk.as_callee();
  return walk.finish();
}

}  // namespace wain::lint
