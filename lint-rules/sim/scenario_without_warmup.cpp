// scenario-without-warmup (SIM101): a run that begins with an empty house counts its first, quick cases.
#include "rules/engine/quantity_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

bool has_arrivals(const ir::Scenario& scenario) {
  for (const ir::Run& run : scenario.runs) {
    if (run.process && run.arrivals) return true;
  }
  return false;
}

/// It runs for a time, and counts from the first case on.
bool counts_from_the_start(const ir::Scenario& scenario) {
  return scenario.length && has_arrivals(scenario) &&
         (!scenario.warmup || scenario.warmup->microseconds == 0);
}

}  // namespace

void check_ScenarioWithoutWarmup(const View& view, Reporter& reporter) {
  for (std::uint32_t i = 0; i < view.definition.scenarios.size(); ++i) {
    const ir::Scenario& scenario = view.definition.scenarios[i];
    if (scenario.broken || !counts_from_the_start(scenario)) continue;
    // What is inherited is said once, where it is to be changed.
    if (scenario.from && counts_from_the_start(view.definition[scenario.from])) continue;
    Diagnostics::Builder finding = reporter.report(
        rule::ScenarioWithoutWarmup, scenario.name_span,
        {arg("scenario", scenario.name), arg("length", scenario.length->str())}, scenario.span);
    finding.symbol(std::string(scenario.name));
    for (const ir::Run& run : scenario.runs) {
      if (!run.process || !view.calls.sound.test(run.process.index)) continue;
      const std::optional<estimate::Quantity>& cycle = view.estimates.of({i}).times(run.process).cycle;
      if (!cycle) continue;
      finding.note(rule::NoteWarmupCase, run.span,
                   {arg("process", view[run.process].name), arg("cycle", quantity_text(*cycle))});
    }
    finding.help(rule::NoteSayWarmup);
  }
}

}  // namespace wain::lint
