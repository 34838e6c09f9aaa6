// How cycle times are distributed: the cases themselves, not a curve that is fitted to them.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/axis.h"
#include "report/html.h"
#include "report/sections.h"
#include "report/tables.h"
#include "report/words.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

constexpr double thousand = 1000, percent = 100;

/// The cycle times of one run in one scenario, in hours, ascending; `all`: with those that did not end.
struct Times {
  std::vector<double> hours;
  double all = 0;
  /// The share of cases within so many hours.
  [[nodiscard]] double within(double limit) const {
    if (all <= 0) return 0;
    const auto end = std::upper_bound(hours.begin(), hours.end(), limit);
    return static_cast<double>(end - hours.begin()) / all;
  }
};

Times times_of(const Simulated& one, std::size_t run) {
  Times out;
  const std::size_t outcomes = one.plan->outcomes.size();
  for (const runtime::ReplicationResult& replication : one.result->replications) {
    for (std::size_t k = 0; k < outcomes; ++k)
      for (const std::int64_t ticks : replication.cells[run * outcomes + k].cycle_times)
        out.hours.push_back(static_cast<double>(ticks) / plan::hour);
    out.all += static_cast<double>(replication.unfinished[run]);
  }
  out.all += static_cast<double>(out.hours.size());
  std::sort(out.hours.begin(), out.hours.end());
  return out;
}

/// The picture as a box that stretches; its text is put beside it and does not.
std::string plot(std::string_view curve, std::string_view beside, std::string_view name,
                 const std::string& label) {
  return fmt::format(
      "<div class=\"plot {}\" role=\"img\" tabindex=\"0\" aria-label=\"{}\"><svg class=\"area\" "
      "width=\"100%\" height=\"100%\" viewBox=\"0 0 1000 1000\" "
      "preserveAspectRatio=\"none\" aria-hidden=\"true\">{}</svg><svg class=\"beside\" width=\"100%\" "
      "height=\"100%\" aria-hidden=\"true\">{}</svg></div>\n",
      name, escaped(label), curve, beside);
}

std::string x_axis(const Axis& axis) {
  std::string out;
  for (const double tick : axis.ticks) {
    const double x = tick / axis.end * percent;
    out += fmt::format("<line class=\"grid\" x1=\"{0}%\" x2=\"{0}%\" y1=\"0\" y2=\"100%\"/>", coordinate(x));
    out += fmt::format("<text class=\"tick x\" x=\"{}%\" y=\"100%\" dy=\"16\">{}</text>", coordinate(x),
                       escaped(axis.words(tick)));
  }
  return out;
}

std::string spoken(const Input& input, std::size_t s, const simulation::RunFigures& figures) {
  return render(sim::ReportSpokenTimes,
                {arg("scenario", input.figures[s].name), arg("median", quantile_words(figures.median)),
                 arg("p90", quantile_words(figures.p90)), arg("p99", quantile_words(figures.p99))});
}

/// The share of cases that end in each sixtieth of the axis, as steps.
std::string histogram(const Input& input, std::size_t s, const simulation::RunFigures& figures,
                      const Times& times, const Axis& axis) {
  std::string path = "M0 1000";
  const std::vector<double> heights = shares_in_bins(times.hours, times.all, axis.end);
  const double highest = std::max(*std::max_element(heights.begin(), heights.end()), 1e-12);
  const double width = thousand / static_cast<double>(heights.size());
  for (std::size_t i = 0; i < heights.size(); ++i)
    path += fmt::format("V{}H{}", coordinate(thousand - heights[i] / highest * thousand),
                        coordinate(static_cast<double>(i + 1) * width));
  path += "V1000Z";
  std::string beside = x_axis(axis);
  const auto mark = [&](const simulation::QuantileInterval& quantile, Diag words, int line) {
    if (!quantile.known || !(quantile.value <= axis.end)) return;
    const double x = quantile.value / axis.end * percent;
    constexpr double turn = 70;
    beside += fmt::format(
        "<line class=\"quantile\" x1=\"{0}%\" x2=\"{0}%\" y1=\"{1}\" y2=\"100%\"/><text "
        "class=\"quantile{2}\" x=\"{0}%\" dx=\"{3}\" y=\"{4}\">{5}</text>",
        coordinate(x), 4 + 16 * line, x > turn ? " left" : "", x > turn ? -5 : 5, 14 + 16 * line,
        text(words, {arg("time", quantile_words(quantile))}));
  };
  mark(figures.median, sim::ReportMarkMedian, 0);
  mark(figures.p90, sim::ReportMarkP90, 1);
  mark(figures.p99, sim::ReportMarkP99, 2);
  return element("h4", scenario_name(input, s) + scenario_title(input, s)) +
         plot(fmt::format("<path class=\"fill {}\" d=\"{}\"/>", scenario_mark(s), path), beside, "histogram",
              spoken(input, s, figures));
}

/// The share of cases within each time, all scenarios in one picture.
std::string within_plot(const std::vector<Times>& times, const Axis& axis, const std::string& label) {
  std::string curves, beside = x_axis(axis);
  for (const int share : {0, 25, 50, 75, 90, 100})
    beside += fmt::format(
        "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{0}%\" y2=\"{0}%\"/><text class=\"tick y\" x=\"0\" "
        "dx=\"-6\" dy=\"4\" y=\"{0}%\">{1} %</text>",
        100 - share, share);
  constexpr int points = 400;
  for (std::size_t s = 0; s < times.size(); ++s) {
    if (times[s].all <= 0) continue;
    std::string path = "M0 " + coordinate(thousand - times[s].within(0) * thousand);
    for (int i = 1; i <= points; ++i) {
      const double x = static_cast<double>(i) / points;
      path += fmt::format("H{}V{}", coordinate(x * thousand),
                          coordinate(thousand - times[s].within(x * axis.end) * thousand));
    }
    curves += fmt::format("<path class=\"curve {}\" d=\"{}\"/>", scenario_mark(s), path);
  }
  return plot(curves, beside, "within", label);
}

std::string of_run(const Input& input, std::size_t run) {
  std::vector<Times> times;
  double end = 0;
  std::string label = text(sim::ReportWithin);
  for (std::size_t s = 0; s < input.figures.size(); ++s) {
    const simulation::RunFigures* figures = run_of(input, s, run);
    times.push_back(figures == nullptr ? Times{} : times_of(input.scenarios[s], run));
    if (figures == nullptr || times.back().hours.empty()) continue;
    end = std::max(end, std::isfinite(figures->p99.value) && figures->p99.known ? figures->p99.value
                                                                                : times.back().hours.back());
    label += ". " + spoken(input, s, *figures);
  }
  const Axis axis = axis_to(end);
  if (end <= 0 && std::all_of(times.begin(), times.end(), [](const Times& one) { return one.hours.empty(); }))
    return {};
  std::string out, legend, beyond;
  for (std::size_t s = 0; s < times.size(); ++s) {
    legend += element("li", scenario_name(input, s) + scenario_title(input, s));
    const double share = times[s].all > 0 ? 1 - times[s].within(axis.end) : 0;
    constexpr double least = 5e-5;
    if (share > least)
      beyond += element("li", scenario_name(input, s) + " " +
                                  text(sim::ReportBeyond, {arg("share", lint::share_text(share)),
                                                           arg("time", axis.words(axis.end))}));
  }
  out += element("h3", text(sim::ReportWithin)) + element("ul", legend, "class=\"legend\"");
  out += within_plot(times, axis, label) + element("h3", text(sim::ReportHistogram));
  for (std::size_t s = 0; s < times.size(); ++s)
    if (!times[s].hours.empty()) out += histogram(input, s, *run_of(input, s, run), times[s], axis);
  if (!beyond.empty()) out += element("ul", beyond, "class=\"fine\"");
  return out;
}

std::string quantile_table(const Input& input, std::size_t run) {
  Table out;
  const std::string of = run_name(input, run);
  out.caption = text(sim::ReportTimesTable) + (of.empty() ? "" : ": " + of);
  out.head = {text(sim::ReportScenario), text(sim::ReportMeanCycle), text(sim::ReportHalfWithin),
              text(sim::ReportMostWithin), text(sim::ReportNearlyAllWithin)};
  for (std::size_t s = 0; s < input.figures.size(); ++s)
    if (const simulation::RunFigures* r = run_of(input, s, run))
      out.rows.push_back({scenario_name(input, s), figure_cell(time_words(r->cycle, r->unfinished > 0)),
                          quantile_cell(r->median), quantile_cell(r->p90), quantile_cell(r->p99)});
  return table(out);
}

}  // namespace

std::string cycle_time_section(const Input& input) {
  std::string body;
  for (std::size_t run = 0; run < runs_of(input); ++run) {
    const std::string name = run_name(input, run);
    if (!name.empty()) body += element("h3", name, "class=\"run\"");
    body += of_run(input, run) + quantile_table(input, run);
  }
  return section("times", text(sim::ReportTimes), text(sim::ReportTimesLead), body);
}

}  // namespace wain::report
