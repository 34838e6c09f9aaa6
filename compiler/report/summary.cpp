// The first screen: the comparison in a sentence, and the scenarios beside each other.
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/sections.h"
#include "report/tables.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

using simulation::RunFigures;

/// What changed, large, and why, below it.
std::string sentence(const std::string& said) {
  const std::size_t end = said.find("): ");
  if (end == std::string::npos) return element("p", marked(said), "class=\"sentence\"") + "\n";
  return element("p",
                 element("strong", marked(said.substr(0, end + 2))) + " " +
                     element("span", marked(said.substr(end + 3))),
                 "class=\"sentence\"") +
         "\n";
}

/// Titles stand where there are any. Nothing in one ends a name in a sentence.
std::string in_sentence(std::string title) {
  std::replace(title.begin(), title.end(), '`', '\'');
  return title;
}

/// As a sentence calls a scenario, or one of its runs.
std::string called(const Input& input, std::size_t scenario, std::size_t run) {
  const simulation::ScenarioFigures& figures = input.figures[scenario];
  if (figures.title.empty()) return compared_name(figures, run);
  const plan::Plan& plan = *input.scenarios[scenario].plan;
  std::string title = in_sentence(figures.title);
  if (plan.runs.size() > 1) title += ": " + in_sentence(display(plan.processes[plan.runs[run].process]));
  return render(sim::ReportQuoted, {arg("title", title)});
}

/// The step, and who does it, by their titles in the first of the plans that has them.
void give_titles(std::optional<simulation::Turn>& turn, std::initializer_list<const plan::Plan*> plans) {
  if (!turn) return;
  const std::string step = turn->step, by = turn->by;
  for (const plan::Plan* plan : plans) {
    if (turn->step == step) turn->step = in_sentence(step_title(*plan, step));
    if (turn->by == by) turn->by = in_sentence(actor_title(*plan, by));
  }
}

std::string told(const Input& input, simulation::Comparison one) {
  for (std::optional<simulation::Turn>* turn : {&one.changed, &one.stays})
    give_titles(*turn, {input.scenarios[one.first].plan, input.scenarios[one.second].plan});
  return comparison_sentence(one, called(input, one.first, one.run), called(input, one.second, one.run));
}

/// The sentences that `wain simulate` ends with; of a single scenario the one that it begins with.
std::string sentences(const Input& input) {
  std::string out, more;
  constexpr std::size_t at_once = 4;  // what a screen holds
  const std::size_t shown = input.comparisons.size() > at_once + 1 ? at_once : input.comparisons.size();
  for (std::size_t i = 0; i < input.comparisons.size(); ++i)
    (i < shown ? out : more) += sentence(told(input, input.comparisons[i]));
  if (!more.empty())
    out += folded(text(sim::ReportMoreSentences, {arg("count", input.comparisons.size() - shown)}), more);
  if (!out.empty()) return out;
  for (std::size_t s = 0; s < input.figures.size(); ++s)
    for (std::size_t run = 0; run < input.figures[s].runs.size(); ++run) {
      const plan::Plan& plan = *input.scenarios[s].plan;
      const plan::Named& process = plan.processes[plan.runs[run].process];
      const std::string& title = input.figures[s].title;
      const std::string scenario =
          title.empty() ? input.figures[s].name : render(sim::ReportQuoted, {arg("title", title)});
      out += element("p", escaped(headline(input.figures[s].runs[run], display(process), scenario)),
                     "class=\"sentence\"");
    }
  return out;
}

/// What is to be known before a figure is believed.
std::string heed(const Input& input) {
  std::string list;
  for (std::size_t s = 0; s < input.figures.size(); ++s) {
    const simulation::ScenarioFigures& one = input.figures[s];
    std::vector<std::string> said = caution_words(one);
    if (!one.warmed_up) said.push_back(render(sim::SimulateNoWarmup, {}));
    if (one.partial)
      said.insert(said.begin(),
                  render(sim::SimulatePartial, {arg("done", one.replications), arg("wanted", one.wanted)}));
    for (const std::string& sentence : said)
      list += element("li", scenario_name(input, s) + ": " + marked(sentence)) + "\n";
  }
  const auto unpaired = [](const simulation::Comparison& one) { return !one.paired; };
  if (std::any_of(input.comparisons.begin(), input.comparisons.end(), unpaired))
    list += element("li", text(sim::SimulateUnpaired)) + "\n";
  const auto blind = [](const simulation::ScenarioFigures& scenario) { return scenario.criteria.empty(); };
  if (std::any_of(input.figures.begin(), input.figures.end(), blind))
    list += element("li", marked(render(sim::SimulateNotModelled, {}))) + "\n";
  if (list.empty()) return {};
  return element("aside", element("h2", text(sim::ReportHeed)) + "<ul>" + list + "</ul>", "class=\"heed\"");
}

std::string change_of(const Input& input, std::size_t scenario, std::size_t run) {
  const simulation::Comparison* change = comparison_of(input, scenario, run);
  if (change == nullptr) return {};
  return text(sim::ReportChange, {arg("change", comparison_change_words(*change)),
                                  arg("first", input.figures[change->first].name)});
}

std::string card(const Input& input, std::size_t scenario, std::size_t run, const RunFigures& figures) {
  const std::string change = change_of(input, scenario, run);
  std::string title = scenario_title(input, scenario);
  if (title.empty()) title = "<span class=\"of\">&nbsp;</span>";  // so that the figures stand in one line
  std::string out = element("h2", scenario_name(input, scenario) + title);
  out +=
      element("p", figures.cycle.known ? figure_cell(time_words(figures.cycle, figures.unfinished > 0)) : "–",
              "class=\"big\"");
  out += element("p", text(sim::ReportCardMean), "class=\"under\"");
  if (figures.cycle.known)
    out += element("p",
                   text(sim::ReportCardWork, {arg("touch", lint::time_text(figures.touch.value)),
                                              arg("p90", quantile_words(figures.p90))}),
                   "class=\"more\"");
  if (!change.empty()) out += element("p", change, "class=\"change\"");
  return element("li", out, "class=\"card\"") + "\n";
}

/// One line of the table: a figure in all scenarios.
template <class Cell>
void row(const Input& input, std::size_t run, Table& table, Diag heading, Cell cell) {
  std::vector<std::string> cells{text(heading)};
  bool any = false;
  for (std::size_t s = 0; s < input.figures.size(); ++s) {
    const RunFigures* figures = run_of(input, s, run);
    const std::string words = figures == nullptr ? std::string() : cell(s, *figures);
    any = any || !words.empty();
    cells.push_back(words.empty() ? "–" : words);
  }
  if (any) table.rows.push_back(std::move(cells));
}

std::string comparison_table(const Input& input, std::size_t run) {
  Table out;
  const std::string of = run_name(input, run);
  out.caption = text(sim::ReportCompareTable) + (of.empty() ? "" : ": " + of);
  out.head = {""};
  for (std::size_t s = 0; s < input.figures.size(); ++s) out.head.push_back(scenario_name(input, s));
  const auto currency = [&](std::size_t s) -> const std::string& { return input.figures[s].currency; };
  const auto time = [](const simulation::Interval& hours) { return figure_cell(time_words(hours)); };
  const auto money = [&](std::size_t s, const simulation::Interval& amount) {
    return currency(s).empty() ? std::string() : figure_cell(money_words(amount, currency(s)));
  };
  row(input, run, out, sim::ReportMeanCycle, [](std::size_t, const RunFigures& of_run) {
    return figure_cell(time_words(of_run.cycle, of_run.unfinished > 0));
  });
  row(input, run, out, sim::ReportItsChange, [&](std::size_t s, const RunFigures&) {
    const simulation::Comparison* change = comparison_of(input, s, run);
    return change == nullptr ? std::string() : figure_cell(comparison_change_words(*change));
  });
  row(input, run, out, sim::ReportHalfWithin,
      [](std::size_t, const RunFigures& r) { return quantile_cell(r.median); });
  row(input, run, out, sim::ReportMostWithin,
      [](std::size_t, const RunFigures& r) { return quantile_cell(r.p90); });
  row(input, run, out, sim::ReportNearlyAllWithin,
      [](std::size_t, const RunFigures& r) { return quantile_cell(r.p99); });
  row(input, run, out, sim::ReportTouch, [&](std::size_t, const RunFigures& r) { return time(r.touch); });
  row(input, run, out, sim::ReportWaiting, [&](std::size_t, const RunFigures& r) { return time(r.waiting); });
  row(input, run, out, sim::ReportEffort, [&](std::size_t, const RunFigures& r) { return time(r.effort); });
  row(input, run, out, sim::ReportRework,
      [](std::size_t, const RunFigures& r) { return figure_cell(number_words(r.rework)); });
  row(input, run, out, sim::ReportCost, [&](std::size_t s, const RunFigures& r) { return money(s, r.cost); });
  row(input, run, out, sim::ReportCostChange, [&](std::size_t s, const RunFigures&) {
    const simulation::Comparison* change = comparison_of(input, s, run);
    const bool priced = change != nullptr && !currency(s).empty();
    return priced ? figure_cell(money_change_words(change->cost, currency(s))) : std::string();
  });
  row(input, run, out, sim::ReportThroughput, [&](std::size_t s, const RunFigures&) {
    return figure_cell(number_words(input.figures[s].throughput));
  });
  row(input, run, out, sim::ReportLoss, [&](std::size_t s, const RunFigures&) {
    return input.figures[s].loss ? money(s, *input.figures[s].loss) : std::string();
  });
  row(input, run, out, sim::ReportMeasured,
      [](std::size_t, const RunFigures& r) { return escaped(count_words(r.cases)); });
  return table(out);
}

}  // namespace

std::string summary_section(const Input& input) {
  std::string body = element("div", sentences(input), "class=\"sentences\"") + "\n";
  for (std::size_t run = 0; run < runs_of(input); ++run) {
    const std::string of = run_name(input, run);
    if (!of.empty()) body += element("p", of, "class=\"run\"");
    std::string cards;
    for (std::size_t s = 0; s < input.figures.size(); ++s)
      if (const RunFigures* figures = run_of(input, s, run)) cards += card(input, s, run, *figures);
    body += element("ul", cards, "class=\"cards\"") + "\n";
  }
  body += heed(input);
  std::string tables;
  for (std::size_t run = 0; run < runs_of(input); ++run) tables += comparison_table(input, run);
  return body + section("compared", text(sim::ReportCompared),
                        text(sim::ReportComparedLead, {confidence_of(input)}), tables);
}

}  // namespace wain::report
