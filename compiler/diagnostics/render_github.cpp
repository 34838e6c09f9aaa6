// Workflow commands of GitHub Actions, which show as annotations on a pull request.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/display_line.h"
#include "diagnostics/render.h"

namespace wain {
namespace {

std::string_view command(Level level) {
  switch (level) {
    case Level::Error: return "error";
    case Level::Warning: return "warning";
    case Level::Info:
    case Level::Off: break;
  }
  return "notice";
}

/// What would end the command is written as it asks for; in a property also what separates properties.
std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      result += c;
  }
  return result;
}

std::string place(const SourceManager& sources, Span span) {
  if (!has_place(sources, span)) return {};
  span = clamped(sources, span);
  const LineColumn begin = sources.line_column(span.file, span.begin);
  const LineColumn end = sources.line_column(span.file, span.end);
  std::string text = fmt::format("file={},line={},endLine={},",
                                 escaped(visible(sources.path(span.file)), true), begin.line, end.line);
  // Columns of a place over several lines are refused.
  if (begin.line == end.line) text += fmt::format("col={},endColumn={},", begin.column, end.column);
  return text;
}

std::string body(const Finding& finding) {
  std::string text = visible(finding.diagnostic->message);
  for (const Note& note : finding.diagnostic->notes) {
    text += '\n';
    if (has_place(*finding.sources, note.span)) {
      const LineColumn at = finding.sources->line_column(note.span.file, note.span.begin);
      text += fmt::format("{}:{}: ", visible(finding.sources->path(note.span.file)), at.line);
    }
    text += visible(note.message);
  }
  return text;
}

}  // namespace

void render_github(llvm::raw_ostream& out, const Report& report) {
  for (const Finding& finding : report.findings()) {
    const DiagInfo& row = info(finding.diagnostic->id);
    const std::string title = fmt::format("{} ({})", row.name, row.code);
    out << "::" << llvm::StringRef(command(finding.diagnostic->level)) << ' '
        << place(*finding.sources, finding.diagnostic->span) << "title=" << escaped(title, true)
        << "::" << escaped(body(finding), false) << '\n';
  }
}

}  // namespace wain
