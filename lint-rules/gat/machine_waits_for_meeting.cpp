// machine-waits-for-meeting (GAT002): the next human gate after an automated step is a committee's.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "ir/text.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/gat/gate_map.h"

namespace wain::lint {
namespace {

/// What a case comes to first: meetings, and whether it may come through without any gate.
struct Ahead {
  std::vector<Place> meetings;
  bool passes = false;
};

class MeetingSearch {
public:
  explicit MeetingSearch(const View& view) : view_(view) {}

  /// Looks at one process; its callees must have been looked at.
  void look_at(ir::ProcessId id, Reporter& reporter) {
    const ir::Process& process = view_[id];
    const GateMap map = gate_map(view_, id);
    for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
      if (!view_.reaches[id.index].has({i}) || !view_.is_automated(process.nodes[i])) continue;
      for (const Place gate : ahead_of({id, {i}}, map).meetings) report({id, {i}}, gate, reporter);
    }
    if (!view_.callers[id.index].empty()) callees_[id.index] = ahead_of({id, {0}}, map);
  }

private:
  /// Up to the next gates, automated steps, ends, and work of people's that is used later or cannot be
  /// undone: from there on it is not the machine that waits.
  [[nodiscard]] Ahead ahead_of(Place start, const GateMap& map) const {
    const ir::Process& process = view_[start.process];
    llvm::BitVector seen(static_cast<unsigned>(process.nodes.size()));
    Ahead result;
    std::vector<ir::NodeId> work{start.node};
    Arrived arrived;
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process[node].out) {
        const ir::NodeId to = process[edge].to;
        if (!is_onward(process[edge]) || seen.test(to.index)) continue;
        if (waits_for_others(process, process[edge], seen, arrived)) continue;
        seen.set(to.index);
        if (come_to({start.process, to}, map, result)) work.push_back(to);
      }
    }
    std::sort(result.meetings.begin(), result.meetings.end(), [](const Place& a, const Place& b) {
      return std::tie(a.process, a.node) < std::tie(b.process, b.node);
    });
    return result;
  }

  /// By join: the branches from which the search has come there.
  using Arrived = std::map<ir::NodeId, std::set<ir::BranchId>>;

  /// The edge leads to the join of a parallel that the search has come through from its fork, and the join
  /// waits for branches that it has not come out of yet: a gate stands there, which is the next.
  static bool waits_for_others(const ir::Process& process, const ir::Edge& edge, const llvm::BitVector& seen,
                               Arrived& arrived) {
    const ir::NodeId fork =
        process[edge.to].kind == ir::NodeKind::Join ? process[edge.to].partner : ir::NodeId{};
    if (!fork || !seen.test(fork.index)) return false;
    const std::vector<ir::EdgeId>& out = process[fork].out;
    std::size_t waited = static_cast<std::size_t>(std::count_if(out.begin(), out.end(), [&](ir::EdgeId id) {
      return process[id].kind == ir::EdgeKind::Branch && !process[id].guard;
    }));
    if (process[fork].join_rule == ir::JoinRule::First) waited = std::min<std::size_t>(waited, 1);
    if (process[fork].join_rule == ir::JoinRule::KOfN)
      waited = std::min<std::size_t>(waited, process[fork].join_count);
    std::set<ir::BranchId>& branches = arrived[edge.to];
    const ir::BranchId from = analysis::branch_of(process, edge.from, fork);
    const bool is_skipping = !from;  // no branch was started
    branches.insert(from);
    return !is_skipping && branches.size() < waited;
  }

  /// Whether the search goes on behind it.
  bool come_to(Place place, const GateMap& map, Ahead& result) const {
    const ir::Node& node = view_[place];
    if (node.kind == ir::NodeKind::End) result.passes = true;
    if (map.is_gate(place.node)) {
      if (view_.actor_of(node).kind == ir::ActorKind::Committee) result.meetings.push_back(place);
      return false;
    }
    if (node.kind == ir::NodeKind::Call) {
      const auto inside = callees_.find(node.callee.index);
      if (inside == callees_.end()) return true;
      result.meetings.insert(result.meetings.end(), inside->second.meetings.begin(),
                             inside->second.meetings.end());
      return inside->second.passes;
    }
    return !map.works.test(place.node.index) && !view_.is_automated(node) && !node.irreversible;
  }

  void report(Place machine, Place gate_place, Reporter& reporter) const {
    const ir::Node& step = view_[machine];
    const ir::Node& gate = view_[gate_place];
    const ir::Actor& committee = view_.actor_of(gate);
    const std::optional<estimate::MeetingWait> wait =
        view_.estimates.for_process(machine.process).meeting_wait(gate_place.process, gate_place.node);
    const std::vector<DiagArg> args = {arg("step", step.name), arg("gate", gate.name),
                                       arg("committee", committee.name),
                                       arg("wait", wait ? time_text(wait->hours) : std::string())};
    const Diag words = wait ? rule::NoteMeetingTakes : rule::MachineWaitsForMeeting;
    Diagnostics::Builder finding =
        reporter.report(InOtherWords{rule::MachineWaitsForMeeting, words}, step.name_span, args, step.span);
    finding.symbol(view_.symbol(machine));
    finding.note(rule::NoteMeetingGate, gate.name_span, args);
    if (committee.meets)
      finding.note(rule::NoteMeets, committee.meets->span,
                   {arg("committee", committee.name), arg("cadence", ir::str(committee.meets->cadence))});
    if (wait && wait->best_day && wait->best_hours < wait->hours)
      finding.help(rule::NoteBestDay,
                   {arg("day", ir::name(*wait->best_day)), arg("wait", time_text(wait->best_hours))});
    finding.help(rule::NoteDecideBetween);
  }

  const View& view_;
  std::map<std::uint32_t, Ahead> callees_;  // by process index
};

bool has_meetings(const View& view) {
  for (std::uint32_t i = 0; i < view.definition.actors.size(); ++i) {
    if (view.definition.actors[i].kind == ir::ActorKind::Committee && !view.acts[i].empty()) return true;
  }
  return false;
}

}  // namespace

void check_MachineWaitsForMeeting(const View& view, Reporter& reporter) {
  if (!has_meetings(view)) return;
  MeetingSearch search(view);
  for (const ir::ProcessId id : view.calls.order) {
    if (view.calls.sound.test(id.index)) search.look_at(id, reporter);
  }
}

}  // namespace wain::lint
