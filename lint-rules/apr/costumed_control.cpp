// costumed-control (APR005): a step that is a check with no way to say no.
#include "rules/apr/costume.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_CostumedControl(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (const Costume& costume : costumes(view, id)) {
      const ir::Node& step = process[costume.step];
      const ir::Node& maker = view[costume.maker];
      const ir::Actor& actor = view.actor_of(maker);
      const DiagArg data = arg("data", ir::str(view.definition, &process, costume.seen));
      Diagnostics::Builder finding =
          reporter.report(rule::CostumedControl, step.name_span, {arg("step", step.name), data}, step.span);
      finding.symbol(view.symbol({id, costume.step}));
      if (costume.behind_machine) {
        finding.note(rule::NoteMachineMadeIt, maker.name_span,
                     {arg("kind", ir::name(actor.kind)), arg("actor", actor.name), data});
      } else {
        finding.level(Level::Info);
        const ir::Node& gate = process[costume.later_gate];
        finding.note(rule::NotePersonMadeIt, maker.name_span, {arg("actor", actor.name), data});
        finding.note(rule::NoteGateSeesIt, gate.name_span, {arg("gate", gate.name)});
      }
      finding.help(rule::NoteCostumeHelp);
    }
  }
}

}  // namespace wain::lint
