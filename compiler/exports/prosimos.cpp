#include "exports/prosimos.h"

#include <algorithm>
#include <cmath>

#include <llvm/Support/raw_ostream.h>

#include "diagnostics/simulation_ids.h"
#include "emit/bpmn/write.h"
#include "exports/flat_graph.h"
#include "exports/measured_shares.h"
#include "exports/moments.h"
#include "exports/prosimos_clock.h"
#include "exports/prosimos_model.h"
#include "exports/prosimos_parameters.h"

namespace wain::exports {
namespace {

/// Cases that come within the scenario's `for`.
std::int64_t expected_cases(const plan::Plan& plan, ProsimosClock& clock) {
  const plan::Run& run = plan.runs[0];
  const double share = static_cast<double>(clock.week(run.calendar).minutes()) / minutes_of_week;
  const double mean = std::max(1.0, moments(run.gaps).mean);
  return std::max<std::int64_t>(1, std::llround(static_cast<double>(plan.length) * share / mean));
}

}  // namespace

std::optional<ProsimosFiles> export_prosimos(const ir::Definition& definition, ir::ScenarioId scenario,
                                             const plan::Plan& plan, const SourceManager& sources,
                                             const ProsimosNames& names, Diagnostics& diagnostics) {
  const Sites sites(definition, sources);
  Losses losses("Prosimos", sites, diagnostics);
  const Span place = definition[scenario].name_span;
  if (plan.runs.size() != 1) {
    losses.add(sim::ExportSeveralRuns, place,
               {arg("scenario", plan.scenario), arg("count", plan.runs.size())});
    return std::nullopt;
  }
  const ExitShares shares = exit_shares(plan);
  const FlatGraph graph = flatten(plan, shares, losses);
  const ProsimosModel model = prosimos_model(plan, graph);
  ProsimosClock clock(plan, losses);
  ProsimosFiles out;
  llvm::raw_string_ostream bpmn(out.bpmn), json(out.json);
  emit::bpmn::write_bpmn(model.model, bpmn);
  write_prosimos_parameters(plan, graph, model, losses, clock, json);
  json << "\n";
  diagnostics.report(sim::ExportRun, place, {arg("target", "Prosimos")})
      .help(sim::NoteProsimosCommand,
            {arg("bpmn", names.bpmn), arg("json", names.json), arg("cases", expected_cases(plan, clock)),
             arg("start", clock.start())});
  return out;
}

}  // namespace wain::exports
