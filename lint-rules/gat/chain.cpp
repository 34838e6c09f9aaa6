// From each automated step the onward exits are followed (analysis::CaseWalk) with a count of the human
// gates met. Later steps first: where a walk comes to an automated step that has a chain of its own, the
// rest belongs to that one. A walk ends as soon as the count is full, so each costs little.
#include "rules/gat/chain.h"

#include <algorithm>
#include <compare>
#include <utility>

#include "analysis/case_walk.h"
#include "analysis/flow_graph.h"
#include "analysis/must_flow.h"
#include "rules/engine/reporter.h"
#include "rules/gat/derived.h"

namespace wain::lint {
namespace {

/// What a case has met so far.
struct Met {
  std::uint32_t gates = 0;
  bool seen = false;                 ///< one of them looked at the machine's work
  bool ended = false;                ///< inside a callee
  bool handed = false;               ///< there, at an automated step with a chain of its own
  std::vector<std::uint32_t> again;  ///< of these, the nodes that control may come to again
  friend auto operator<=>(const Met&, const Met&) = default;
};

/// What came of one walk.
struct Verdict {
  bool some = false;    ///< some path meets more than the limit, before any other chain
  bool misses = false;  ///< some path does not
  double share = 0;     ///< of the cases: meet more
  bool complete = true;
  std::vector<std::pair<ir::NodeId, double>> handed;  ///< to automated steps with a chain of their own
};

/// What is fixed for all walks through one process.
struct Ground {
  const View& view;
  ir::ProcessId id;
  const ir::Process& process;
  const analysis::Reach& reach;
  const std::map<std::uint32_t, CalleeGates>& callees;
  GateMap map;
  std::vector<std::uint32_t> positions;
  llvm::BitVector cyclic;  // control may come round to these
  llvm::BitVector firing;  // automated steps with a chain of their own
  std::uint32_t cap = 0;
  bool calls_count = true;                  // what callees put in the way counts
  std::map<ir::NodeId, Verdict> settled{};  // automated steps with no chain before another one's

  [[nodiscard]] const CalleeGates* callee(const ir::Node& node) const {
    const auto at = callees.find(node.callee.index);
    return at == callees.end() ? nullptr : &at->second;
  }
  /// What becomes of a case that comes to this automated step before any gate, if that is known.
  [[nodiscard]] const Verdict* settled_at(ir::NodeId node, const Met& met) const {
    if (met.gates > 0 || process[node].branch) return nullptr;
    const auto at = settled.find(node);
    return at == settled.end() ? nullptr : &at->second;
  }
  [[nodiscard]] bool ends_walk(ir::NodeId node) const {
    return process[node].kind == ir::NodeKind::End || map.works.test(node.index) || firing.test(node.index);
  }
  /// Visits the exits that lead onward, of calls those whose outcome an onward way through the callee has.
  template <class Visit>
  void onward(ir::NodeId node, Visit visit) const {
    const CalleeGates* inside = process[node].kind == ir::NodeKind::Call ? callee(process[node]) : nullptr;
    for (const ir::EdgeId edge : process[node].out) {
      if (!is_onward(process[edge])) continue;
      if (inside != nullptr) {
        const ir::OutcomeId outcome = analysis::outcome_of(view.definition, process[node], process[edge]);
        if (std::none_of(inside->exits.begin(), inside->exits.end(),
                         [&](const CalleeExit& exit) { return exit.outcome == outcome; }))
          continue;
      }
      visit(edge);
    }
  }
};

/// The domain of the walks (analysis::CaseWalk).
class Counting {
public:
  using State = Met;

  Counting(const Ground& ground, const ExitShares& shares, const llvm::BitVector& sees)
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

  const Ground& ground_;
  const ExitShares& shares_;
  const llvm::BitVector& sees_;
};

/// Shares are added up in floating point, and the last cases in a loop are left there.
constexpr double rounding = 1e-6;

Verdict judge(const Ground& ground, const ExitShares& shares, const llvm::BitVector& sees, ir::NodeId start) {
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

/// The nodes on onward ways from `start`, up to and with those where the walk ends.
llvm::BitVector onward_region(const Ground& ground, ir::NodeId start) {
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

bool is_call_in_the_way(const Ground& ground, ir::NodeId node) {
  if (ground.process[node].kind != ir::NodeKind::Call) return false;
  const CalleeGates* inside = ground.callee(ground.process[node]);
  return inside != nullptr && inside->most > 0;
}

/// Fewest and most counted gates in series on the way over `region`, going round no loop. A join waits
/// for its longest branch.
std::pair<std::uint32_t, std::uint32_t> chain_lengths(const Ground& ground, ir::NodeId start,
                                                      const llvm::BitVector& region) {
  const ir::Process& process = ground.process;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lengths(process.nodes.size(), {UINT32_MAX, 0});
  lengths[start.index] = {0, 0};
  std::uint32_t least = UINT32_MAX, most = 0;
  const auto comes_before = [&](ir::NodeId from, ir::NodeId to) {
    return (from == start || (region.test(from.index) && !ground.ends_walk(from))) &&
           ground.positions[from.index] < ground.positions[to.index] &&
           lengths[from.index].first != UINT32_MAX;
  };
  const auto over = [&](const std::vector<ir::EdgeId>& edges, ir::NodeId to) {
    std::pair<std::uint32_t, std::uint32_t> best{UINT32_MAX, 0};
    for (const ir::EdgeId edge : edges) {
      const ir::NodeId from = process[edge].from;
      if (!is_onward(process[edge]) || !comes_before(from, to)) continue;
      best.first = std::min(best.first, lengths[from.index].first);
      best.second = std::max(best.second, lengths[from.index].second);
    }
    return best;
  };
  for (const ir::NodeId node : ground.reach.order) {
    if (!region.test(node.index) || node == start) continue;
    auto& length = lengths[node.index];
    length = over(process[node].in, node);
    if (process[node].kind == ir::NodeKind::Join && process[node].partner &&
        process[process[node].partner].join_rule == ir::JoinRule::All) {
      std::uint32_t longest = 0;
      for (const analysis::JoinInput& input : analysis::join_inputs(process, ground.reach, node)) {
        std::vector<ir::EdgeId> edges = input.edges;
        if (input.skipped_by) edges.push_back(input.skipped_by);
        if (const std::uint32_t branch = over(edges, node).first; branch != UINT32_MAX)
          longest = std::max(longest, branch);
      }
      if (length.first != UINT32_MAX) length.first = longest;
    }
    if (length.first == UINT32_MAX) continue;
    if (ground.map.counts(node)) {
      ++length.first;
      ++length.second;
    } else if (is_call_in_the_way(ground, node)) {
      const CalleeGates* inside = ground.callee(process[node]);
      length.first += inside->least;
      length.second += inside->most;
    }
    most = std::max(most, length.second);
    if (ground.ends_walk(node)) least = std::min(least, length.first);
  }
  return {std::min(least, most), most};
}

bool declares_data(const ir::Node& node) {
  return !node.reads.empty() || !node.sees.empty() || !node.updates.empty() || !node.produces.empty();
}

bool share_a_criterion(const ir::Node& machine, const ir::Node& gate) {
  return std::any_of(gate.judges.begin(), gate.judges.end(), [&](ir::CriterionId criterion) {
    return std::find(machine.checks.begin(), machine.checks.end(), criterion) != machine.checks.end();
  });
}

/// What a gate looks at, or what a call hands over to the gates inside.
std::vector<ir::Path> judged_on(const Ground& ground, ir::NodeId id) {
  const ir::Node& node = ground.process[id];
  if (node.kind != ir::NodeKind::Call)
    return ground.map.counts(id) ? looked_at(node) : std::vector<ir::Path>{};
  std::vector<ir::Path> result;
  if (const CalleeGates* inside = ground.callee(node)) {
    for (const ir::Path& path : inside->seen) {
      if (auto mapped = analysis::in_caller(ground.view[node.callee], node, path))
        result.push_back(std::move(*mapped));
    }
  }
  return result;
}

/// The gates in `region` that look at what the machine produced, updated or checks, and the calls that
/// hide such gates; all of them where neither the machine nor any gate names data.
llvm::BitVector gates_that_see(const Ground& ground, ir::NodeId machine, const llvm::BitVector& region) {
  const ir::Node& maker = ground.process[machine];
  bool silent = !declares_data(maker) && maker.checks.empty();
  llvm::BitVector trail = sees_work_of(ground.view, ground.id, machine, region,
                                       [&](ir::NodeId id) { return judged_on(ground, id); });
  for (const unsigned i : region.set_bits()) {
    const ir::Node& node = ground.process.nodes[i];
    const bool call = is_call_in_the_way(ground, {i});
    if (!call && !ground.map.counts({i})) continue;
    if (call || declares_data(node)) silent = false;
    if (!call && share_a_criterion(maker, node)) trail.set(i);
  }
  if (silent) trail.set();
  return trail;
}

}  // namespace

/// The work on one process.
struct ChainFinder::Walk {
  Ground ground;
  double share_wanted;
  ExitShares even;
  std::optional<ExitShares> shares;
  llvm::BitVector all, none;  // nodes
  std::vector<GateChain> found;
  std::vector<std::pair<ir::NodeId, ir::NodeId>> handed;  // earlier machine, the later one

  Walk(Ground on, double wanted)
      : ground(std::move(on)),
        share_wanted(wanted),
        even(even_shares(ground.process)),
        all(static_cast<unsigned>(ground.process.nodes.size()), true),
        none(all.size()) {}

  [[nodiscard]] const ExitShares& real_shares() {
    if (!shares) shares = exit_shares(ground.view, ground.id);
    return *shares;
  }

  void look_at(ir::NodeId machine) {
    Verdict verdict = judge(ground, even, all, machine);
    if (!verdict.some && verdict.complete) ground.settled.emplace(machine, verdict);
    llvm::BitVector sees;
    if (verdict.some) {
      const llvm::BitVector region = onward_region(ground, machine);
      sees = gates_that_see(ground, machine, region);
      verdict = judge(ground, even, sees, machine);
    }
    if (!verdict.some) return hand_over(machine, verdict);
    weigh(machine, verdict, sees);
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
    Ground one = ground;
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
    const Counting counting(ground, real_shares(), none);
    analysis::CaseWalk<Counting> walk(ground.process, ground.positions, counting);
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
      result.exits.push_back(exit);
    }
    const llvm::BitVector region = onward_region(ground, {0});
    std::tie(result.least, result.most) = chain_lengths(ground, {0}, region);
    result.seen = parameters_seen(region);
    return result;
  }

private:
  /// Parameters that a counted gate looks at, itself or through what is made from them inside.
  [[nodiscard]] std::vector<ir::Path> parameters_seen(const llvm::BitVector& region) const {
    std::vector<ir::Path> wanted;
    const auto want = [&](const std::vector<ir::Path>& paths) {
      for (const ir::Path& path : paths) {
        if (std::find(wanted.begin(), wanted.end(), path) == wanted.end()) wanted.push_back(path);
      }
    };
    for (const unsigned i : region.set_bits()) {
      want(judged_on(ground, {i}));
    }
    const analysis::Writes writes = ground.view.writes(ground.id);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      for (const unsigned node : region.set_bits()) {
        bool makes = false;
        writes.anywhere(ground.process.nodes[node],
                        [&](const ir::Path& path) { makes = makes || ir::overlap(path, wanted[i]); });
        if (makes) want(looked_at(ground.process.nodes[node]));
      }
    }
    std::erase_if(wanted, [&](const ir::Path& path) { return !ground.process[path.variable].parameter; });
    return wanted;
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
  Walk walk(Ground{view_, id, process, reach, callees_, gate_map(view_, id),
                   analysis::positions(process, reach), llvm::BitVector(count), llvm::BitVector(count), cap_},
            share_);
  if (!called && !calls && walk.ground.map.human.count() + walk.ground.map.costumed.count() < cap_) return {};
  analysis::FlowGraph graph(process, reach);
  for (const analysis::Component& component : analysis::components(graph)) {
    if (!component.cyclic) continue;
    for (const ir::NodeId node : component.nodes) walk.ground.cyclic.set(node.index);
  }
  for (auto at = reach.order.rbegin(); at != reach.order.rend(); ++at) {
    if (view_.is_automated(process[*at])) walk.look_at(*at);
  }
  if (called) callees_[id.index] = walk.as_callee();
  return walk.finish();
}

}  // namespace wain::lint
