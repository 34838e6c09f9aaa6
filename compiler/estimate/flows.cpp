#include "estimate/flows.h"

#include <algorithm>
#include <utility>

#include "estimate/choices.h"
#include "estimate/shares.h"

namespace wain::estimate {
namespace {

/// The process and all that it calls, callees first, but those for which `done` holds.
template <class Done>
std::vector<ir::ProcessId> callees_first(const ir::Definition& definition, ir::ProcessId process,
                                         const Done& done) {
  std::vector<ir::ProcessId> order;
  std::vector<std::pair<ir::ProcessId, std::size_t>> stack{{process, 0}};
  std::vector<bool> seen(definition.processes.size());
  seen[process.index] = true;
  while (!stack.empty()) {
    auto& [id, next] = stack.back();
    const std::vector<ir::Node>& nodes = definition[id].nodes;
    while (next < nodes.size() && nodes[next].kind != ir::NodeKind::Call) ++next;
    if (next == nodes.size()) {
      order.push_back(id);
      stack.pop_back();
      continue;
    }
    const ir::ProcessId callee = nodes[next++].callee;
    if (!callee || seen[callee.index] || done(callee)) continue;
    seen[callee.index] = true;
    stack.emplace_back(callee, 0);
  }
  return order;
}

/// The chances of one pattern's choices in place of the declared ones.
std::vector<double> with_choices(const std::vector<double>& declared, const Choices& choices,
                                 const Pattern& pattern) {
  std::vector<double> shares = declared;
  for (std::size_t i = 0; i < choices.edges.size(); ++i) shares[choices.edges[i].index] = pattern.chances[i];
  return shares;
}

WhyNot endless_loop(ir::ProcessId process, ir::NodeId node, double weight) {
  WhyNot why = cause(WhyNot::Kind::EndlessLoop, process, node);
  why.a = weight;
  return why;
}

class ProcessFlow {
public:
  ProcessFlow(const ir::Process& process, ir::ProcessId id, Prepared& prepared)
      : process_(process),
        id_(id),
        regions_(prepared.regions),
        flow_(prepared.flow),
        shares_(prepared.shares) {
    Flow& flow = flow_;
    shares_.assign(process.edges.size(), 0.0);
    flow.visits.assign(process.nodes.size(), 0.0);
    flow.edges.assign(process.edges.size(), 0.0);
    flow.solved = true;
  }

  void add(const std::vector<double>& shares, double weight) {
    const FlowOfShares part = flow_of(process_, regions_, shares);
    if (!part.solved()) {
      if (flow_.solved) note(flow_.why, endless_loop(id_, part.endless, weight));
      flow_.solved = false;
      return;
    }
    for (std::size_t i = 0; i < part.visits.size(); ++i) flow_.visits[i] += weight * part.visits[i];
    for (std::size_t i = 0; i < part.edges.size(); ++i) flow_.edges[i] += weight * part.edges[i];
    for (std::size_t i = 0; i < part.tries.size(); ++i) shares_[i] += weight * part.tries[i];
  }

  void finish(const std::vector<double>& shares) {
    flow_.upper.resize(static_cast<unsigned>(process_.nodes.size()));
    flow_.withdrawn.resize(static_cast<unsigned>(process_.nodes.size()));
    if (!flow_.solved) {
      flow_.visits.assign(process_.nodes.size(), 0.0);
      flow_.edges.assign(process_.edges.size(), 0.0);
      return;
    }
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      const double visits = flow_.visits[process_.edges[i].from.index];
      shares_[i] = visits > 0 ? std::min(1.0, shares_[i] / visits) : shares[i];
    }
    mark_bounds(process_, id_, regions_, shares, flow_);
  }

private:
  const ir::Process& process_;
  ir::ProcessId id_;
  const Regions& regions_;
  Flow& flow_;
  std::vector<double>& shares_;
};

/// From the nodes that are visited on, also by clocks.
llvm::BitVector nodes_that_come(const ir::Process& process, const Prepared& prepared) {
  llvm::BitVector comes(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> work;
  const auto reach = [&](ir::NodeId node) {
    if (comes.test(node.index)) return;
    comes.set(node.index);
    work.push_back(node);
  };
  for (const ir::NodeId node : prepared.reach.order)
    if (prepared.flow.visits[node.index] > 0) reach(node);
  while (!work.empty()) {
    const ir::NodeId node = work.back();
    work.pop_back();
    for (const ir::EdgeId edge : process[node].out)
      if (process[edge].kind == ir::EdgeKind::Timeout || prepared.shares[edge.index] > 0)
        reach(process[edge].to);
  }
  return comes;
}

/// A clock takes its share of the visits, and leaves what is left to the other ways.
void take_clocks(const ir::Process& process, const analysis::Reach& reach, const ClockShares& clocks,
                 std::vector<double>& shares) {
  for (const ir::NodeId node : reach.order) {
    if (clocks.rings[node.index].empty()) continue;
    const std::vector<GateClock> all = clocks_of(process, node);
    double left = 1;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!all[i].timeout) continue;
      shares[all[i].timeout.index] = clocks.of(node, i);
      left = 1 - clocks.of(node, i);
      break;
    }
    for (const ir::EdgeId edge : process[node].out)
      if (process[edge].kind != ir::EdgeKind::Timeout) shares[edge.index] *= left;
  }
}

std::vector<double> ways_without_clocks(const ir::Process& process, const Prepared& prepared) {
  std::vector<double> ways = prepared.shares;
  for (const ir::NodeId node : prepared.reach.order) {
    double left = 1;
    for (const ir::EdgeId edge : process[node].out)
      if (process[edge].kind == ir::EdgeKind::Timeout) left -= std::exchange(ways[edge.index], 0);
    if (left < 1 && left > 0)
      for (const ir::EdgeId edge : process[node].out) ways[edge.index] /= left;
  }
  return ways;
}

/// What stands in the way of trusting the visits of a process beyond its shares.
void note_clocks(const ir::Process& process, ir::ProcessId id, const analysis::Reach& reach, Flow& flow) {
  for (const ir::NodeId node : reach.order) {
    if (process[node].kind != ir::NodeKind::Gate || flow.visits[node.index] <= 0) continue;
    for (const ir::EdgeId edge : process[node].out) {
      if (process[edge].kind != ir::EdgeKind::Timeout) continue;
      flow.why.push_back(cause(WhyNot::Kind::ClockNotInVisits, id, node));
      break;
    }
  }
}

}  // namespace

Flows::Flows(const Settings& settings, KnownFlows& known)
    : settings_(settings),
      known_(known),
      clocks_(settings.definition().processes.size()),
      prepared_(settings.definition().processes.size()),
      yields_(settings.definition().processes.size()) {}

const Prepared& Flows::of(ir::ProcessId process) {
  if (!prepared_[process.index]) prepare(process);
  return *prepared_[process.index];
}

void Flows::know_clocks(std::vector<ClockShares> by_process) {
  clocks_ = std::move(by_process);
  for (std::shared_ptr<const Prepared>& prepared : prepared_) prepared.reset();
  for (std::optional<double>& yield : yields_) yield.reset();
}

void Flows::prepare(ir::ProcessId process) {
  const auto done = [&](ir::ProcessId id) { return prepared_[id.index] != nullptr; };
  for (const ir::ProcessId id : callees_first(settings_.definition(), process, done)) solve(id);
}

double Flows::outcome_share(ir::ProcessId process, ir::OutcomeId outcome) {
  const ir::Process& callee = settings_.definition()[process];
  const Prepared& prepared = of(process);
  double share = 0;
  for (const ir::NodeId node : prepared.reach.order)
    if (callee[node].kind == ir::NodeKind::End && callee[node].outcome == outcome)
      share += prepared.flow.visits[node.index];
  return std::min(share, 1.0);
}

void Flows::solve(ir::ProcessId id) {
  const ir::Process& process = settings_.definition()[id];
  analysis::Reach reach = analysis::reach(process);
  const OutcomeShare callee_outcome = [this](ir::ProcessId callee, ir::OutcomeId outcome) {
    return outcome_share(callee, outcome);
  };
  Shares shares = declared_shares(settings_, id, reach, callee_outcome);
  const bool clocks = clocks_[id.index].known();
  if (clocks) take_clocks(process, reach, clocks_[id.index], shares.edges);
  const ir::Scenario* scenario = may_have_choices(settings_, id) ? settings_.scenario() : nullptr;
  FlowGround ground{std::move(shares.edges), std::move(shares.why), clocks, scenario};
  std::shared_ptr<const Prepared>& prepared = prepared_[id.index];
  prepared = known_.find(id, ground);
  if (prepared) return;
  prepared = solved(id, std::move(reach), ground);
  known_.add(id, std::move(ground), prepared);
}

std::shared_ptr<const Prepared> Flows::solved(ir::ProcessId id, analysis::Reach reach,
                                              const FlowGround& ground) const {
  const ir::Process& process = settings_.definition()[id];
  auto result = std::make_shared<Prepared>(process, std::move(reach));
  Prepared& prepared = *result;
  Flow& flow = prepared.flow;
  flow.why = ground.why;
  ProcessFlow sum(process, id, prepared);
  Choices choices;
  if (may_have_choices(settings_, id))
    choices = choices_of_data(settings_, id, prepared.reach, prepared.regions, ground.shares);
  for (const WhyNot& why : choices.why) note(flow.why, why);
  if (choices.patterns.empty()) sum.add(ground.shares, 1);
  for (const Pattern& pattern : choices.patterns)
    sum.add(with_choices(ground.shares, choices, pattern), pattern.weight);
  // Where data decides, an even split is not needed.
  std::erase_if(flow.why, [&](const WhyNot& why) {
    return why.kind == WhyNot::Kind::EvenSplit &&
           std::any_of(choices.edges.begin(), choices.edges.end(),
                       [&](ir::EdgeId edge) { return process[edge].from == why.node; });
  });
  sum.finish(ground.shares);
  prepared.ways = ways_without_clocks(process, prepared);
  prepared.comes = nodes_that_come(process, prepared);
  if (!ground.clocks) note_clocks(process, id, prepared.reach, flow);
  return result;
}

double Flows::first_pass_yield(ir::ProcessId process) {
  const ir::Definition& definition = settings_.definition();
  const auto done = [&](ir::ProcessId id) { return yields_[id.index].has_value(); };
  for (const ir::ProcessId id : callees_first(definition, process, done)) {
    const Prepared& prepared = of(id);
    const ir::Process& one = definition[id];
    if (!prepared.flow.solved) {
      yields_[id.index] = 0;
      continue;
    }
    std::vector<double> shares(one.edges.size(), 0.0);
    for (const ir::NodeId node : prepared.reach.order) {
      for (const ir::EdgeId edge : one[node].out) {
        const ir::EdgeKind kind = one[edge].kind;
        if (kind == ir::EdgeKind::Return || kind == ir::EdgeKind::Fail) continue;
        shares[edge.index] = prepared.shares[edge.index];
        if (one[node].kind == ir::NodeKind::Call)
          shares[edge.index] *= yields_[one[node].callee.index].value_or(1);
      }
    }
    const FlowOfShares first = flow_of(one, prepared.regions, shares);
    double ended = 0;
    for (const ir::NodeId node : prepared.reach.order)
      if (one[node].kind == ir::NodeKind::End) ended += first.visits[node.index];
    yields_[id.index] = first.solved() ? std::min(1.0, ended) : 0;
  }
  return *yields_[process.index];
}

}  // namespace wain::estimate
