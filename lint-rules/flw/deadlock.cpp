// deadlock (FLW001): a join waits for what never comes. Text cannot say such a thing; a graph from elsewhere
// can.
#include <algorithm>

#include "rules/engine/figures.h"
#include "rules/engine/registry.h"
#include "rules/engine/way_there.h"
#include "rules/flw/unsound.h"

namespace wain::lint {
namespace {

void note_named(const ir::Process& process, const std::vector<ir::NodeId>& nodes, Diag words,
                Diagnostics::Builder& finding) {
  for (std::size_t i = 0; i < std::min(nodes.size(), places_shown); ++i) {
    const ir::NodeId named = named_before(process, nodes[i]);
    if (named) finding.note(words, process[named].name_span, {arg("step", process[named].name)});
  }
}

void report(const View& view, ir::ProcessId id, const analysis::UnsoundRun& found, Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& join = process[found.at];
  Diagnostics::Builder finding =
      reporter.report(rule::Deadlock, join.name_span,
                      {arg("join", name_or_kind(process, found.at)), arg("wanted", found.wanted),
                       arg("arrived", found.arrived.size())},
                      join.span);
  finding.symbol(view.symbol({id, found.at}));
  note_named(process, found.arrived, rule::NoteCameFrom, finding);
  note_named(process, found.missing, rule::NoteNothingFrom, finding);
  if (const std::string way = way_text(process, found.run); !way.empty())
    finding.help(rule::NoteSoundRun, {arg("way", way)});
  qualify(view, id, found, finding);
  finding.help(rule::NoteJoinWhatForked);
}

}  // namespace

void check_Deadlock(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.flows) {
    const std::optional<analysis::Soundness>& soundness = view.soundness[id.index];
    if (!soundness) continue;
    for (const analysis::UnsoundRun& found : soundness->faults) {
      if (found.fault == analysis::Fault::Deadlock) report(view, id, likeliest(view, id, found), reporter);
    }
  }
}

}  // namespace wain::lint
