// Every figure of every step, a table a scenario.
#include <algorithm>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/sections.h"
#include "report/tables.h"
#include "report/words.h"

namespace wain::report {
namespace {

/// What a visit waits for most, if it waits.
std::string mostly(const simulation::StepFigures& step) {
  const auto first = static_cast<std::size_t>(runtime::Cause::Queue);
  std::size_t most = first;
  for (std::size_t c = first; c < runtime::causes; ++c)
    if (step.causes[c] > step.causes[most]) most = c;
  return step.causes[most] > 0 ? cause_words(static_cast<runtime::Cause>(most), {}) : std::string("–");
}

std::string of_scenario(const Input& input, std::size_t s) {
  const simulation::ScenarioFigures& scenario = input.figures[s];
  const plan::Plan& plan = *input.scenarios[s].plan;
  const bool several = std::any_of(scenario.steps.begin(), scenario.steps.end(), [&](const auto& step) {
    return step.process != scenario.steps.front().process;
  });
  Table out;
  out.words = {1, 6};
  out.caption = text(sim::ReportStepTable, {arg("scenario", scenario.name)});
  out.head = {text(sim::ReportStepHeading), text(sim::ReportByWhom),       text(sim::ReportVisits),
              text(sim::ReportPerCase),     text(sim::ReportShareOfTime),  text(sim::ReportWaits),
              text(sim::ReportMostly),      text(sim::ReportSaysNoHeading)};
  for (const simulation::StepFigures& step : scenario.steps) {
    const bool gate = step.kind == plan::NodeKind::Gate;
    std::string name = step_name(input, s, step);
    if (several) name.insert(0, fmt::format("<small>{}</small> ", escaped(step.process)));
    out.rows.push_back({name, step.by.empty() ? "–" : actor_name(plan, step.by),
                        figure_cell(number_words(step.visits)), figure_cell(time_words(step.per_case)),
                        escaped(share_of_time(step.share)), figure_cell(time_words(step.waiting)),
                        escaped(mostly(step)), gate ? figure_cell(share_words(step.noes)) : "–"});
  }
  return out.rows.empty() ? std::string() : table(out);
}

}  // namespace

std::string step_section(const Input& input) {
  std::string body;
  for (std::size_t s = 0; s < input.figures.size(); ++s) body += of_scenario(input, s);
  return section("steps", text(sim::ReportSteps), text(sim::ReportStepsLead), body);
}

}  // namespace wain::report
