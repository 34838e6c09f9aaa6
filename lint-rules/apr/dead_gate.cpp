// dead-gate (APR010): the condition on the way to a gate cannot hold, so nobody ever judges there.
#include <algorithm>

#include "rules/engine/registry.h"
#include "rules/flw/dead_way.h"

namespace wain::lint {
namespace {

void report(const View& view, ir::ProcessId id, const conditions::DeadArm& arm, ir::NodeId first,
            ConditionsBefore& before, Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& gate = process[first];
  const std::string condition = condition_of(view, id, process[arm.edge]);
  Diagnostics::Builder finding = reporter.report(
      rule::DeadGate, gate.name_span, {arg("gate", gate.name), arg("condition", condition)}, gate.span);
  finding.symbol(view.symbol({id, first}));
  finding.note(rule::NoteCannotHold, process[arm.edge].span, {arg("condition", condition)});
  before.note(arm.edge, finding);
  finding.help(rule::NoteMendCondition);
  std::size_t shown = 0;
  for (const ir::NodeId node : arm.nodes) {
    if (process[node].kind != ir::NodeKind::Gate || node == first || ++shown > places_shown) continue;
    finding.note(rule::NoteDeadToo, process[node].name_span, {arg("gate", process[node].name)});
  }
}

}  // namespace

void check_DeadGate(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    ConditionsBefore before(view, id);
    for (const conditions::DeadArm& arm : view.decisions->dead(id).arms) {
      if (const ir::NodeId gate = first_gate(view[id], arm)) report(view, id, arm, gate, before, reporter);
    }
  }
}

}  // namespace wain::lint
