// GitLab's code quality report: a JSON array.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/fingerprint.h"
#include "diagnostics/json_text.h"
#include "diagnostics/render.h"

namespace wain {
namespace {

std::string_view severity(Level level) {
  switch (level) {
    case Level::Error: return "critical";
    case Level::Warning: return "major";
    case Level::Info:
    case Level::Off: break;
  }
  return "info";
}

void write_location(llvm::json::OStream& json, const Finding& finding) {
  const SourceManager& sources = *finding.sources;
  Span span = finding.diagnostic->span;
  const bool placed = has_place(sources, span);
  if (placed) span = clamped(sources, span);
  json.attribute("path", json_text(path_of(finding)));
  json.attributeObject("lines", [&] {
    json.attribute("begin", placed ? sources.line_column(span.file, span.begin).line : 1);
    json.attribute("end", placed ? sources.line_column(span.file, span.end).line : 1);
  });
}

}  // namespace

void render_gitlab(llvm::raw_ostream& out, const Report& report) {
  const std::vector<std::string> prints = fingerprints(report, FingerprintOver::Report);
  llvm::json::OStream json(out, 2);
  json.array([&] {
    for (std::size_t i = 0; i < prints.size(); ++i) {
      const Finding& finding = report.findings()[i];
      json.object([&] {
        json.attribute("description", json_text(finding.diagnostic->message));
        json.attribute("check_name", json_text(info(finding.diagnostic->id).name));
        json.attribute("fingerprint", prints[i]);
        json.attribute("severity", json_text(severity(finding.diagnostic->level)));
        json.attributeObject("location", [&] { write_location(json, finding); });
      });
    }
  });
  out << '\n';
}

}  // namespace wain
