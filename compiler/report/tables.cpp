#include "report/tables.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {

std::string section(std::string_view id, std::string_view heading, std::string_view lead,
                    std::string_view body) {
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">{1}</h2>\n{2}{3}</section>\n", id,
      heading, lead.empty() ? "" : fmt::format("<p class=\"lead\">{}</p>\n", lead), body);
}

std::string table(const Table& of) {
  std::string out = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{0}\"><table><caption>{0}</caption>\n<thead><tr>",
      of.caption);
  const auto side = [&](std::size_t column) {
    const bool left = std::find(of.words.begin(), of.words.end(), column) != of.words.end();
    return std::string(left ? "class=\"words\"" : "");
  };
  for (std::size_t i = 0; i < of.head.size(); ++i)
    out += of.head[i].empty() ? "<td></td>" : element("th", of.head[i], "scope=\"col\" " + side(i));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : of.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      out += i == 0 ? element("th", row[i], "scope=\"row\"") : element("td", row[i], side(i));
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string folded(std::string_view line, std::string_view body) {
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", line, body);
}

std::string scenario_mark(std::size_t scenario) {
  constexpr std::size_t colours = 6;
  const bool again = scenario / colours % 2 == 1;
  return fmt::format("s{}{}", scenario % colours, again ? " again" : "");
}

std::string scenario_name(const Input& input, std::size_t scenario) {
  return fmt::format(
      "<span class=\"scenario {}\"><svg class=\"mark\" width=\"26\" height=\"10\" "
      "aria-hidden=\"true\"><path class=\"curve\" "
      "d=\"M1 5H25\"/></svg><b class=\"name\">{}</b></span>",
      scenario_mark(scenario), escaped(input.figures[scenario].name));
}

std::string scenario_title(const Input& input, std::size_t scenario) {
  const std::string& title = input.figures[scenario].title;
  return title.empty() ? std::string() : element("span", escaped(title), "class=\"of\"");
}

std::size_t runs_of(const Input& input) {
  std::size_t most = 0;
  for (const simulation::ScenarioFigures& one : input.figures) most = std::max(most, one.runs.size());
  return most;
}

std::string run_name(const Input& input, std::size_t run) {
  if (runs_of(input) < 2) return {};
  for (const Simulated& one : input.scenarios)
    if (run < one.plan->runs.size())
      return escaped(display(one.plan->processes[one.plan->runs[run].process]));
  return {};
}

const simulation::RunFigures* run_of(const Input& input, std::size_t scenario, std::size_t run) {
  const auto& runs = input.figures[scenario].runs;
  return run < runs.size() ? &runs[run] : nullptr;
}

double longest_cycle(const Input& input) {
  double longest = 0;
  for (const simulation::ScenarioFigures& one : input.figures)
    for (const simulation::RunFigures& run : one.runs)
      if (run.cycle.known) longest = std::max(longest, run.cycle.value);
  return longest;
}

const simulation::Comparison* comparison_of(const Input& input, std::size_t scenario, std::size_t run) {
  for (const simulation::Comparison& one : input.comparisons)
    if (one.second == scenario && one.run == run) return &one;
  return nullptr;
}

std::string count_words(double count) { return spaced(lint::count_text(std::llround(count))); }

DiagArg confidence_of(const Input& input) {
  return arg("confidence", confidence_words(input.figures.front().confidence));
}

std::string figure_cell(std::string_view figure) {
  const std::string grouped = spaced(figure);
  const std::string_view words = grouped;
  const std::size_t half = words.find(" ± ");
  if (half == std::string_view::npos) return escaped(words);
  return escaped(words.substr(0, half)) + "<small>" + escaped(words.substr(half)) + "</small>";
}

std::string quantile_cell(const simulation::QuantileInterval& quantile) {
  if (!quantile.known) return "–";
  const auto words = [](double hours) {
    return std::isinf(hours) ? std::string("∞") : lint::time_text(hours);
  };
  std::string out = escaped(words(quantile.value));
  if (quantile.low < quantile.high)
    out += fmt::format("<small> {}</small>", text(sim::ReportFromTo, {arg("low", words(quantile.low)),
                                                                      arg("high", words(quantile.high))}));
  return out;
}

std::string step_name(const Input& input, std::size_t scenario, const simulation::StepFigures& step) {
  const plan::Plan& plan = *input.scenarios[scenario].plan;
  for (const plan::Process& process : plan.processes) {
    if (process.name != step.process) continue;
    for (const plan::Node& node : process.nodes)
      if (node.name == step.name && node.key == step.key && !node.title.empty() && node.title != node.name)
        return escaped(node.title);
  }
  return escaped(step.name);
}

std::vector<std::string> pools_by_load(const Input& input, double least) {
  std::vector<std::pair<double, std::string>> pools;
  for (const simulation::ScenarioFigures& scenario : input.figures)
    for (const simulation::PoolFigures& pool : scenario.pools) {
      const double load = pool.load.known ? pool.load.value : 0;
      const auto same = [&](const auto& one) { return one.second == pool.name; };
      const auto known = std::find_if(pools.begin(), pools.end(), same);
      if (known == pools.end())
        pools.emplace_back(load, pool.name);
      else
        known->first = std::max(known->first, load);
    }
  std::stable_sort(pools.begin(), pools.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> names;
  for (const auto& [load, name] : pools)
    if (load >= least) names.push_back(name);
  return names;
}

std::string step_title(const plan::Plan& plan, std::string_view name) {
  for (const plan::Process& process : plan.processes)
    for (const plan::Node& node : process.nodes)
      if (node.name == name && !node.title.empty()) return node.title;
  return std::string(name);
}

std::string actor_title(const plan::Plan& plan, std::string_view name) {
  for (const plan::Pool& pool : plan.pools)
    if (pool.name == name) return display(pool);
  for (const plan::Committee& committee : plan.committees)
    if (committee.name == name) return display(committee);
  return std::string(name);
}

std::string actor_name(const plan::Plan& plan, std::string_view name) {
  return escaped(actor_title(plan, name));
}

std::string outcome_name(const plan::Plan& plan, std::string_view name) {
  for (const plan::Outcome& outcome : plan.outcomes)
    if (outcome.name == name) return escaped(display(outcome));
  return escaped(name);
}

}  // namespace wain::report
