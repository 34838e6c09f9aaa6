// Loads by hour of the week: a square an hour, the larger and the stronger in colour the busier.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/sections.h"
#include "report/tables.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

constexpr std::size_t days = 7, hours = 24;
constexpr Diag day_names[days] = {sim::ReportMonday,   sim::ReportTuesday, sim::ReportWednesday,
                                  sim::ReportThursday, sim::ReportFriday,  sim::ReportSaturday,
                                  sim::ReportSunday};

/// Of one pool in one scenario, over all replications. Less than 0: nobody is there.
struct Week {
  std::array<double, runtime::week_hours> load{}, queue{};
  double busiest = 0;
  std::size_t at = 0;
};

bool has_weeks(const Input& input) {
  return std::all_of(input.scenarios.begin(), input.scenarios.end(), [](const Simulated& one) {
    const auto& all = one.result->replications;
    return !all.empty() &&
           std::all_of(all.begin(), all.end(), [](const auto& r) { return !r.weeks.empty(); });
  });
}

Week week_of(const Simulated& one, std::size_t pool) {
  Week out;
  std::array<double, runtime::week_hours> work{}, open{};
  const runtime::WeekTicks window = runtime::hours_of_window(*one.plan);
  const auto count = static_cast<double>(one.result->replications.size());
  for (const runtime::ReplicationResult& replication : one.result->replications)
    for (std::size_t h = 0; h < runtime::week_hours; ++h) {
      work[h] += static_cast<double>(replication.weeks[pool].work[h]);
      open[h] += static_cast<double>(replication.weeks[pool].open[h]);
      out.queue[h] += static_cast<double>(replication.weeks[pool].queue[h]);
    }
  for (std::size_t h = 0; h < runtime::week_hours; ++h) {
    out.load[h] = open[h] > 0 ? work[h] / open[h] : -1;
    out.queue[h] = window[h] > 0 ? out.queue[h] / static_cast<double>(window[h]) / count : 0;
    if (out.load[h] <= out.busiest) continue;
    out.busiest = out.load[h];
    out.at = h;
  }
  return out;
}

std::string hour_name(std::size_t hour) {
  return fmt::format("{} {:02}:00", render(day_names[hour / hours], {}), hour % hours);
}

/// Shades as on the map, of a load of 100 %.
int shade(double load) {
  constexpr double from[shades] = {0, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9};
  int found = 0;
  while (found + 1 < shades && load >= from[found + 1]) ++found;
  return found;
}

std::string grid(const Week& week, const std::string& label) {
  constexpr double cell = 13, left = 30, top = 16;
  const double width = left + cell * hours + 2, height = top + cell * days + 2;
  std::string out = fmt::format(
      "<svg class=\"week\" width=\"{0}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-label=\"{2}\"><title>{2}</title>",
      coordinate(width), coordinate(height), escaped(label));
  for (std::size_t h = 0; h < hours; h += 6)
    out += fmt::format("<text class=\"tick\" x=\"{}\" y=\"11\">{}</text>",
                       coordinate(left + cell * static_cast<double>(h)), h);
  for (std::size_t d = 0; d < days; ++d) {
    const double y = top + cell * static_cast<double>(d);
    out += fmt::format("<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>", coordinate(y + 10),
                       text(day_names[d]).substr(0, 3));
    for (std::size_t h = 0; h < hours; ++h) {
      const double load = week.load[d * hours + h], x = left + cell * static_cast<double>(h);
      if (load < 0) continue;
      out += fmt::format("<rect class=\"there\" x=\"{}\" y=\"{}\" width=\"12\" height=\"12\"/>",
                         coordinate(x), coordinate(y));
      constexpr double full = 12, least = 0.004;
      if (load < least) continue;
      const double side = std::max(2.0, full * std::sqrt(std::min(load, 1.0)));
      out += fmt::format("<rect class=\"load h{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                         shade(load), coordinate(x + (full - side) / 2), coordinate(y + (full - side) / 2),
                         coordinate(side), coordinate(side));
    }
  }
  return out + "</svg>";
}

std::string numbers(const Week& week, const std::string& caption) {
  Table out;
  out.caption = caption;
  out.head = {text(sim::ReportDay)};
  for (std::size_t h = 0; h < hours; ++h) out.head.push_back(std::to_string(h));
  for (std::size_t d = 0; d < days; ++d) {
    std::vector<std::string> row{text(day_names[d])};
    for (std::size_t h = 0; h < hours; ++h) {
      const double load = week.load[d * hours + h];
      constexpr double percent = 100;
      row.push_back(load < 0 ? "" : fmt::format("{:.0f}", load * percent));
    }
    out.rows.push_back(std::move(row));
  }
  return table(out);
}

std::string of_pool(const Input& input, const std::string& name) {
  std::string grids, tables, title;
  for (std::size_t s = 0; s < input.scenarios.size(); ++s) {
    const auto& pools = input.scenarios[s].plan->pools;
    for (std::size_t p = 0; p < pools.size(); ++p) {
      if (pools[p].name != name) continue;
      if (title.empty()) title = display(pools[p]);
      const Week week = week_of(input.scenarios[s], p);
      const double longest = *std::max_element(week.queue.begin(), week.queue.end());
      const std::string told =
          render(sim::ReportWeekTold,
                 {arg("who", title), arg("scenario", input.figures[s].name), arg("when", hour_name(week.at)),
                  arg("load", lint::share_text(week.busiest)), arg("queue", fmt::format("{:.2g}", longest))});
      grids += element(
          "figure",
          element("figcaption", scenario_name(input, s)) +
              fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">{}</div>",
                          escaped(told), grid(week, told)));
      tables += numbers(
          week, text(sim::ReportWeekTable, {arg("who", title), arg("scenario", input.figures[s].name)}));
    }
  }
  return element("h4", escaped(title)) + element("div", grids, "class=\"weeks wide\"") +
         folded(text(sim::ReportNumbers, {arg("who", title)}), tables);
}

}  // namespace

std::string week_part(const Input& input) {
  if (!has_weeks(input)) return {};
  constexpr double least = 0.005;
  std::string out;
  for (const std::string& name : pools_by_load(input, least)) out += of_pool(input, name);
  if (out.empty()) return {};
  return element("h3", text(sim::ReportWeek)) + element("p", text(sim::ReportWeekLead), "class=\"lead\"") +
         out;
}

}  // namespace wain::report
