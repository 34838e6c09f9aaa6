// gate-does-not-pay (APR013): where misses are priced, what a gate's noes save is no more than it costs.
#include "rules/apr/weighing.h"
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_GateDoesNotPay(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.gates(id)) {
      const std::optional<Weighed> gate = weigh(view, {id, node});
      const std::optional<double> pays_from = gate ? gate->pays_from() : std::nullopt;
      if (!pays_from || gate->noes.share > *pays_from) continue;
      const double saved = gate->noes.share * gate->loss->price.to_double();
      Diagnostics::Builder finding =
          reporter.report(rule::GateDoesNotPay, gate->node->name_span,
                          {arg("gate", gate->node->name), arg("cost", effort_text(*gate->cost)),
                           arg("saved", money_text(saved, gate->loss->price.currency)),
                           arg("share", share_text(gate->noes.share)), arg("loss", gate->loss->price.str())},
                          gate->node->span);
      finding.symbol(view.symbol({id, node}));
      note_noes(view, {id, node}, *gate, finding);
      finding.note(rule::NoteMissCosts, gate->loss->span,
                   {arg("criterion", gate->loss->criterion), arg("loss", gate->loss->price.str())});
      const std::optional<double> waiting = waiting_at(view, {id, node});
      if (waiting && gate->noes.share > 0)
        finding.help(rule::NoteWaitedPerCatch,
                     {arg("gate", gate->node->name), arg("waiting", time_text(*waiting / gate->noes.share)),
                      arg("each", time_text(*waiting))});
    }
  }
}

}  // namespace wain::lint
