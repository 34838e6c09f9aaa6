// missing-otherwise (FLW007): the conditions of a choice leave some case without a way.
#include "rules/engine/example_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {

void check_MissingOtherwise(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (const conditions::ChoiceGap& gap : view.decisions->gaps(id)) {
      const ir::Node& choice = process[gap.choice];
      const std::string example = example_text(gap.example);
      Diagnostics::Builder finding =
          example.empty() ? reporter.report(InOtherWords{rule::MissingOtherwise, rule::MissingForSome},
                                            choice.name_span, {}, choice.span)
                          : reporter.report(rule::MissingOtherwise, choice.name_span,
                                            {arg("example", example)}, choice.span);
      finding.symbol(view.symbol({id, gap.choice}));
      // An amount below zero may be one that nobody means to send.
      if (gap.only_below_zero) finding.level(Level::Warning).help(rule::NoteLeftOutBelowZero);
      finding.help(rule::NoteNoWayOn);
      finding.help(rule::NoteSayOtherwise);
    }
  }
}

}  // namespace wain::lint
