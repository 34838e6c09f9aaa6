// machine-approves (GOV005): a gate by an automated actor, and nobody else audits it.
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/engine/sampling.h"

namespace wain::lint {
namespace {

/// The error share that a sample is proposed for.
constexpr double noticed = 0.01;

struct Audits {
  bool by_another = false;
  ir::NodeId own;  ///< one by the machine itself; invalid: none
};

Audits audits_of(const View& view, ir::ProcessId id, ir::NodeId gate) {
  Audits result;
  for (const ir::NodeId audit : view.audits[id.index]) {
    if (view[id][audit].audited != gate) continue;
    if (view[id][audit].actor == view[id][gate].actor)
      result.own = audit;
    else
      result.by_another = true;
  }
  return result;
}

}  // namespace

void check_MachineApproves(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = view[id][node];
      if (gate.broken || !view.is_automated(gate)) continue;
      const Audits audits = audits_of(view, id, node);
      if (audits.by_another) continue;
      const ir::Actor& actor = view.actor_of(gate);
      Diagnostics::Builder finding = reporter.report(
          rule::MachineApproves, gate.name_span,
          {arg("kind", ir::name(actor.kind)), arg("actor", actor.name), arg("gate", gate.name)}, gate.span);
      finding.symbol(view.symbol({id, node}));
      if (audits.own) {
        const ir::Node& own = view[id][audits.own];
        finding.note(rule::NoteOwnAudit, own.name_span, {arg("audit", own.name), arg("actor", actor.name)});
      }
      finding.help(rule::NoteAuditIt,
                   {arg("gate", gate.name), arg("n", count_text(samples_to_notice(noticed))),
                    arg("share", share_text(noticed))});
    }
  }
}

}  // namespace wain::lint
