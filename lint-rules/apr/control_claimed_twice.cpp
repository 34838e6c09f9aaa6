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
}

}  // namespace

void check_ControlClaimedTwice(const View& view, Reporter& reporter) {
  if (view.definition.controls.empty()) return;
  for (const ir::ProcessId id : view.processes) {
    const std::vector<analysis::SurplusClaim> found =
        analysis::surplus_claims(view.definition, view[id], view.reaches[id.index]);
    for (const analysis::SurplusClaim& surplus : found) {
      // Of a gate that is redundant altogether, that is said, and not that it claims too much.
      if (may_happen(view, id, surplus) && !view.decisions->is_redundant(id, surplus.gate))
        report(view, id, surplus, reporter);
    }
  }
}

}  // namespace wain::lint
