// How cases end: the share of each outcome with its interval, and what changed, case by case.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/decision_words.h"
#include "report/html.h"
#include "report/sections.h"
#include "report/tables.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

constexpr double percent = 100;

/// A bar from 0 to 100 %, and the interval as a whisker.
std::string share_bar(const simulation::Interval& share, const std::string& label) {
  std::string out = fmt::format(
      "<svg class=\"bar share-bar\" width=\"100%\" height=\"18\" role=\"img\" "
      "aria-label=\"{0}\"><title>{0}</title><rect class=\"track\" "
      "x=\"0\" y=\"4\" width=\"100%\" height=\"10\"/><rect class=\"fill\" x=\"0\" y=\"4\" width=\"{1:.4f}%\" "
      "height=\"10\"/>",
      escaped(label), std::clamp(share.value, 0.0, 1.0) * percent);
  if (std::isfinite(share.half) && share.half > 0) {
    const double low = std::clamp(share.low(), 0.0, 1.0) * percent,
                 high = std::clamp(share.high(), 0.0, 1.0) * percent;
    out += fmt::format(
        "<line class=\"whisker\" x1=\"{0:.3f}%\" x2=\"{1:.3f}%\" y1=\"9\" y2=\"9\"/><line class=\"whisker\" "
        "x1=\"{0:.3f}%\" x2=\"{0:.3f}%\" "
        "y1=\"3\" y2=\"15\"/><line class=\"whisker\" x1=\"{1:.3f}%\" x2=\"{1:.3f}%\" y1=\"3\" y2=\"15\"/>",
        low, high);
  }
  return out + "</svg>";
}

/// Percentage points, signed: `+0.4 ± 0.2`.
std::string points(const simulation::Interval& change) {
  if (!change.known) return "–";
  const std::string words = points_words(change);
  return words == "0" ? text(sim::ReportSame) : figure_cell(words);
}

const simulation::OutcomeFigures* find(const simulation::RunFigures* run, std::string_view name) {
  if (run == nullptr) return nullptr;
  for (const simulation::OutcomeFigures& one : run->outcomes)
    if (one.name == name && one.cases > 0) return &one;
  return nullptr;
}

std::string change_cell(const Input& input, std::size_t s, std::size_t run, std::string_view outcome) {
  const simulation::Comparison* change = comparison_of(input, s, run);
  if (change == nullptr) return "–";
  for (const simulation::OutcomeChange& one : change->outcomes)
    if (one.name == outcome) return points(one.change);
  return "–";
}

/// The outcomes that some case of the run comes to, in the order of the scenarios.
std::vector<std::pair<std::string, std::size_t>> names_of(const Input& input, std::size_t run) {
  std::vector<std::pair<std::string, std::size_t>> names;
  for (std::size_t s = 0; s < input.figures.size(); ++s) {
    const simulation::RunFigures* figures = run_of(input, s, run);
    if (figures == nullptr) continue;
    for (const simulation::OutcomeFigures& one : figures->outcomes) {
      const auto same = [&](const auto& known) { return known.first == one.name; };
      if (one.cases > 0 && std::none_of(names.begin(), names.end(), same)) names.emplace_back(one.name, s);
    }
  }
  return names;
}

std::string of_run(const Input& input, std::size_t run) {
  std::string bars;
  Table rows;
  rows.words = {1};
  const std::string of = run_name(input, run);
  rows.caption = text(sim::ReportOutcomeTable) + (of.empty() ? "" : ": " + of);
  rows.head = {text(sim::ReportOutcome), text(sim::ReportScenario), text(sim::ReportShareOfCases),
               text(sim::ReportPoints), text(sim::ReportMeanCycle)};
  for (const auto& [name, of_scenario] : names_of(input, run)) {
    const std::string title = outcome_name(*input.scenarios[of_scenario].plan, name);
    std::string list;
    for (std::size_t s = 0; s < input.figures.size(); ++s) {
      const simulation::OutcomeFigures* one = find(run_of(input, s, run), name);
      if (run_of(input, s, run) == nullptr) continue;
      const std::string share = one == nullptr ? lint::share_text(0) : share_words(one->share);
      const std::string label =
          render(sim::ReportOutcomeBar,
                 {arg("outcome", name), arg("scenario", input.figures[s].name), arg("share", share)});
      list +=
          element("li",
                  element("span", scenario_name(input, s), "class=\"whose\"") +
                      element("span", share_bar(one == nullptr ? simulation::Interval{} : one->share, label),
                              "class=\"room\"") +
                      element("span", element("b", figure_cell(share)), "class=\"amount\"")) +
          "\n";
      rows.rows.push_back({title, scenario_name(input, s), figure_cell(share),
                           change_cell(input, s, run, name),
                           one == nullptr ? "–" : figure_cell(time_words(one->cycle))});
    }
    bars += element(of.empty() ? "h3" : "h4", title, "class=\"end\"") + element("ul", list, "class=\"bars\"");
  }
  return (of.empty() ? "" : element("h3", of, "class=\"run\"")) + bars + table(rows);
}

/// Measures of the process, and what got through wrong.
std::string measures(const Input& input) {
  Table out;
  out.words = {1};
  out.caption = text(sim::ReportMeasureTable);
  out.head = {text(sim::ReportMeasure), text(sim::ReportScenario), text(sim::ReportShareOfCases)};
  for (std::size_t s = 0; s < input.figures.size(); ++s) {
    for (const simulation::RunFigures& run : input.figures[s].runs)
      for (const simulation::MeasureFigures& one : run.measures)
        out.rows.push_back({escaped(one.name), scenario_name(input, s), figure_cell(share_words(one.share))});
    for (const simulation::CriterionFigures& one : input.figures[s].criteria)
      out.rows.push_back({text(sim::ReportMissed, {arg("criterion", one.name)}), scenario_name(input, s),
                          figure_cell(share_words(one.missed))});
  }
  return out.rows.empty() ? std::string() : table(out);
}

/// What good means, and whether it is so.
std::string goods(const Input& input) {
  Table out;
  out.words = {1, 2, 3, 4};
  out.caption = text(sim::ReportGoodTable);
  out.head = {text(sim::ReportOutcome), text(sim::ReportGoodWhen), text(sim::ReportScenario),
              text(sim::ReportGoodIs), text(sim::ReportGoodWhy)};
  for (std::size_t s = 0; s < input.figures.size(); ++s)
    for (const simulation::Good& good : input.figures[s].goods)
      out.rows.push_back(
          {outcome_name(*input.scenarios[s].plan, good.outcome), element("code", escaped(good.text)),
           scenario_name(input, s), element("b", escaped(good_words(good.decision.verdict))),
           escaped(spaced(decision_words(good.claim, good.decision, input.figures[s].currency)))});
  return out.rows.empty() ? std::string() : table(out);
}

}  // namespace

std::string outcome_section(const Input& input) {
  std::string body;
  for (std::size_t run = 0; run < runs_of(input); ++run) body += of_run(input, run);
  return section("outcomes", text(sim::ReportOutcomes), text(sim::ReportOutcomesLead, {confidence_of(input)}),
                 body + goods(input) + measures(input));
}

}  // namespace wain::report
