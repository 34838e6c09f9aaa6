// unnested-branches (FLW010): what is not looked at, where the branches of a process do not nest.
#include "rules/engine/figures.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

void say(const ir::Process& process, Diag words, Reporter& reporter) {
  reporter
      .report(InOtherWords{rule::UnnestedBranches, words}, process.name_span,
              {arg("process", process.name), arg("states", count_text(analysis::most_states))}, process.span)
      .symbol(std::string(process.name));
}

}  // namespace

void check_UnnestedBranches(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.flows) {
    const std::optional<analysis::Soundness>& soundness = view.soundness[id.index];
    if (!soundness) continue;
    if (!soundness->decided)
      say(view[id], rule::NoteSoundnessOpen, reporter);
    else if (soundness->faults.empty())  // silence of the other rules must not look like their consent
      say(view[id], rule::UnnestedBranches, reporter);
  }
}

}  // namespace wain::lint
