#include "driver/show_findings.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "diagnostics/render.h"
#include "driver/baseline.h"
#include "driver/complain.h"
#include "driver/output.h"
#include "driver/pages.h"
#include "driver/statistics.h"

namespace wain::driver {
namespace {

constexpr unsigned width_of_files = 120;

TextStyle text_style(ColorChoice color, int descriptor) {
  TextStyle style;
  style.color = wants_color(color, descriptor);
  style.width = is_terminal(descriptor) ? terminal_width(descriptor, width_of_files) : width_of_files;
  return style;
}

void write_report(FileOutput& out, const Outcome& outcome, Format format, const TextStyle& style) {
  const Report& report = outcome.report;
  const auto text_of = [](Diag rule) {
    const Page* page = page_of(info(rule).name);
    return page != nullptr ? RuleText{page->summary, page->description, page->text} : RuleText{};
  };
  switch (format) {
    case Format::Text: return render_text(out, report, style);
    case Format::Short: return render_short(out, report);
    case Format::Json: return render_json(out, report);
    case Format::Sarif: return render_sarif(out, report, {WAIN_VERSION, text_of, outcome.complete});
    case Format::Github: return render_github(out, report);
    case Format::Junit: return render_junit(out, report);
    case Format::Gitlab: return render_gitlab(out, report);
  }
}

bool too_many_warnings(const Report& report, const Arguments& arguments) {
  const std::size_t warnings = report.summary().warnings;
  if (!arguments.max_warnings || warnings <= *arguments.max_warnings) return false;
  complain(Diag::ToolTooManyWarnings, {arg("count", warnings), arg("most", *arguments.max_warnings)});
  return true;
}

/// Writes a baseline. Errors of the language are in none, and nothing behind them was looked at: they are
/// shown.
int adopt(Outcome outcome, const Arguments& arguments) {
  if (!write_baseline(arguments.write_baseline, outcome.report) || !outcome.complete) return ExitTrouble;
  std::vector<bool> marked;
  for (const Finding& finding : outcome.report.findings())
    marked.push_back(info(finding.diagnostic->id).kind == DiagKind::Rule);
  outcome.report.leave_out(marked);
  if (!outcome.report.reaches(Level::Error)) return ExitClean;
  show_findings_aside(outcome.report, arguments.color);
  return ExitFindings;
}

}  // namespace

bool wants_color(ColorChoice choice, int descriptor) {
  if (choice != ColorChoice::Auto) return choice == ColorChoice::Always;
  if (!is_terminal(descriptor)) return false;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return (no_color == nullptr || *no_color == '\0') && (term == nullptr || std::string_view(term) != "dumb");
}

int show_findings(Outcome outcome, const Arguments& arguments) {
  if (!arguments.write_baseline.empty()) return adopt(std::move(outcome), arguments);
  if (!arguments.baseline.empty() && !leave_out_known(arguments.baseline, outcome.report)) return ExitTrouble;
  FileOutput out(STDOUT_FILENO);
  TextStyle style = text_style(arguments.color, STDOUT_FILENO);
  // What was not looked at must not look clean.
  style.summary = !arguments.quiet && (outcome.complete || !outcome.report.findings().empty());
  if (arguments.statistics)
    write_statistics(out, outcome.report, arguments.format, style);
  else
    write_report(out, outcome, arguments.format, style);
  if (!finish_stdout(out) || !outcome.complete) return ExitTrouble;
  const bool fails = arguments.fail_on != Level::Off && outcome.report.reaches(arguments.fail_on);
  return fails || too_many_warnings(outcome.report, arguments) ? ExitFindings : ExitClean;
}

void show_findings_aside(const Report& report, ColorChoice color) {
  FileOutput out(STDERR_FILENO);
  TextStyle style = text_style(color, STDERR_FILENO);
  style.summary = !report.findings().empty();
  render_text(out, report, style);
}

}  // namespace wain::driver
