// JUnit's XML, as test dashboards read it: a suite a file, a failed case a finding.
// https://github.com/testmoapp/junitxml

#include <string>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/display_line.h"
#include "diagnostics/render.h"

namespace wain {
namespace {

/// Control characters have no place in XML 1.0, not even escaped: `visible` has replaced them.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : visible(text)) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += c;
    }
  }
  return result;
}

std::string place(const SourceManager& sources, Span span) {
  if (!has_place(sources, span)) return {};
  const LineColumn at = sources.line_column(span.file, span.begin);
  return fmt::format("{}:{}:{}: ", escaped(sources.path(span.file)), at.line, at.column);
}

void write_case(llvm::raw_ostream& out, const Finding& finding) {
  const Diagnostic& d = *finding.diagnostic;
  const std::string title =
      d.symbol.empty() ? std::string(info(d.id).name) : fmt::format("{} {}", info(d.id).name, d.symbol);
  out << fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(path_of(finding)), escaped(title));
  if (has_place(*finding.sources, d.span))
    out << fmt::format(" line=\"{}\"", finding.sources->line_column(d.span.file, d.span.begin).line);
  out << fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}{}", name(d.level), escaped(d.message),
                     place(*finding.sources, d.span), escaped(d.message));
  for (const Note& note : d.notes)
    out << fmt::format("\n{}{}", place(*finding.sources, note.span), escaped(note.message));
  out << "</failure>\n    </testcase>\n";
}

}  // namespace

void render_junit(llvm::raw_ostream& out, const Report& report) {
  const std::vector<Finding>& findings = report.findings();
  const std::size_t cases = findings.empty() ? 1 : findings.size();
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out << fmt::format("<testsuites name=\"wain\" tests=\"{}\" failures=\"{}\">\n", cases, findings.size());
  if (findings.empty())
    out << "  <testsuite name=\"wain\" tests=\"1\" failures=\"0\">\n"
           "    <testcase classname=\"wain\" name=\"nothing found\"/>\n  </testsuite>\n";
  for (std::size_t i = 0; i < findings.size();) {
    std::size_t end = i;
    while (end < findings.size() && path_of(findings[end]) == path_of(findings[i])) ++end;
    out << fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n",
                       escaped(path_of(findings[i])), end - i, end - i);
    for (; i < end; ++i) write_case(out, findings[i]);
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
}

}  // namespace wain
