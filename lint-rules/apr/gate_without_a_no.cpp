// gate-without-a-no (APR001): an approval with neither `rejects` nor `returns`.
#include "analysis/judgments.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_GateWithoutANo(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = process[node];
      if (analysis::can_say_no(process, gate)) continue;
      Diagnostics::Builder finding =
          reporter.report(rule::GateWithoutANo, gate.name_span, {arg("gate", gate.name)}, gate.span);
      finding.symbol(view.symbol({id, node}));
      for (const ir::EdgeId edge : gate.out) {
        if (process[edge].kind == ir::EdgeKind::Timeout && process[edge].span.valid())
          finding.note(rule::NoteClockIsNoNo, process[edge].span);
      }
      finding.help(rule::NoteSayNoPlain);
    }
  }
}

}  // namespace wain::lint
