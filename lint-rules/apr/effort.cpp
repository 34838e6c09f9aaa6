#include "rules/apr/effort.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/anticipation.h"
#include "rules/engine/figures.h"

namespace wain::lint {
namespace {

/// Adds up; a sum without a cost stays without.
class Sum {
public:
  void add(const Effort& effort, double weight) {
    hours_ += weight * effort.hours;
    if (!effort.cost || (cost_ && cost_->currency != effort.cost->currency)) {
      is_priced_ = false;
    } else if (cost_) {
      cost_->amount += weight * effort.cost->amount;
    } else {
      cost_ = estimate::Model::Cost{weight * effort.cost->amount, effort.cost->currency};
    }
  }
  [[nodiscard]] Effort result() const { return {hours_, is_priced_ ? cost_ : std::nullopt}; }

private:
  double hours_ = 0;
  std::optional<estimate::Model::Cost> cost_;
  bool is_priced_ = true;
};

/// How often a case comes by on the approving way from a node, as far as some gate of `until` lies ahead.
class ApprovingWay {
public:
  ApprovingWay(const View& view, Place start, const llvm::BitVector& until)
      : view_(view),
        id_(start.process),
        process_(view[start.process]),
        reach_(view.reaches[start.process.index]),
        ahead_(leading_to(until)),
        weights_(process_.nodes.size()),
        ways_on_(process_.nodes.size()),
        start_(start.node) {}

  /// False if the rounds of its loops do not come to an end.
  bool solve() {
    if (!ahead_.test(start_.index)) return true;
    constexpr double enough = 1e-10;
    const std::size_t most_rounds = std::clamp<std::size_t>(2'000'000 / (reach_.order.size() + 1), 4, 2'000);
    for (std::size_t round = 0; round < most_rounds; ++round) {
      double change = 0;
      for (const ir::NodeId node : reach_.order) {
        if (!ahead_.test(node.index)) continue;
        const double fresh = arriving(node);
        change = std::max(change, std::abs(fresh - weights_[node.index]));
        weights_[node.index] = fresh;
      }
      if (change < enough) return true;
    }
    return false;
  }

  [[nodiscard]] double weight(ir::NodeId node) const { return weights_[node.index]; }

private:
  [[nodiscard]] bool is_open(const ir::Edge& edge) const {
    return reach_.has(edge.from) && analysis::is_approving(view_.definition, process_, edge);
  }

  /// The nodes from which some of `until` lies ahead, and these.
  [[nodiscard]] llvm::BitVector leading_to(const llvm::BitVector& until) const {
    std::vector<ir::NodeId> targets;
    for (const unsigned i : until.set_bits()) targets.push_back({i});
    return analysis::leading_to(process_, reach_, targets,
                                [&](const ir::Edge& edge) { return is_open(edge); });
  }

  [[nodiscard]] double arriving(ir::NodeId node) {
    double sum = node == start_ ? 1 : 0;
    const ir::NodeId fork = process_[node].partner;
    if (process_[node].kind == ir::NodeKind::Join && fork && ahead_.test(fork.index))
      return sum + weights_[fork.index];
    for (const ir::EdgeId id : process_[node].in) {
      const ir::Edge& edge = process_[id];
      if (is_open(edge) && ahead_.test(edge.from.index)) sum += weights_[edge.from.index] * share(id);
    }
    return sum;
  }

  /// Of the cases that leave the tail with approval, those that take this edge.
  [[nodiscard]] double share(ir::EdgeId id) {
    const ir::NodeId from = process_[id].from;
    const bool is_fork = process_[from].kind == ir::NodeKind::Fork;
    const WaysOn& on = ways_on(from);
    if (on.count == 1 || (is_fork && !process_[from].inclusive)) return 1;
    const estimate::Flow& flow = view_.estimates.for_process(id_).flow(id_);
    const double all = is_fork ? flow.visits[from.index] : on.cases;
    return all > 0 ? flow.edges[id.index] / all : 0;
  }

  /// The ways on from a node: how many, and the cases that take them. A choice of a thousand arms is
  /// asked about a thousand times.
  struct WaysOn {
    std::size_t count = 0;  // 0: not asked yet
    double cases = 0;
  };
  [[nodiscard]] const WaysOn& ways_on(ir::NodeId node) {
    WaysOn& on = ways_on_[node.index];
    if (on.count > 0) return on;
    const ir::Node& from = process_[node];
    const auto is_way_on = [&](ir::EdgeId edge) { return is_open(process_[edge]); };
    on.count = static_cast<std::size_t>(std::count_if(from.out.begin(), from.out.end(), is_way_on));
    if (on.count < 2 || from.kind == ir::NodeKind::Fork) return on;
    const estimate::Flow& flow = view_.estimates.for_process(id_).flow(id_);
    for (const ir::EdgeId edge : from.out) on.cases += is_way_on(edge) ? flow.edges[edge.index] : 0;
    return on;
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  llvm::BitVector ahead_;
  std::vector<double> weights_;
  std::vector<WaysOn> ways_on_;
  ir::NodeId start_;
};

}  // namespace

std::string effort_text(const Effort& effort) {
  return effort.cost ? money_text(effort.cost->amount, effort.cost->currency) : work_text(effort.hours);
}

Effort times(const Effort& effort, double factor) {
  Effort result{effort.hours * factor, effort.cost};
  if (result.cost) result.cost->amount *= factor;
  return result;
}

bool is_less(const Effort& small, const Effort& large) {
  if (small.cost && large.cost && small.cost->currency == large.cost->currency)
    return small.cost->amount < large.cost->amount;
  return small.hours < large.hours;
}

std::optional<Effort> effort_of(const View& view, Place place) {
  const estimate::Model& model = view.estimates.for_process(place.process);
  const std::optional<double> hours = model.effort_hours(place.process, place.node);
  if (!hours) return std::nullopt;
  return Effort{*hours, model.effort_cost(place.process, place.node)};
}

std::optional<Effort> EffortAhead::operator()(Place gate, const llvm::BitVector& until) {
  for (const ir::EdgeId edge : view_[gate].out) {
    if (view_[gate.process][edge].kind == ir::EdgeKind::Approve)
      return from({gate.process, view_[gate.process][edge].to}, until);
  }
  return std::nullopt;
}

std::optional<Effort> EffortAhead::from(Place start, const llvm::BitVector& until) {
  ApprovingWay way(view_, start, until);
  if (!way.solve()) return std::nullopt;
  const ir::Process& process = view_[start.process];
  Sum sum;
  for (const ir::NodeId node : view_.reaches[start.process.index].order) {
    const double weight = way.weight(node);
    if (weight <= 0) continue;
    const bool is_call = process[node].kind == ir::NodeKind::Call;
    if (!is_call && !view_.is_human(process[node])) continue;
    const std::optional<Effort> effort =
        is_call ? through(process[node].callee) : effort_of(view_, {start.process, node});
    if (!effort) return std::nullopt;
    if (effort->hours > 0 || effort->cost) sum.add(*effort, weight);  // not of machines behind a call
  }
  return sum.result();
}

std::optional<Effort> EffortAhead::through(ir::ProcessId callee) {
  const auto [known, fresh] = through_.try_emplace(callee);
  if (!fresh) return known->second;
  const ir::Process& process = view_[callee];
  llvm::BitVector ends(static_cast<unsigned>(process.nodes.size()));
  for (const ir::NodeId node : view_.reaches[callee.index].order) {
    if (process[node].kind == ir::NodeKind::End && process[node].outcome == process.yields.front())
      ends.set(node.index);
  }
  const std::optional<Effort> effort = from({callee, {0}}, ends);
  through_[callee] = effort;
  return effort;
}

std::optional<double> waiting_at(const View& view, Place place) {
  const estimate::Times& times = view.estimates.for_process(place.process).times(place.process);
  if (!times.cycle || place.node.index >= times.nodes.size()) return std::nullopt;
  const auto& node = times.nodes[place.node.index];
  return node ? std::optional(node->waiting) : std::nullopt;
}

}  // namespace wain::lint
