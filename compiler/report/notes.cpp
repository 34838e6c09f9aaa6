// What the figures rest on: how it was run, what is assumed, what was not modelled.
#include <algorithm>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/sections.h"
#include "report/tables.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& one : items) out += element("li", one) + "\n";
  return element("ul", out);
}

std::string files_of(const plan::Plan& plan) {
  std::string out;
  for (const std::string& file : plan.files) out += (out.empty() ? "" : ", ") + escaped(file);
  return out.empty() ? "–" : out;
}

std::string run_table(const Input& input) {
  Table out;
  out.words = {1};
  out.caption = text(sim::ReportRunTable);
  out.head = {text(sim::ReportScenario), text(sim::ReportFiles),  text(sim::ReportReplications),
              text(sim::ReportSeed),     text(sim::ReportLength), text(sim::ReportWarmup),
              text(sim::ReportMeasured)};
  const auto time = [](std::int64_t ticks) {
    return lint::time_text(static_cast<double>(ticks) / plan::hour);
  };
  for (std::size_t s = 0; s < input.figures.size(); ++s) {
    const simulation::ScenarioFigures& one = input.figures[s];
    const plan::Plan& plan = *input.scenarios[s].plan;
    double cases = 0;
    for (const simulation::RunFigures& run : one.runs) cases += run.cases;
    std::string replications = count_words(one.replications);
    if (one.partial)
      replications = text(sim::ReportPartial, {arg("done", one.replications), arg("wanted", one.wanted)});
    out.rows.push_back({scenario_name(input, s), files_of(plan), replications, std::to_string(one.seed),
                        escaped(time(plan.length)),
                        plan.warmup ? escaped(time(*plan.warmup)) : text(sim::ReportNone),
                        count_words(cases)});
  }
  return table(out);
}

std::vector<std::string> not_modelled(const Input& input) {
  std::vector<std::string> said;
  const auto any = [&](auto holds) { return std::any_of(input.figures.begin(), input.figures.end(), holds); };
  if (any([](const auto& one) { return one.criteria.empty(); }))
    said.push_back(marked(render(sim::SimulateNotModelled, {})));
  if (any([](const auto& one) { return one.second_looks; })) said.push_back(text(sim::SimulateSecondLooks));
  if (any([](const auto& one) { return one.currency.empty(); })) said.push_back(text(sim::ReportNoMoney));
  said.push_back(text(sim::ReportNoBehaviour));
  return said;
}

}  // namespace

std::string notes_section(const Input& input) {
  std::string body = run_table(input);
  body += element("h3", text(sim::ReportNotModelled)) + list(not_modelled(input));
  body += element("h3", text(sim::ReportAssumed)) +
          list({text(sim::ReportAssumeIndependent), text(sim::ReportAssumeSameLuck),
                text(sim::ReportAssumeCalendars), text(sim::ReportAssumePath), text(sim::ReportAssumeTruth)});
  body += element("h3", text(sim::ReportReading)) +
          list({text(sim::ReportReadInterval, {confidence_of(input)}), text(sim::ReportReadQuantile),
                text(sim::ReportReadCritical), text(sim::ReportReadLoad), text(sim::ReportReadPaired)});
  return section("notes", text(sim::ReportNotes), text(sim::ReportNotesLead), body);
}

}  // namespace wain::report
