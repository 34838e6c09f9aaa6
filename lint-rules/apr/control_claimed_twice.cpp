// control-claimed-twice (APR017): on one path, more gates claim a control than it requires.
#include <algorithm>

#include "analysis/controls.h"
#include "rules/apr/case_paths.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

void report(const View& view, ir::ProcessId id, const analysis::SurplusClaim& surplus, Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& gate = process[surplus.gate];
  const ir::Control& control = view.definition[surplus.control];
  Diagnostics::Builder finding =
      reporter.report(rule::ControlClaimedTwice, gate.name_span,
                      {arg("control", control.name), arg("required", control.approvers),
                       arg("gate", gate.name), arg("before", surplus.before.size())},
                      gate.span);
  finding.symbol(view.symbol({id, surplus.gate}));
  for (std::size_t i = 0; i < std::min(surplus.before.size(), places_shown); ++i) {
    const ir::Node& before = process[surplus.before[i]];
    finding.note(rule::NoteClaimsToo, before.name_span,
                 {arg("gate", before.name), arg("actor", view.actor_of(before).name)});
  }
  finding.note(rule::NoteControlIs, control.name_span, {arg("control", control.name)});
  finding.help(rule::NoteDropClaim, {arg("gate", gate.name), arg("control", control.name)});
}

/// It judges in a parallel branch what another judges there on the same evidence: duplicate-judgment says so.
bool is_duplicate(const ir::Process& process, const analysis::SurplusClaim& surplus) {
  const ir::Node& gate = process[surplus.gate];
  const auto judged_by = [&](const ir::Node& other) {
    return std::all_of(gate.judges.begin(), gate.judges.end(), [&](ir::CriterionId criterion) {
      return std::find(other.judges.begin(), other.judges.end(), criterion) != other.judges.end();
    });
  };
  const auto seen_by = [&](const ir::Node& other) {
    return std::all_of(gate.sees.begin(), gate.sees.end(), [&](const ir::Path& path) {
      return std::any_of(other.sees.begin(), other.sees.end(),
                         [&](const ir::Path& seen) { return ir::is_prefix(seen, path); });
    });
  };
  return std::any_of(surplus.before.begin(), surplus.before.end(), [&](ir::NodeId id) {
    const ir::Node& other = process[id];
    if (gate.judges.empty() || !judged_by(other) || !seen_by(other)) return false;
    for (ir::BranchId at = gate.branch; at; at = process[at].parent) {
      const ir::BranchId branch = analysis::branch_of(process, id, process[at].fork);
      if (branch && branch != at) return true;
    }
    return false;
  });
}

}  // namespace

void check_ControlClaimedTwice(const View& view, Reporter& reporter) {
  if (view.definition.controls.empty()) return;
  for (const ir::ProcessId id : view.processes) {
    const analysis::SurplusClaims claims =
        analysis::surplus_claims(view.definition, view[id], view.reaches[id.index]);
    if (!claims.open.empty()) reporter.leave_open(rule::ControlClaimedTwice, std::string(view[id].name));
    for (const analysis::SurplusClaim& surplus : claims.found) {
      // Of a gate that is redundant altogether, that is said, and not that it claims too much.
      if (may_happen(view, id, surplus) && !view.decisions->is_redundant(id, surplus.gate) &&
          !is_duplicate(view[id], surplus))
        report(view, id, surplus, reporter);
    }
  }
}

}  // namespace wain::lint
