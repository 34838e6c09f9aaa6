// silence-is-consent (APR004): a gate that approves when nobody answers in time.
#include "analysis/judgments.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_SilenceIsConsent(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = process[node];
      const ir::EdgeId silent = analysis::silent_approval(process, gate);
      if (!silent) continue;
      const ir::Edge& edge = process[silent];
      const std::string after = edge.after ? edge.after->str() : std::string("0s");
      reporter
          .report(rule::SilenceIsConsent, edge.span.valid() ? edge.span : gate.name_span,
                  {arg("gate", gate.name), arg("after", after)}, gate.span)
          .symbol(view.symbol({id, node}))
          .help(rule::NoteSilenceRejects, {arg("after", after)});
    }
  }
}

}  // namespace wain::lint
