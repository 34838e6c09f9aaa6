// The processes of all scenarios, beside each other.
#include <algorithm>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/process_svg.h"
#include "report/sections.h"
#include "report/tables.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

/// Around a map, in pixels: of its figure, and of the box that it scrolls in.
constexpr double frame = 30, box_padding = 24;

/// Which process of each scenario stands in one line of maps; none: it has no such one.
using MapRow = std::vector<plan::Index>;

bool holds(const std::vector<MapRow>& rows, std::size_t scenario, plan::Index process) {
  return std::any_of(rows.begin(), rows.end(), [&](const MapRow& row) { return row[scenario] == process; });
}

/// First what the runs run, whatever it is called, then what is called by it, by name.
std::vector<MapRow> rows_of(const Input& input) {
  const std::size_t count = input.scenarios.size();
  std::vector<MapRow> rows;
  for (std::size_t run = 0; run < runs_of(input); ++run) {
    MapRow row(count, plan::none);
    for (std::size_t s = 0; s < count; ++s) {
      const plan::Plan& plan = *input.scenarios[s].plan;
      if (run < plan.runs.size() && !holds(rows, s, plan.runs[run].process)) row[s] = plan.runs[run].process;
    }
    rows.push_back(std::move(row));
  }
  for (std::size_t s = 0; s < count; ++s)
    for (plan::Index p = 0; p < input.scenarios[s].plan->processes.size(); ++p) {
      if (holds(rows, s, p)) continue;
      MapRow row(count, plan::none);
      const std::string& name = input.scenarios[s].plan->processes[p].name;
      for (std::size_t other = s; other < count; ++other) {
        const auto& processes = input.scenarios[other].plan->processes;
        for (plan::Index q = 0; q < processes.size(); ++q)
          if (processes[q].name == name && !holds(rows, other, q)) row[other] = q;
      }
      rows.push_back(std::move(row));
    }
  return rows;
}

/// The mean cycle time, where the process is one that runs.
std::string time_of(const Input& input, std::size_t scenario, plan::Index process) {
  const auto& runs = input.scenarios[scenario].plan->runs;
  for (std::size_t r = 0; r < runs.size() && r < input.figures[scenario].runs.size(); ++r)
    if (runs[r].process == process && input.figures[scenario].runs[r].cycle.known)
      return figure_cell(time_words(input.figures[scenario].runs[r].cycle));
  return {};
}

std::string figure(const Input& input, std::size_t scenario, plan::Index process, double longest,
                   double& widest) {
  const Simulated& one = input.scenarios[scenario];
  const std::string id = fmt::format("map-{}-{}", scenario, process);
  const std::string time = time_of(input, scenario, process);
  std::string caption = scenario_name(input, scenario) + scenario_title(input, scenario);
  caption = element("span", caption);
  if (!time.empty()) caption += element("span", time, "class=\"cycle\"");
  const std::string label = text(sim::ReportMapTitle, {arg("process", display(one.plan->processes[process])),
                                                       arg("scenario", one.figures->name)});
  const ProcessPicture picture = process_svg(*one.plan, process, *one.figures, longest, id);
  widest = std::max(widest, picture.least_width);
  // The style sheet shows the hint where there is less room than that.
  const std::string hint = element("p", text(sim::ReportMapWide),
                                   fmt::format("class=\"hint\" aria-hidden=\"true\" style=\"--least:{}px\"",
                                               coordinate(picture.least_width + box_padding)));
  return fmt::format(
      "<figure data-scenario=\"{}\" data-process=\"{}\"><figcaption>{}</figcaption>{}<div class=\"scroll\" "
      "tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\">{}</div></figure>\n",
      escaped(one.figures->name), escaped(one.plan->processes[process].id), caption, hint, label,
      picture.svg);
}

std::string shade_legend(double longest) {
  std::string out;
  for (int i = 0; i < shades; ++i) {
    const bool last = i + 1 == shades;
    const std::string from = lint::time_text(shade_from[i] * longest);
    const std::string words =
        last ? text(sim::ReportShadeFrom, {arg("from", from)})
             : text(sim::ReportShadeTo, {arg("to", lint::time_text(shade_from[i + 1] * longest))});
    out += fmt::format(
        "<li><svg class=\"swatch h{}\" width=\"22\" height=\"14\" aria-hidden=\"true\"><rect class=\"shape\" "
        "x=\"1\" y=\"1\" width=\"20\" height=\"12\" rx=\"3\"/></svg>{}</li>",
        i, words);
  }
  return element("ul", out, fmt::format("class=\"legend\" aria-label=\"{}\"", text(sim::ReportShades)));
}

std::string shape_legend() {
  struct Sample {
    std::string_view shape;
    Diag words;
  };
  static constexpr Sample samples[] = {
      {"<g class=\"node step h0\"><rect class=\"shape\" x=\"2\" y=\"2\" width=\"24\" height=\"14\" "
       "rx=\"4\"/></g>",
       sim::ReportStep},
      {"<g class=\"node machine h0\"><rect class=\"shape\" x=\"2\" y=\"2\" width=\"24\" height=\"14\"/></g>",
       sim::ReportMachineStep},
      {"<g class=\"node gate h0\"><path class=\"shape\" d=\"M7 2H21L26 7V11L21 16H7L2 11V7Z\"/></g>",
       sim::ReportGate},
      {"<g class=\"node committee h0\"><path class=\"shape\" d=\"M7 2H21L26 7V11L21 16H7L2 11V7Z\"/><path "
       "class=\"inner\" "
       "d=\"M9 5H19L23 8.500V9.500L19 13H9L5 9.500V8.500Z\"/></g>",
       sim::ReportCommitteeGate},
      {"<g class=\"node wait h0\"><rect class=\"shape\" x=\"2\" y=\"2\" width=\"24\" height=\"14\" "
       "rx=\"7\"/></g>",
       sim::ReportWait},
      {"<g class=\"node end h0\"><rect class=\"shape\" x=\"2\" y=\"2\" width=\"24\" height=\"14\" "
       "rx=\"7\"/></g>",
       sim::ReportEnd},
      {"<g class=\"node split h0\"><path class=\"shape\" d=\"M14 1L22 9L14 17L6 9Z\"/></g>",
       sim::ReportChoice},
      {"<g class=\"node bar h0\"><rect class=\"shape\" x=\"2\" y=\"7\" width=\"24\" height=\"4\" "
       "rx=\"2\"/></g>",
       sim::ReportParallel},
      {"<g class=\"node call h0\"><rect class=\"shape\" x=\"2\" y=\"2\" width=\"24\" height=\"14\" rx=\"2\"/>"
       "<path class=\"inner\" d=\"M6 2V16M22 2V16\"/></g>",
       sim::ReportCall},
      {"<g class=\"node audit h0\"><rect class=\"shape\" x=\"2\" y=\"2\" width=\"24\" height=\"14\" "
       "rx=\"4\"/></g>",
       sim::ReportAudit},
      {"<g class=\"edge back goes-back\"><path d=\"M2 9H26\"/></g>", sim::ReportGoesBack},
  };
  std::string out;
  for (const Sample& one : samples)
    out += fmt::format(
        "<li><svg class=\"swatch\" width=\"28\" height=\"18\" aria-hidden=\"true\">{}</svg>{}</li>",
        one.shape, text(one.words));
  return element("ul", out, fmt::format("class=\"legend\" aria-label=\"{}\"", text(sim::ReportShapes)));
}

}  // namespace

std::string map_section(const Input& input) {
  const double longest = longest_cycle(input);
  std::string body = shade_legend(longest) + shape_legend();
  const std::vector<MapRow> rows = rows_of(input);
  for (const MapRow& row : rows) {
    std::string figures;
    const plan::Process* first = nullptr;
    double widest = 0;
    for (std::size_t s = 0; s < row.size(); ++s) {
      if (row[s] == plan::none) continue;
      if (first == nullptr) first = &input.scenarios[s].plan->processes[row[s]];
      figures += figure(input, s, row[s], longest, widest);
    }
    if (first == nullptr) continue;
    body += element("h3", escaped(display(*first))) +
            element("div", figures,
                    fmt::format("class=\"maps wide\" style=\"--map:{}px\"", coordinate(widest + frame))) +
            "\n";
  }
  return section("map", text(sim::ReportMap), text(sim::ReportMapLead), body);
}

}  // namespace wain::report
