// overlapping-guards (FLW006): two conditions of one choice can hold at once, and neither is a special case
// of the other; which way such a case goes hangs on the order of the text alone.
#include "rules/engine/example_text.h"
#include "rules/engine/registry.h"
#include "rules/flw/dead_way.h"

namespace wain::lint {

void check_OverlappingGuards(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (const conditions::ArmOverlap& overlap : view.decisions->overlaps(id)) {
      const ir::Edge& first = process[overlap.first];
      const ir::Edge& second = process[overlap.second];
      const std::string example = example_text(overlap.example);
      const DiagArg first_condition = arg("first", condition_of(view, id, first));
      const DiagArg second_condition = arg("second", condition_of(view, id, second));
      const Span subject = process[first.from].span;
      Diagnostics::Builder finding =
          example.empty()
              ? reporter.report(InOtherWords{rule::OverlappingGuards, rule::OverlapForSome}, second.span,
                                {first_condition, second_condition}, subject)
              : reporter.report(rule::OverlappingGuards, second.span,
                                {arg("example", example), first_condition, second_condition}, subject);
      finding.symbol(view.symbol({id, first.from}));
      finding.note(rule::NoteTakenHere, first.span, {first_condition});
      finding.help(rule::NoteExcludeEachOther);
    }
  }
}

}  // namespace wain::lint
