#include "rules/apr/case_paths.h"

#include <algorithm>
#include <map>

namespace wain::lint {

/// A case that gets past the gates of a shortfall that do not approve.
class WayPast {
public:
  WayPast(const View& view, const analysis::Shortfall& shortfall)
      : view_(view),
        control_(shortfall.control),
        root_(shortfall.root),
        unapproved_(shortfall.unapproved),
        family_(static_cast<unsigned>(view.definition.processes.size())) {
    add_to_family(root_);
  }

  /// `applies`: it has been asked, at what is called there, whether the control applies.
  bool comes_to(Place place, bool applies) {
    const auto [at, fresh] = comes_.try_emplace({place.process, place.node, applies}, false);
    if (!fresh) return at->second;
    if (!passes(place)) return false;
    applies = applies || asks_in(place.process);
    const std::vector<Place>& callers = view_.callers[place.process.index];
    const bool comes =
        place.process == root_ ? applies : std::any_of(callers.begin(), callers.end(), [&](Place caller) {
          return family_.test(caller.process.index) && comes_to(caller, applies);
        });
    return at->second = comes;
  }

  /// What a case does not take: a yes of these gates, and outcomes of calls that it does not get to
  /// without one.
  const llvm::BitVector& withheld(ir::ProcessId id) {
    const auto [at, fresh] = withheld_.try_emplace(id);
    if (!fresh) return at->second;
    const ir::Process& process = view_[id];
    llvm::BitVector edges(static_cast<unsigned>(process.edges.size()));
    for (const ir::NodeId node : view_.reaches[id.index].order) {
      const bool is_call = process[node].kind == ir::NodeKind::Call;
      if (is_call && !concerns(process[node].callee)) continue;
      for (const ir::EdgeId edge : process[node].out) {
        if (is_call ? !comes_back_by(process[node], process[edge]) : is_missing_yes(id, process[edge]))
          edges.set(edge.index);
      }
    }
    return withheld_[id] = std::move(edges);
  }

private:
  void add_to_family(ir::ProcessId id) {
    if (family_.test(id.index)) return;
    family_.set(id.index);
    for (const ir::Node& node : view_[id].nodes) {
      if (node.kind == ir::NodeKind::Call) add_to_family(node.callee);
    }
  }

  [[nodiscard]] bool is_missing_yes(ir::ProcessId id, const ir::Edge& edge) const {
    return edge.kind == ir::EdgeKind::Approve &&
           std::find(unapproved_.begin(), unapproved_.end(), analysis::Claim{id, edge.from}) !=
               unapproved_.end();
  }

  /// One of the gates stands in the process, or in what it calls.
  bool concerns(ir::ProcessId id) {
    const auto [at, fresh] = concerned_.try_emplace(id, false);
    if (!fresh) return at->second;
    const std::vector<ir::Node>& nodes = view_[id].nodes;
    const bool here = std::any_of(unapproved_.begin(), unapproved_.end(),
                                  [&](const analysis::Claim& claim) { return claim.process == id; });
    const bool below = !here && std::any_of(nodes.begin(), nodes.end(), [&](const ir::Node& node) {
      return node.kind == ir::NodeKind::Call && concerns(node.callee);
    });
    return concerned_[id] = here || below;
  }

  /// The process has data that the control can be about.
  [[nodiscard]] bool asks_in(ir::ProcessId id) const {
    const ir::RecordId record = view_.definition[control_].applies_to;
    if (!record) return true;
    const std::vector<ir::Variable>& variables = view_[id].variables;
    return std::any_of(variables.begin(), variables.end(), [&](const ir::Variable& variable) {
      return variable.type && view_.definition[variable.type].record == record;
    });
  }

  bool passes(Place place) {
    const llvm::BitVector& edges = withheld(place.process);
    const analysis::Reach& reach = view_.reaches[place.process.index];
    if (!analysis::open_past(view_[place.process], reach, edges).test(place.node.index)) return false;
    const ir::ControlId asked = asks_in(place.process) ? control_ : ir::ControlId{};
    return view_.decisions->comes_unapproved(place.process, asked, place.node, edges) ==
           conditions::Answer::Yes;
  }

  bool comes_back_by(const ir::Node& call, const ir::Edge& edge) {
    const ir::Process& callee = view_[call.callee];
    const ir::OutcomeId outcome = analysis::outcome_of(view_.definition, call, edge);
    const std::vector<ir::NodeId>& nodes = view_.reaches[call.callee.index].order;
    return std::any_of(nodes.begin(), nodes.end(), [&](ir::NodeId node) {
      return callee[node].kind == ir::NodeKind::End && callee[node].outcome == outcome &&
             passes({call.callee, node});
    });
  }

  const View& view_;
  ir::ControlId control_;
  ir::ProcessId root_;
  std::vector<analysis::Claim> unapproved_;
  llvm::BitVector family_;  // the root and all that it calls
  std::map<ir::ProcessId, llvm::BitVector> withheld_;
  std::map<ir::ProcessId, bool> concerned_;
  std::map<std::tuple<ir::ProcessId, ir::NodeId, bool>, bool> comes_;
};

ShortCases::ShortCases(const View& view) : view_(view) {}
ShortCases::~ShortCases() = default;

WayPast& ShortCases::past(const analysis::Shortfall& shortfall) {
  Gates gates;
  for (const analysis::Claim& claim : shortfall.unapproved) gates.emplace_back(claim.process, claim.gate);
  std::unique_ptr<WayPast>& known = past_[{shortfall.control, shortfall.root, std::move(gates)}];
  if (!known) known = std::make_unique<WayPast>(view_, shortfall);
  return *known;
}

bool ShortCases::may_happen(const analysis::Shortfall& shortfall) {
  return past(shortfall).comes_to({shortfall.process, shortfall.point}, false);
}

std::vector<ir::EdgeId> ShortCases::way_to(const analysis::Shortfall& shortfall) {
  return analysis::way_past(view_[shortfall.process], shortfall.point,
                            past(shortfall).withheld(shortfall.process));
}

bool may_happen(const View& view, ir::ProcessId process, const analysis::SurplusClaim& surplus) {
  std::vector<ir::NodeId> gates = surplus.before;
  gates.push_back(surplus.gate);
  return view.decisions->comes_to_all(process, surplus.control, gates) == conditions::Answer::Yes;
}

}  // namespace wain::lint
