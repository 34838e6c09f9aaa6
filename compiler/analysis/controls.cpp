#include "analysis/controls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "analysis/approvers.h"
#include "analysis/claim_sets.h"
#include "analysis/control_points.h"
#include "analysis/flow_graph.h"

namespace wain::analysis {
namespace {

bool claims(const ir::Node& node, ir::ControlId control) {
  return node.kind == ir::NodeKind::Gate &&
         std::find(node.controls.begin(), node.controls.end(), control) != node.controls.end();
}

/// How many approvers a set of claims counts for a control; what was found out is kept.
class Heads {
public:
  Heads(const ir::Definition& definition, ir::ControlId control, std::vector<ir::ActorId> actors)
      : definition_(definition), control_(control), actors_(std::move(actors)) {}

  std::uint32_t operator()(ClaimSet set) {
    const auto [at, fresh] = known_.try_emplace(set, 0);
    if (!fresh) return at->second;
    std::vector<ir::ActorId> gates;
    for (std::size_t i = 0; i < actors_.size(); ++i) {
      if ((set >> i & 1U) != 0) gates.push_back(actors_[i]);
    }
    return at->second = approvers_for(definition_, control_, gates);
  }

private:
  const ir::Definition& definition_;
  ir::ControlId control_;
  std::vector<ir::ActorId> actors_;
  std::map<ClaimSet, std::uint32_t> known_;
};

/// Nothing: too many claims, or sets of them.
std::optional<bool> needs(const ir::Definition& definition, const ClaimProblem& base, ir::ControlId control,
                          ir::NodeId gate, const llvm::BitVector& others) {
  const ir::Process& process = base.process;
  std::vector<ir::NodeId> claiming;
  std::vector<ir::ActorId> actors;
  for (const unsigned i : others.set_bits()) {
    if (gate.index == i || !base.reach.has({i}) || !claims(process.nodes[i], control)) continue;
    if (claiming.size() + 1 == claims_limit) return std::nullopt;
    claiming.push_back({i});
    actors.push_back(process.nodes[i].actor);
  }
  const std::uint32_t wanted = definition[control].approvers;
  Heads heads(definition, control, actors);
  if (approvers_for(definition, control, actors) < wanted) return true;

  const ClaimSet passed = ClaimSet{1} << claiming.size();  // the mark of a path through the gate
  std::vector<ClaimFamily> made(claiming.size() + 2);
  for (std::size_t i = 0; i + 1 < made.size(); ++i) made[i].add(ClaimSet{1} << i, base.keep);
  made.back().add(ClaimSet{0}, base.keep);
  ClaimProblem problem{process, base.reach, {base.keep.which, passed}, made.back()};
  const auto on_edge = [&](ir::EdgeId id) -> const ClaimFamily* {
    const ir::Edge& edge = process[id];
    if (edge.kind != ir::EdgeKind::Approve) return &made.back();
    if (edge.from == gate) return &made[claiming.size()];
    const auto at = std::lower_bound(claiming.begin(), claiming.end(), edge.from);
    const bool is_claim = at != claiming.end() && *at == edge.from;
    return is_claim ? &made[static_cast<std::size_t>(at - claiming.begin())] : &made.back();
  };
  const auto families = solve_claims(problem, on_edge);
  if (!families) return std::nullopt;
  const Standing cases = standing(definition, process, base.reach, {});  // of calls, no outcome is a no
  const llvm::BitVector points = control_points(process, base.reach, cases);
  for (const unsigned point : points.set_bits()) {
    for (const ClaimSet set : (*families)[point].sets()) {
      if ((set & passed) != 0 && heads(set & ~passed) < wanted) return true;
    }
  }
  return false;
}

}  // namespace

std::uint32_t approvers_for(const ir::Definition& definition, ir::ControlId control,
                            llvm::ArrayRef<ir::ActorId> gates) {
  const std::uint32_t people = distinct_approvers(definition, gates);
  return definition[control].approvers == 1 && !gates.empty() ? std::max(people, 1U) : people;
}

NeedingControls still_needed_by(const ir::Definition& definition, const ir::Process& process,
                                const Reach& reach, ir::NodeId gate, const llvm::BitVector& others) {
  NeedingControls result;
  const ClaimProblem base{process, reach, {}, {}};
  for (const ir::ControlId control : process[gate].controls) {
    const std::optional<bool> needed = needs(definition, base, control, gate, others);
    if (needed.value_or(true)) (needed ? result.certain : result.open).push_back(control);
  }
  return result;
}

namespace {

/// The claims of one control in one process, and who stands behind sets of them.
class SurplusSearch {
public:
  SurplusSearch(const ir::Definition& definition, const ClaimProblem& problem, const LoopNest& loops,
                ir::ControlId control, std::vector<ir::NodeId> gates)
      : definition_(definition),
        problem_(problem),
        loops_(loops),
        control_(control),
        gates_(std::move(gates)),
        heads_(definition, control, actors_of(problem.process, gates_)) {
    for (std::size_t i = 0; i <= gates_.size(); ++i) {
      made_.emplace_back();
      made_.back().add(i == gates_.size() ? ClaimSet{0} : ClaimSet{1} << i, problem.keep);
    }
  }

  void run(SurplusClaims& result) {
    const auto families = solve_claims(problem_, [&](ir::EdgeId id) { return on_edge(id); });
    if (!families) return result.open.push_back(control_);
    std::vector<SurplusClaim>& found = result.found;
    for (std::size_t i = 0; i < gates_.size(); ++i) {
      for (const ClaimSet set : (*families)[gates_[i].index].sets()) {
        if (!is_surplus(set, i)) continue;
        found.push_back({gates_[i], control_, gates_in(set)});
        break;
      }
    }
    for (std::size_t i = 0; i < gates_.size(); ++i) {
      for (const ClaimSet set : (*families)[gates_[i].index].sets()) look_back(set | ClaimSet{1} << i, found);
    }
    for (const ir::NodeId node : problem_.reach.order) {
      if (problem_.process[node].kind == ir::NodeKind::Join && problem_.process[node].partner)
        look_at_join(node, (*families)[node.index], found);
    }
  }

private:
  static std::vector<ir::ActorId> actors_of(const ir::Process& process,
                                            const std::vector<ir::NodeId>& gates) {
    std::vector<ir::ActorId> actors;
    for (const ir::NodeId gate : gates) actors.push_back(process[gate].actor);
    return actors;
  }

  /// Going back does the work again, and with it the approval.
  const ClaimFamily* on_edge(ir::EdgeId id) const {
    const ir::Edge& edge = problem_.process[id];
    if (edge.kind == ir::EdgeKind::Return || loops_.is_back_edge(edge.from, edge.to)) return nullptr;
    if (edge.kind != ir::EdgeKind::Approve) return &made_.back();
    const auto at = std::find(gates_.begin(), gates_.end(), edge.from);
    return &made_[static_cast<std::size_t>(at - gates_.begin())];
  }

  /// Of gates side by side nobody is before the other: the last in the text is one too many, if none is yet.
  void look_at_join(ir::NodeId join, const ClaimFamily& family, std::vector<SurplusClaim>& found) {
    for (const ClaimSet set : family.sets()) {
      if (is_said(set, found)) continue;
      std::optional<std::size_t> last;
      for (std::size_t i = 0; i < gates_.size(); ++i) {
        const bool inside = branch_of(problem_.process, gates_[i], problem_.process[join].partner).valid();
        if ((set >> i & 1U) != 0 && inside && (!last || gates_[*last] < gates_[i])) last = i;
      }
      const ClaimSet others = last ? set & ~(ClaimSet{1} << *last) : set;
      if (last && is_surplus(others, *last)) found.push_back({gates_[*last], control_, gates_in(others)});
    }
  }

  /// Of gates on one path that meet the control together, more than it asks for, one may have brought nobody
  /// new: the same person before. It is one too many, if none is yet.
  void look_back(ClaimSet set, std::vector<SurplusClaim>& found) {
    const std::uint32_t wanted = definition_[control_].approvers;
    if (gates_in(set).size() <= wanted || heads_(set) < wanted || is_said(set, found)) return;
    for (std::size_t i = gates_.size(); i-- > 0;) {
      const ClaimSet others = set & ~(ClaimSet{1} << i);
      if (others == set || heads_(others) < wanted) continue;
      found.push_back({gates_[i], control_, gates_in(others)});
      return;
    }
  }

  [[nodiscard]] bool is_said(ClaimSet set, const std::vector<SurplusClaim>& found) const {
    return std::any_of(found.begin(), found.end(), [&](const SurplusClaim& claim) {
      const auto at = std::find(gates_.begin(), gates_.end(), claim.gate);
      return claim.control == control_ && at != gates_.end() &&
             (set >> static_cast<std::size_t>(at - gates_.begin()) & 1U) != 0;
    });
  }

  bool is_surplus(ClaimSet before, std::size_t gate) {
    const std::uint32_t wanted = definition_[control_].approvers;
    if (gates_in(before).size() < wanted) return false;
    return heads_(before) >= wanted || heads_(before | ClaimSet{1} << gate) == heads_(before);
  }

  [[nodiscard]] std::vector<ir::NodeId> gates_in(ClaimSet set) const {
    std::vector<ir::NodeId> result;
    for (std::size_t i = 0; i < gates_.size(); ++i) {
      if ((set >> i & 1U) != 0) result.push_back(gates_[i]);
    }
    return result;
  }

  const ir::Definition& definition_;
  const ClaimProblem& problem_;
  const LoopNest& loops_;
  ir::ControlId control_;
  std::vector<ir::NodeId> gates_;
  Heads heads_;
  std::vector<ClaimFamily> made_;  // by gate; the last: nothing
};

}  // namespace

SurplusClaims surplus_claims(const ir::Definition& definition, const ir::Process& process,
                             const Reach& reach) {
  std::map<ir::ControlId, std::vector<ir::NodeId>> by_control;
  for (const ir::NodeId node : reach.order) {
    if (process[node].kind != ir::NodeKind::Gate) continue;
    for (const ir::ControlId control : process[node].controls) by_control[control].push_back(node);
  }
  SurplusClaims result;
  std::optional<LoopNest> loops;
  ClaimProblem problem{process, reach, {Keep::Which::Largest, 0}, {}};
  problem.at_start.add(ClaimSet{0}, problem.keep);
  for (auto& [control, gates] : by_control) {
    if (gates.size() <= definition[control].approvers) continue;
    if (gates.size() > claims_limit) {
      result.open.push_back(control);
      continue;
    }
    if (!loops) loops = loop_nest(process, reach);
    SurplusSearch(definition, problem, *loops, control, std::move(gates)).run(result);
  }
  return result;
}

}  // namespace wain::analysis
