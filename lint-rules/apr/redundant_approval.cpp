// redundant-approval (APR006): every criterion that a gate judges has been judged, whichever way a case
// came, by somebody who had as much in hand and the authority for it, and nothing changed since.
#include <algorithm>

#include "ir/text.h"
#include "rules/apr/remove_gate.h"
#include "rules/apr/repetition.h"
#include "rules/apr/standing.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Neither side says what it may decide, and the later one is above: what the second signature is about
/// may be authority that nobody has declared.
bool may_be_about_authority(const View& view, Place gate, const std::vector<ir::NodeId>& earlier) {
  const ir::Node& later = view[gate];
  if (declares_authority(view, later.actor)) return false;
  const std::vector<Place> gates = gates_before(view, gate, earlier);
  if (std::any_of(gates.begin(), gates.end(),
                  [&](Place at) { return declares_authority(view, view[at].actor); }))
    return false;
  Hierarchy hierarchy(view);
  return std::any_of(gates.begin(), gates.end(),
                     [&](Place at) { return hierarchy.is_above(later.actor, view[at].actor); });
}

/// The declared share of the cases that come to the gate, if it is only their number that brings them
/// there: an arm of a choice with a share and no condition.
std::optional<ir::Decimal> sampled_share(const ir::Process& process, ir::NodeId gate) {
  const ir::Node& node = process[gate];
  if (node.in.size() != 1) return std::nullopt;
  const ir::Edge& edge = process[node.in.front()];
  const bool is_arm = process[edge.from].kind == ir::NodeKind::Split && edge.kind == ir::EdgeKind::When;
  return is_arm && !edge.guard ? edge.share : std::nullopt;
}

void report(const View& view, ir::ProcessId id, const conditions::RedundantGate& of, Reporter& reporter) {
  const Place place{id, of.gate};
  const ir::Node& gate = view[place];
  const bool undeclared = may_be_about_authority(view, place, of.earlier);
  Diagnostics::Builder finding = reporter.report(
      rule::RedundantApproval, gate.name_span,
      {arg("gate", gate.name), arg("criteria", ir::names_of(view.definition, gate.judges, "`, `")),
       arg("earlier", earlier_names(view[id], of.earlier))},
      gate.span);
  finding.symbol(view.symbol(place));
  if (undeclared) finding.level(Level::Warning);
  note_earlier(view, id, of, finding);
  finding.help(rule::NoteNothingChanged,
               {arg("gate", gate.name), arg("evidence", evidence_text(view, id, gate))});
  if (const std::optional<double> hours = view.estimates.for_process(id).effort_hours(id, of.gate);
      hours && *hours > 0)
    finding.help(rule::NoteRedundantEffort, {arg("gate", gate.name), arg("effort", work_text(*hours))});
  if (undeclared) finding.help(rule::NoteDeclareAuthority, {arg("actor", view.actor_of(gate).name)});
  const std::optional<ir::Decimal> share = sampled_share(view[id], of.gate);
  if (share) finding.help(rule::NoteAuditTheSample, {arg("gate", gate.name), arg("share", share->percent())});
  if (undeclared) return;
  if (share && of.earlier.size() == 1)
    propose_audit(view, place, of.earlier.front(), *share, reporter);
  else if (!share)
    propose_removal(view, place, reporter);
}

}  // namespace

void check_RedundantApproval(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const conditions::RedundantGate& gate : view.decisions->redundancy(id).gates)
      report(view, id, gate, reporter);
  }
}

}  // namespace wain::lint
