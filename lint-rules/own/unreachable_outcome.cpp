// unreachable-outcome (OWN006): a process says that it yields an outcome, and no path ends in it.
#include <algorithm>

#include <fmt/format.h>

#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

bool ends_in(const View& view, ir::ProcessId process, ir::OutcomeId outcome) {
  const std::vector<Place>& ends = view.ends[outcome.index];
  // Ends are collected process by process, so those of one stand together, in order.
  const auto at = std::lower_bound(ends.begin(), ends.end(), process,
                                   [](Place end, ir::ProcessId wanted) { return end.process < wanted; });
  return at != ends.end() && at->process == process;
}

}  // namespace

void check_UnreachableOutcome(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    for (std::size_t i = 0; i < process.yields.size(); ++i) {
      const ir::OutcomeId yielded = process.yields[i];
      if (!yielded || ends_in(view, id, yielded)) continue;
      const ir::Outcome& outcome = view.definition[yielded];
      if (outcome.broken) continue;
      Diagnostics::Builder finding =
          reporter.report(rule::UnreachableOutcome,
                          i < process.yield_spans.size() ? process.yield_spans[i] : process.name_span,
                          {arg("process", process.name), arg("outcome", outcome.name)}, process.span);
      finding.symbol(fmt::format("{}.{}", process.name, outcome.name));
      for (const ir::Node& node : process.nodes) {
        if (node.kind == ir::NodeKind::End && node.outcome == yielded) {
          finding.note(rule::NoteEndNeverReached, node.span);
        }
      }
      finding.help(rule::NoteDropYield);
    }
  }
}

}  // namespace wain::lint
