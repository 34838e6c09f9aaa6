// partly-redundant-approval (APR007): a gate says again what has been said, but only for some cases.
#include "ir/text.h"
#include "rules/apr/repetition.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_PartlyRedundantApproval(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const conditions::PartlyRedundantGate& of : view.decisions->redundancy(id).partly) {
      const ir::Node& gate = view[id][of.redundant.gate];
      Diagnostics::Builder finding = reporter.report(
          rule::PartlyRedundantApproval, gate.name_span,
          {arg("gate", gate.name), arg("criteria", ir::names_of(view.definition, gate.judges, "`, `")),
           arg("earlier", earlier_names(view[id], of.redundant.earlier)), arg("condition", of.condition)},
          gate.span);
      finding.symbol(view.symbol({id, of.redundant.gate}));
      note_earlier(view, id, of.redundant, finding);
      finding.help(rule::NoteGuardAgainst, {arg("condition", of.condition)});
    }
  }
}

}  // namespace wain::lint
