// irreversible-in-race (FLW009): what cannot be undone stands in a branch that may be withdrawn, and then it
// may have been done for nothing.
#include <algorithm>
#include <map>
#include <optional>

#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Why the branches of a fork may be withdrawn.
struct Race {
  bool by_join = false;
  std::map<ir::BranchId, ir::EdgeId> leaving;  ///< by branch: an edge on which the case leaves the parallel
  std::map<ir::BranchId, ir::NodeId> ending;   ///< by branch: an end in it
};

class Races {
public:
  Races(const View& view, ir::ProcessId id) : process_(view[id]), reach_(view.reaches[id.index]) {
    for (const ir::NodeId node : reach_.order) {
      if (process_[node].kind == ir::NodeKind::Fork) note_join(node);
      for (ir::BranchId branch = process_[node].branch; branch; branch = process_[branch].parent)
        note_leaving(node, branch);
    }
  }

  /// The innermost branch around the node that may be withdrawn; invalid: none.
  [[nodiscard]] ir::BranchId withdrawn_around(ir::NodeId node) const {
    for (ir::BranchId branch = process_[node].branch; branch; branch = process_[branch].parent) {
      if (by_join(branch) || leaving_beside(branch)) return branch;
    }
    return {};
  }
  [[nodiscard]] bool by_join(ir::BranchId branch) const {
    const auto at = races_.find(process_[branch].fork);
    return at != races_.end() && at->second.by_join;
  }
  /// Where another branch of the same fork leaves.
  [[nodiscard]] std::optional<Span> leaving_beside(ir::BranchId branch) const {
    const auto at = races_.find(process_[branch].fork);
    if (at == races_.end()) return std::nullopt;
    for (const auto& [other, edge] : at->second.leaving) {
      if (other != branch) return process_[edge].span;
    }
    for (const auto& [other, end] : at->second.ending) {
      if (other != branch) return process_[end].span;
    }
    return std::nullopt;
  }

private:
  void note_join(ir::NodeId fork) {
    const ir::Node& node = process_[fork];
    const bool some = node.join_rule == ir::JoinRule::First ||
                      (node.join_rule == ir::JoinRule::KOfN && node.join_count < node.branches.size());
    if (some && node.branches.size() > 1) races_[fork].by_join = true;
  }
  void note_leaving(ir::NodeId node, ir::BranchId branch) {
    const ir::NodeId fork = process_[branch].fork;
    const std::vector<ir::EdgeId>& in = process_[node].in;
    const bool is_come_to =
        std::any_of(in.begin(), in.end(), [&](ir::EdgeId edge) { return may_happen(edge); });
    if (process_[node].kind == ir::NodeKind::End && is_come_to) races_[fork].ending.try_emplace(branch, node);
    for (const ir::EdgeId edge : process_[node].out) {
      const ir::NodeId to = process_[edge].to;
      if (may_happen(edge) && to != process_[fork].partner && !stands_in(to, branch) &&
          process_[edge].span.valid())
        races_[fork].leaving.try_emplace(branch, edge);
    }
  }
  /// Not declared to happen in 0 % of the cases.
  [[nodiscard]] bool may_happen(ir::EdgeId edge) const {
    return !process_[edge].share || process_[edge].share->mantissa != 0;
  }
  [[nodiscard]] bool stands_in(ir::NodeId node, ir::BranchId branch) const {
    for (ir::BranchId at = process_[node].branch; at; at = process_[at].parent) {
      if (at == branch) return true;
    }
    return false;
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  std::map<ir::NodeId, Race> races_;  // by fork
};

/// By process: something irreversible that is done in it, or in what it calls; an invalid process: nothing.
std::vector<Place> irreversible_inside(const View& view) {
  std::vector<Place> result(view.definition.processes.size());
  for (const ir::ProcessId id : view.calls.order) {  // callees first
    if (!view.calls.sound.test(id.index)) continue;
    for (const ir::NodeId node : view.reaches[id.index].order) {
      if (result[id.index].process) break;
      const ir::Node& step = view[id][node];
      if (step.irreversible) result[id.index] = {id, node};
      if (step.kind == ir::NodeKind::Call) result[id.index] = result[step.callee.index];
    }
  }
  return result;
}

}  // namespace

void check_IrreversibleInRace(const View& view, Reporter& reporter) {
  const std::vector<Place> irreversible = irreversible_inside(view);
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    if (process.branches.empty()) continue;
    const Races races(view, id);
    for (const ir::NodeId node : view.reaches[id.index].order) {
      const ir::Node& step = process[node];
      const bool is_call = step.kind == ir::NodeKind::Call && irreversible[step.callee.index].process;
      if (!(step.irreversible || is_call) || step.broken) continue;
      const Place done = is_call ? irreversible[step.callee.index] : Place{id, node};
      const ir::BranchId branch = races.withdrawn_around(node);
      if (!branch) continue;
      Diagnostics::Builder finding =
          reporter.report(rule::IrreversibleInRace, step.name_span,
                          {arg("step", view[done].name), arg("branch", process[branch].name)}, step.span);
      finding.symbol(view.symbol({id, node}));
      if (is_call)
        finding.note(rule::NoteRaceInCall, step.name_span,
                     {arg("step", view[done].name), arg("process", view[done.process].name)});
      const ir::Node& fork = process[process[branch].fork];
      if (races.by_join(branch)) {
        const std::size_t count = fork.join_rule == ir::JoinRule::First ? 1 : fork.join_count;
        finding.note(rule::NoteRaceJoin, fork.name_span,
                     {arg("count", count), arg("branches", fork.branches.size())});
      } else if (const std::optional<Span> leaves = races.leaving_beside(branch)) {
        finding.note(rule::NoteRaceLeaves, *leaves);
      }
      finding.help(rule::NoteAfterTheRace);
    }
  }
}

}  // namespace wain::lint
