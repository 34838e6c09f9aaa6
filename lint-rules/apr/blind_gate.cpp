// blind-gate (APR003): an approval that judges criteria and sees nothing.
#include "ir/text.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_BlindGate(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = view[id][node];
      if (gate.judges.empty() || !gate.sees.empty()) continue;
      Diagnostics::Builder finding = reporter.report(
          rule::BlindGate, gate.name_span,
          {arg("gate", gate.name), arg("criteria", ir::names_of(view.definition, gate.judges, "`, `"))},
          gate.span);
      finding.symbol(view.symbol({id, node}));
      if (!gate.reads.empty()) finding.note(rule::NoteReadsIsNotSees, gate.reads.front().span);
      finding.help(rule::NoteSaySees);
    }
  }
}

}  // namespace wain::lint
