// lack-of-synchronization (FLW002): branches go on side by side where no join has brought them together. Text
// cannot say such a thing; a graph from elsewhere can.
#include "rules/engine/registry.h"
#include "rules/engine/way_there.h"
#include "rules/flw/unsound.h"

namespace wain::lint {
namespace {

void report(const View& view, ir::ProcessId id, const analysis::UnsoundRun& found, Reporter& reporter) {
  const ir::Process& process = view[id];
  const bool ends = found.fault == analysis::Fault::EndsEarly;
  const ir::NodeId named = named_behind(process, ends ? found.other : found.at);
  const ir::NodeId step = named ? named : ends ? found.other : found.at;
  const ir::Node& at = process[ends ? found.at : step];
  const DiagArg name = arg("step", name_or_kind(process, step));
  Diagnostics::Builder finding =
      ends ? reporter.report(InOtherWords{rule::LackOfSynchronization, rule::NoteEndsWhileBusy}, at.name_span,
                             {arg("outcome", view.definition[at.outcome].name), name}, at.span)
           : reporter.report(rule::LackOfSynchronization, at.name_span, {name}, at.span);
  finding.symbol(view.symbol({id, step}));
  if (!ends && found.other) finding.note(rule::NoteStartedTogether, process[found.other].name_span);
  if (const std::string way = way_text(process, found.run); !way.empty())
    finding.help(rule::NoteSoundRun, {arg("way", way)});
  qualify(view, id, found, finding);
  finding.help(rule::NoteJoinTheBranches);
}

}  // namespace

void check_LackOfSynchronization(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.flows) {
    const std::optional<analysis::Soundness>& soundness = view.soundness[id.index];
    if (!soundness) continue;
    for (const analysis::UnsoundRun& found : soundness->faults) {
      if (found.fault == analysis::Fault::TwiceAtOnce || found.fault == analysis::Fault::EndsEarly)
        report(view, id, likeliest(view, id, found), reporter);
    }
  }
}

}  // namespace wain::lint
