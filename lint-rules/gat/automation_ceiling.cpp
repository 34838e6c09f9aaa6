// automation-ceiling (GAT006): what an infinitely fast machine would buy.
#include <optional>

#include "rules/engine/figures.h"
#include "rules/engine/quantity_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

void report(const View& view, Place place, const estimate::Model& model, const ir::Scenario* changed,
            Reporter& reporter) {
  const std::optional<estimate::Ceiling> ceiling = model.ceiling(place.process, place.node);
  if (!ceiling) return;
  const ir::Node& step = view[place];
  Diagnostics::Builder finding =
      reporter.report(rule::AutomationCeiling, step.name_span,
                      {arg("step", step.name), arg("process", view[place.process].name),
                       arg("share", share_text(ceiling->share)), arg("saved", quantity_words(ceiling->saved)),
                       arg("cycle", quantity_words(ceiling->cycle))},
                      step.span);
  finding.symbol(view.symbol(place));
  if (changed == nullptr) return;
  finding.level(Level::Info)
      .note(rule::NoteCeilingTried, changed->name_span,
            {arg("scenario", changed->name), arg("step", step.name)});
}

/// Steps whose `takes` some scenario changes, each by the first that does: that is where somebody asks what
/// a faster machine would buy. The figure is that of the work as it was before.
void report_changed(const View& view, Reporter& reporter) {
  std::vector<llvm::BitVector> seen(view.definition.processes.size());
  for (const ir::Scenario& scenario : view.definition.scenarios) {
    if (scenario.broken) continue;
    for (const ir::Override& change : scenario.overrides) {
      if (change.property != ir::Override::Property::Takes || !change.process || !change.node) continue;
      const Place place{change.process, change.node};
      if (!view.calls.sound.test(place.process.index) || !view.reaches[place.process.index].has(place.node) ||
          !view.is_automated(view[place]))
        continue;
      llvm::BitVector& steps = seen[place.process.index];
      if (steps.empty()) steps.resize(static_cast<unsigned>(view[place.process].nodes.size()));
      if (steps.test(place.node.index)) continue;
      steps.set(place.node.index);
      const bool before = scenario.from && !view.definition[scenario.from].broken;
      report(view, place,
             before ? view.estimates.of(scenario.from) : view.estimates.for_process(place.process), &scenario,
             reporter);
    }
  }
}

}  // namespace

void check_AutomationCeiling(const View& view, Reporter& reporter) {
  if (!view.options.settings.level(rule::AutomationCeiling)) return report_changed(view, reporter);
  for (const ir::ProcessId id : view.processes) {
    for (const ir::NodeId node : view.reaches[id.index].order) {
      if (view.is_automated(view[id][node]))
        report(view, {id, node}, view.estimates.for_process(id), nullptr, reporter);
    }
  }
}

}  // namespace wain::lint
