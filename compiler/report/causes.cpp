// Where the time goes: a bar a step and scenario, in parts by cause.
#include <algorithm>
#include <array>
#include <numeric>

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

using Hours = std::array<double, runtime::causes>;

double total(const Hours& hours) { return std::accumulate(hours.begin(), hours.end(), 0.0); }

/// A step in all scenarios; hours a case.
struct Line {
  const simulation::StepFigures* shown = nullptr;
  std::size_t scenario = 0;              ///< that `shown` is of
  std::vector<std::optional<Hours>> of;  ///< by scenario; nothing: it is not there
  [[nodiscard]] double longest() const {
    double most = 0;
    for (const auto& hours : of)
      if (hours) most = std::max(most, total(*hours));
    return most;
  }
};

Hours a_case(const simulation::StepFigures& step) {
  Hours out{};
  for (std::size_t c = 0; c < runtime::causes; ++c) out[c] = step.causes[c] * step.visits.value;
  return out;
}

Hours a_case(const simulation::RunFigures& run) {
  Hours out{};
  for (std::size_t c = 0; c < runtime::causes; ++c) out[c] = run.causes[c].value;
  return out;
}

/// The steps of all scenarios, the same ones together, longest first.
std::vector<Line> lines_of(const Input& input) {
  std::vector<Line> lines;
  for (std::size_t s = 0; s < input.figures.size(); ++s)
    for (const simulation::StepFigures& step : input.figures[s].steps) {
      const auto same = [&](const Line& line) {
        return line.shown->key == step.key && line.shown->kind == step.kind &&
               line.shown->process == step.process && !line.of[s];
      };
      auto found = std::find_if(lines.begin(), lines.end(), same);
      if (found == lines.end()) {
        lines.push_back({&step, s, std::vector<std::optional<Hours>>(input.figures.size())});
        found = lines.end() - 1;
      }
      found->of[s] = a_case(step);
    }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.longest() > b.longest(); });
  return lines;
}

/// `waiting for meetings 94 %, people at work 1.1 %`, greatest first.
std::string told(const Hours& hours, std::size_t most) {
  std::array<std::size_t, runtime::causes> order{};
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return hours[a] > hours[b]; });
  std::string list;
  for (std::size_t i = 0; i < most && i < order.size(); ++i)
    if (hours[order[i]] > 0)
      list +=
          (list.empty() ? "" : ", ") +
          render(sim::SimulateOneCause, {arg("cause", cause_words(static_cast<runtime::Cause>(order[i]), {})),
                                         arg("share", lint::share_text(hours[order[i]] / total(hours)))});
  return list;
}

std::string bar(const Hours& hours, double longest, std::string_view attributes, const std::string& label) {
  constexpr double all = 100;
  std::string out = fmt::format(
      "<svg class=\"bar\" width=\"100%\" height=\"18\" role=\"img\" tabindex=\"0\" aria-label=\"{0}\" "
      "data-tip=\"{0}\" {1}>"
      "<title>{0}</title>",
      escaped(label), attributes);
  double x = 0;
  for (std::size_t c = 0; c < runtime::causes; ++c) {
    if (hours[c] <= 0 || longest <= 0) continue;
    const double width = hours[c] / longest * all;
    out += fmt::format(
        "<rect class=\"c{0}\" data-cause=\"{0}\" x=\"{1:.4f}%\" y=\"1\" width=\"{2:.4f}%\" height=\"16\"/>"
        "<rect fill=\"url(#cause-{0})\" x=\"{1:.4f}%\" y=\"1\" width=\"{2:.4f}%\" height=\"16\"/>",
        c, x, width);
    x += width;
  }
  return out + "</svg>";
}

std::string bar_row(const Input& input, std::size_t s, const std::optional<Hours>& hours, double longest,
                    std::string_view attributes, const std::string& name) {
  std::string out = element("span", scenario_name(input, s), "class=\"whose\"");
  if (!hours) return element("li", out + element("span", text(sim::ReportNotThere), "class=\"absent\""));
  const std::string time = lint::time_text(total(*hours));
  const std::string parts = told(*hours, runtime::causes), most = told(*hours, 1);
  const std::string label = render(sim::ReportBar, {arg("step", name), arg("scenario", input.figures[s].name),
                                                    arg("time", time), arg("parts", parts)});
  out += element("span", bar(*hours, longest, attributes, label), "class=\"room\"");
  out += element("span", fmt::format("<b>{}</b> <small>{}</small>", escaped(time), escaped(most)),
                 "class=\"amount\"");
  return element("li", out) + "\n";
}

std::string step_bars(const Input& input, const Line& line, double longest) {
  const bool gate = line.shown->kind == plan::NodeKind::Gate;
  const plan::Plan& plan = *input.scenarios[line.scenario].plan;
  std::string heading = step_name(input, line.scenario, *line.shown);
  if (gate)
    heading =
        "<svg class=\"sign\" width=\"16\" height=\"16\" aria-hidden=\"true\"><path d=\"M5 1H11L15 5V11L11 "
        "15H5L1 11V5Z\"/></svg>" +
        heading + element("span", text(sim::ReportIsGate), "class=\"tag\"");
  if (!line.shown->by.empty()) heading += element("span", actor_name(plan, line.shown->by), "class=\"of\"");
  std::string rows;
  for (std::size_t s = 0; s < line.of.size(); ++s)
    rows += bar_row(
        input, s, line.of[s], longest,
        fmt::format("data-scenario=\"{}\" data-step=\"{}\" data-process=\"{}\"",
                    escaped(input.figures[s].name), escaped(line.shown->name), escaped(line.shown->process)),
        line.shown->name);
  return element("h4", heading) + element("ul", rows, "class=\"bars\"") + "\n";
}

std::string cause_table(const Input& input) {
  Table out;
  out.caption = text(sim::ReportCauseTable);
  out.head = {text(sim::ReportCause)};
  for (std::size_t run = 0; run < runs_of(input); ++run)
    for (std::size_t s = 0; s < input.figures.size(); ++s) {
      const std::string of = run_name(input, run);
      out.head.push_back(scenario_name(input, s) + (of.empty() ? "" : " " + of));
    }
  for (std::size_t c = 0; c < runtime::causes; ++c) {
    std::vector<std::string> row{escaped(cause_words(static_cast<runtime::Cause>(c), {}))};
    for (std::size_t run = 0; run < runs_of(input); ++run)
      for (std::size_t s = 0; s < input.figures.size(); ++s) {
        const simulation::RunFigures* of = run_of(input, s, run);
        row.push_back(of == nullptr || !of->causes[c].known ? "–" : figure_cell(time_words(of->causes[c])));
      }
    out.rows.push_back(std::move(row));
  }
  return table(out);
}

}  // namespace

std::string cause_patterns() {
  // Lines in the colour of the paper over each colour: one cause is told from another without colours.
  static constexpr std::string_view patterns[runtime::causes] = {
      "",
      "<circle cx=\"4\" cy=\"4\" r=\"1.500\"/>",
      "<path d=\"M-1 9L9 -1M-1 1L1 -1M7 9L9 7\"/>",
      "<path d=\"M0 4H8\"/>",
      "<path d=\"M0 0L8 8M8 0L0 8\"/>",
      "<path d=\"M4 0V8\"/>",
      "<path d=\"M-1 -1L9 9M-1 7L1 9M7 -1L9 1\"/>",
      "<path d=\"M4 0V8M0 4H8\"/>",
      "<path d=\"M0 0H4V4H0ZM4 4H8V8H4Z\" class=\"solid\"/>"};
  std::string out = "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\n";
  for (std::size_t c = 0; c < runtime::causes; ++c)
    out += fmt::format(
        "<pattern id=\"cause-{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">{}</pattern>\n", c,
        patterns[c]);
  return out + "</defs></svg>\n";
}

std::string cause_legend(const Input& input) {
  std::string out;
  for (std::size_t c = 0; c < runtime::causes; ++c) {
    bool any = false;
    for (const simulation::ScenarioFigures& scenario : input.figures) {
      for (const simulation::RunFigures& run : scenario.runs) any = any || run.causes[c].value > 0;
      for (const simulation::StepFigures& step : scenario.steps) any = any || step.causes[c] > 0;
    }
    if (any)
      out += fmt::format(
          "<li><svg class=\"swatch\" width=\"28\" height=\"16\" aria-hidden=\"true\"><rect class=\"c{0}\" "
          "width=\"28\" height=\"16\"/><rect class=\"over\" width=\"28\" "
          "height=\"16\" fill=\"url(#cause-{0})\"/></svg>{1}</li>",
          c, escaped(cause_words(static_cast<runtime::Cause>(c), {})));
  }
  return element("ul", out, fmt::format("class=\"legend\" aria-label=\"{}\"", text(sim::ReportCauses)));
}

std::string cause_section(const Input& input) {
  const std::vector<Line> lines = lines_of(input);
  double longest = longest_cycle(input);
  for (const Line& line : lines) longest = std::max(longest, line.longest());
  std::string body = cause_legend(input);
  for (std::size_t run = 0; run < runs_of(input); ++run) {
    std::string rows;
    for (std::size_t s = 0; s < input.figures.size(); ++s) {
      const simulation::RunFigures* of = run_of(input, s, run);
      if (of != nullptr && of->cycle.known)
        rows +=
            bar_row(input, s, a_case(*of), longest,
                    fmt::format("data-scenario=\"{}\" data-run=\"{}\"", escaped(input.figures[s].name), run),
                    of->process);
    }
    const std::string name = run_name(input, run);
    body += element("h3", text(sim::ReportWholeCase) + (name.empty() ? "" : ": " + name)) +
            element("ul", rows, "class=\"bars whole\"") + "\n";
  }
  constexpr std::size_t shown = 8;
  std::string rest, first;
  double left = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    (i < shown ? first : rest) += step_bars(input, lines[i], longest);
    if (i == shown) left = lines[i].longest();
  }
  body += element("h3", text(sim::ReportByStep)) + first;
  if (!rest.empty())
    body += folded(
        text(sim::ReportMoreSteps, {arg("count", lines.size() - shown), arg("time", lint::time_text(left))}),
        rest);
  body += folded(text(sim::ReportCauseTable), cause_table(input));
  return section("causes", text(sim::ReportWhere), text(sim::ReportWhereLead), body);
}

}  // namespace wain::report
