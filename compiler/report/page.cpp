#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "report/assets.h"
#include "report/html.h"
#include "report/map_node.h"
#include "report/report.h"
#include "report/sections.h"
#include "report/tables.h"

namespace wain::report {
namespace {

/// What is simulated: the processes that run, by their titles.
std::string subject(const Input& input) {
  std::vector<std::string> names;
  std::string out;
  for (const Simulated& one : input.scenarios)
    for (const plan::Run& run : one.plan->runs) {
      const std::string& name = display(one.plan->processes[run.process]);
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      names.push_back(name);
      out += (out.empty() ? "" : ", ") + name;
    }
  return out;
}

std::string contents() {
  struct Entry {
    std::string_view id;
    Diag words;
  };
  static constexpr Entry entries[] = {{"compared", sim::ReportCompared}, {"map", sim::ReportMap},
                                      {"causes", sim::ReportWhere},      {"times", sim::ReportTimes},
                                      {"outcomes", sim::ReportOutcomes}, {"people", sim::ReportPeople},
                                      {"steps", sim::ReportSteps},       {"notes", sim::ReportNotes}};
  std::string out;
  for (const Entry& one : entries)
    out += fmt::format("<li><a href=\"#{}\">{}</a></li>", one.id, text(one.words));
  return fmt::format("<nav aria-label=\"{}\"><ul>{}</ul></nav>\n", text(sim::ReportContents), out);
}

}  // namespace

std::string report_html(const Input& input) {
  const std::string title = escaped(subject(input));
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
      "dark\">\n"
      "<meta name=\"generator\" content=\"wain {}\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'; img-src data:\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n",
      escaped(input.version), text(sim::ReportTitle, {arg("subject", subject(input))}));
  out += style_sheet();
  out += "</style>\n</head>\n<body>\n" + cause_patterns();
  out += "<header class=\"top\">" + element("p", text(sim::ReportKicker), "class=\"kicker\"") +
         element("h1", title) + "</header>\n";
  out += "<main>\n" + summary_section(input) + contents() + map_section(input) + cause_section(input) +
         cycle_time_section(input) + outcome_section(input) + people_section(input) + step_section(input) +
         notes_section(input) + "</main>\n";
  out += element("footer", text(sim::ReportMadeBy, {arg("version", input.version)})) + "\n<script>\n";
  out += script();
  return out + "</script>\n</body>\n</html>\n";
}

}  // namespace wain::report
