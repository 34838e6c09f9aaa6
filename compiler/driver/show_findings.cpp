#include "driver/show_findings.h"

#include <cstdlib>
#include <string_view>

#include <unistd.h>

#include "diagnostics/render.h"
#include "driver/output.h"

namespace wain::driver {
namespace {

constexpr unsigned width_of_files = 120;

TextStyle text_style(ColorChoice color, int descriptor) {
  TextStyle style;
  style.color = wants_color(color, descriptor);
  style.width = is_terminal(descriptor) ? terminal_width(descriptor, width_of_files) : width_of_files;
  return style;
}

}  // namespace

bool wants_color(ColorChoice choice, int descriptor) {
  if (choice != ColorChoice::Auto) return choice == ColorChoice::Always;
  if (!is_terminal(descriptor)) return false;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return (no_color == nullptr || *no_color == '\0') && (term == nullptr || std::string_view(term) != "dumb");
}

int show_findings(const Outcome& outcome, const Arguments& arguments) {
  FileOutput out(STDOUT_FILENO);
  TextStyle style = text_style(arguments.color, STDOUT_FILENO);
  style.summary = !arguments.quiet;
  switch (arguments.format) {
    case Format::Text: render_text(out, outcome.report, style); break;
    case Format::Short: render_short(out, outcome.report); break;
    case Format::Json: render_json(out, outcome.report); break;
  }
  if (!finish_stdout(out) || !outcome.complete) return ExitTrouble;
  const bool fails = arguments.fail_on != Level::Off && outcome.report.reaches(arguments.fail_on);
  return fails ? ExitFindings : ExitClean;
}

void show_findings_aside(const Report& report, ColorChoice color) {
  FileOutput out(STDERR_FILENO);
  TextStyle style = text_style(color, STDERR_FILENO);
  style.summary = !report.findings().empty();
  render_text(out, report, style);
}

}  // namespace wain::driver
