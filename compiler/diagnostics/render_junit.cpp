// JUnit's XML, as test dashboards read it: a suite a file, a failed case a finding.
// https://github.com/testmoapp/junitxml

#include <string>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/render.h"
#include "diagnostics/xml_text.h"

namespace wain {
namespace {

std::string place(const SourceManager& sources, Span span) {
  if (!has_place(sources, span)) return {};
  const LineColumn at = sources.line_column(span.file, span.begin);
  return fmt::format("{}:{}:{}: ", xml_escaped(sources.path(span.file)), at.line, at.column);
}

void write_case(llvm::raw_ostream& out, const Finding& finding) {
  const Diagnostic& d = *finding.diagnostic;
  const std::string title =
      d.symbol.empty() ? std::string(info(d.id).name) : fmt::format("{} {}", info(d.id).name, d.symbol);
  out << fmt::format("    <testcase classname=\"{}\" name=\"{}\"", xml_escaped(path_of(finding)),
                     xml_escaped(title));
  if (has_place(*finding.sources, d.span))
    out << fmt::format(" line=\"{}\"", finding.sources->line_column(d.span.file, d.span.begin).line);
  out << fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}{}", name(d.level),
                     xml_escaped(d.message), place(*finding.sources, d.span), xml_escaped(d.message));
  for (const Note& note : d.notes)
    out << fmt::format("\n{}{}", place(*finding.sources, note.span), xml_escaped(note.message));
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
                       xml_escaped(path_of(findings[i])), end - i, end - i);
    for (; i < end; ++i) write_case(out, findings[i]);
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
}

}  // namespace wain
