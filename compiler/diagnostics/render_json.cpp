#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/json_text.h"
#include "diagnostics/render.h"

namespace wain {
namespace {

void write_message(llvm::json::OStream& json, std::string_view message) {
  json.attribute("message", json_text(message));
}

/// file, line, column, endLine, endColumn (exclusive); all null without a place.
void write_place(llvm::json::OStream& json, const SourceManager& sources, Span span) {
  if (!has_place(sources, span)) {
    for (const char* key : {"file", "line", "column", "endLine", "endColumn"}) json.attribute(key, nullptr);
    return;
  }
  span = clamped(sources, span);
  const LineColumn begin = sources.line_column(span.file, span.begin);
  const LineColumn end = sources.line_column(span.file, span.end);
  json.attribute("file", json_text(sources.path(span.file)));
  json.attribute("line", begin.line);
  json.attribute("column", begin.column);
  json.attribute("endLine", end.line);
  json.attribute("endColumn", end.column);
}

void write_fix(llvm::json::OStream& json, const SourceManager& sources, const Fix& fix) {
  json.object([&] {
    json.attribute("kind", json_text(name(fix.kind)));
    json.attribute("title", json_text(fix.title));
    json.attributeArray("edits", [&] {
      for (const Edit& edit : fix.edits)
        json.object([&] {
          write_place(json, sources, edit.place);
          json.attribute("byteBegin", edit.place.begin);
          json.attribute("byteEnd", edit.place.end);
          json.attribute("text", json_text(edit.text));
        });
    });
  });
}

void write_finding(llvm::json::OStream& json, const Finding& finding) {
  const Diagnostic& d = *finding.diagnostic;
  json.objectBegin();
  json.attribute("rule", json_text(info(d.id).name));
  json.attribute("code", json_text(info(d.id).code));
  json.attribute("level", json_text(name(d.level)));
  json.attribute("symbol", json_text(d.symbol));
  write_place(json, *finding.sources, d.span);
  const bool placed = has_place(*finding.sources, d.span);
  const Span span = placed ? clamped(*finding.sources, d.span) : Span{};
  json.attribute("byteBegin", placed ? llvm::json::Value(span.begin) : nullptr);
  json.attribute("byteEnd", placed ? llvm::json::Value(span.end) : nullptr);
  write_message(json, d.message);
  json.attributeArray("notes", [&] {
    for (const Note& note : d.notes)
      json.object([&] {
        write_message(json, note.message);
        write_place(json, *finding.sources, note.span);
      });
  });
  if (!finding.fixes.empty())
    json.attributeArray("fixes", [&] {
      for (const Fix* fix : finding.fixes) write_fix(json, *finding.sources, *fix);
    });
  json.objectEnd();
}

}  // namespace

void render_json(llvm::raw_ostream& out, const Report& report) {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attribute("schema", "wain-findings");
    json.attribute("version", 1);
    json.attributeArray("findings", [&] {
      for (const Finding& finding : report.findings()) write_finding(json, finding);
    });
    json.attributeObject("summary", [&] {
      const Summary& summary = report.summary();
      json.attribute("errors", static_cast<std::int64_t>(summary.errors));
      json.attribute("warnings", static_cast<std::int64_t>(summary.warnings));
      json.attribute("infos", static_cast<std::int64_t>(summary.infos));
      json.attribute("files", static_cast<std::int64_t>(summary.files));
    });
  });
  out << '\n';
}

}  // namespace wain
