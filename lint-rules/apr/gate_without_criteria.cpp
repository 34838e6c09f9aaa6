// gate-without-criteria (APR002): an approval that does not say which question it answers.
#include "rules/engine/registry.h"

namespace wain::lint {

void check_GateWithoutCriteria(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = view[id][node];
      if (!gate.judges.empty()) continue;
      reporter.report(rule::GateWithoutCriteria, gate.name_span, {arg("gate", gate.name)}, gate.span)
          .symbol(view.symbol({id, node}))
          .help(rule::NoteSayJudges);
    }
  }
}

}  // namespace wain::lint
