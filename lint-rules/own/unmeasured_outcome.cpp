// unmeasured-outcome (OWN005): an outcome that some process ends in has no `good when`.
#include "rules/engine/registry.h"
#include "rules/own/ways.h"

namespace wain::lint {

void check_UnmeasuredOutcome(const View& view, Reporter& reporter) {
  for (std::uint32_t i = 0; i < view.ends.size(); ++i) {
    const ir::Outcome& outcome = view.definition.outcomes[i];
    if (view.ends[i].empty() || outcome.broken || !outcome.good_when.empty()) continue;
    Diagnostics::Builder finding = reporter.report(rule::UnmeasuredOutcome, outcome.name_span,
                                                   {arg("outcome", outcome.name)}, outcome.span);
    finding.symbol(std::string(outcome.name));
    note_end_elsewhere(view, {i}, finding);
    finding.help(rule::NoteSayGoodWhen);
  }
}

}  // namespace wain::lint
