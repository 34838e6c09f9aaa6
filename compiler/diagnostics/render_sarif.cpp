// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, with what GitHub's code
// scanning asks for beyond it:
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/fingerprint.h"
#include "diagnostics/json_text.h"
#include "diagnostics/render.h"

namespace wain {
namespace {

/// GitHub cuts what it shows of a rule; a finding with more places than that is refused.
constexpr std::size_t longest_text = 1024;
constexpr std::size_t most_places = 100;

std::string_view sarif_level(Level level) {
  switch (level) {
    case Level::Error: return "error";
    case Level::Warning: return "warning";
    case Level::Info: return "note";
    case Level::Off: break;
  }
  return "none";
}

/// A path as a URI reference (RFC 3986): what is not unreserved is percent-encoded.
std::string uri_of(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain)
      uri += c;
    else
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

/// At most `longest_text` bytes, cut before a character.
std::string_view cut(std::string_view text) {
  if (text.size() <= longest_text) return text;
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

class SarifWriter {
public:
  SarifWriter(llvm::raw_ostream& out, const Report& report, const SarifTool& tool)
      : json_(out, 2), report_(report), tool_(tool) {
    for (const Finding& finding : report.findings()) rule_index_.try_emplace(finding.diagnostic->id, 0);
    std::int64_t next = 0;
    for (auto& [rule, index] : rule_index_) index = next++;
  }

  void write() {
    json_.object([&] {
      json_.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      json_.attribute("version", "2.1.0");
      json_.attributeArray("runs", [&] { json_.object([&] { write_run(); }); });
    });
  }

private:
  void write_run() {
    json_.attributeObject("tool", [&] {
      json_.attributeObject("driver", [&] {
        json_.attribute("name", "wain");
        json_.attribute("semanticVersion", json_text(tool_.version));
        json_.attributeArray("rules", [&] {
          for (const auto& [rule, index] : rule_index_) write_rule(rule);
        });
      });
    });
    json_.attribute("columnKind", "unicodeCodePoints");
    // As `SourceManager` counts lines; what the standard takes without it leaves out a lone CR.
    json_.attribute("newlineSequences", llvm::json::Array{"\r\n", "\n", "\r"});
    json_.attributeArray("invocations", [&] {
      json_.object([&] { json_.attribute("executionSuccessful", tool_.successful); });
    });
    const std::vector<std::string> prints = fingerprints(report_, FingerprintOver::Report);
    json_.attributeArray("results", [&] {
      for (std::size_t i = 0; i < prints.size(); ++i) write_result(report_.findings()[i], prints[i]);
    });
  }

  void write_text(const char* key, std::string_view text) {
    json_.attributeObject(key, [&] { json_.attribute("text", json_text(text)); });
  }

  void write_rule(Diag rule) {
    const DiagInfo& row = info(rule);
    const RuleText text = tool_.text_of(rule);
    const std::string_view summary = text.summary.empty() ? row.name : text.summary;
    json_.object([&] {
      json_.attribute("id", json_text(row.code));
      json_.attribute("name", json_text(row.name));
      write_text("shortDescription", cut(summary));
      write_text("fullDescription", cut(text.description.empty() ? summary : text.description));
      json_.attributeObject("help", [&] {
        json_.attribute("text", json_text(summary));
        if (!text.page.empty()) json_.attribute("markdown", json_text(text.page));
      });
      json_.attributeObject("defaultConfiguration",
                            [&] { json_.attribute("level", json_text(sarif_level(row.level))); });
      json_.attributeObject("properties", [&] {
        json_.attributeArray("tags", [&] { json_.value(json_text(row.code.substr(0, 3))); });
        json_.attribute("problem.severity",
                        row.level == Level::Info ? "recommendation" : json_text(name(row.level)));
      });
    });
  }

  void write_result(const Finding& finding, const std::string& print) {
    const Diagnostic& d = *finding.diagnostic;
    json_.object([&] {
      json_.attribute("ruleId", json_text(info(d.id).code));
      json_.attribute("ruleIndex", rule_index_.at(d.id));
      json_.attribute("level", json_text(sarif_level(d.level)));
      write_text("message", message_of(d));
      write_places(finding);
      json_.attributeObject("partialFingerprints", [&] { json_.attribute("wainFinding/v1", print); });
      write_fixes(finding);
    });
  }

  /// With the remarks that have no place: a reader of SARIF is shown nothing else.
  static std::string message_of(const Diagnostic& d) {
    std::string text = d.message;
    for (const Note& note : d.notes)
      if (!note.span.valid()) text += "\n" + note.message;
    return text;
  }

  void write_places(const Finding& finding) {
    const Diagnostic& d = *finding.diagnostic;
    const SourceManager& sources = *finding.sources;
    if (!has_place(sources, d.span)) return;
    json_.attributeArray("locations", [&] {
      json_.object([&] {
        write_physical(sources, d.span);
        if (d.symbol.empty()) return;
        json_.attributeArray("logicalLocations", [&] {
          json_.object([&] { json_.attribute("fullyQualifiedName", json_text(d.symbol)); });
        });
      });
    });
    std::vector<const Note*> placed;
    for (const Note& note : d.notes)
      if (has_place(sources, note.span) && placed.size() + 1 < most_places) placed.push_back(&note);
    if (placed.empty()) return;
    json_.attributeArray("relatedLocations", [&] {
      for (std::size_t i = 0; i < placed.size(); ++i)
        json_.object([&] {
          json_.attribute("id", static_cast<std::int64_t>(i));
          write_physical(sources, placed[i]->span);
          write_text("message", placed[i]->message);
        });
    });
  }

  /// A reader of SARIF applies what it is given, so proposals say in their description that they are some.
  void write_fixes(const Finding& finding) {
    if (finding.fixes.empty()) return;
    json_.attributeArray("fixes", [&] {
      for (const Fix* fix : finding.fixes)
        json_.object([&] {
          write_text("description", fmt::format("{} ({})", fix->title, name(fix->kind)));
          json_.attributeArray("artifactChanges", [&] { write_changes(*finding.sources, *fix); });
        });
    });
  }

  /// One change a file.
  void write_changes(const SourceManager& sources, const Fix& fix) {
    std::map<FileId, std::vector<const Edit*>> by_file;
    for (const Edit& edit : fix.edits) by_file[edit.place.file].push_back(&edit);
    for (const auto& [file, edits] : by_file)
      json_.object([&] {
        write_artifact(sources, file);
        json_.attributeArray("replacements", [&] {
          for (const Edit* edit : edits)
            json_.object([&] {
              write_region(sources, edit->place, "deletedRegion");
              if (!edit->text.empty()) write_text("insertedContent", edit->text);
            });
        });
      });
  }

  void write_physical(const SourceManager& sources, Span span) {
    span = clamped(sources, span);
    json_.attributeObject("physicalLocation", [&] {
      write_artifact(sources, span.file);
      write_region(sources, span, "region");
    });
  }

  void write_artifact(const SourceManager& sources, FileId file) {
    const std::string_view path = sources.path(file);
    json_.attributeObject("artifactLocation", [&] {
      json_.attribute("uri", uri_of(path));
      if (!path.starts_with('/')) json_.attribute("uriBaseId", "%SRCROOT%");
    });
  }

  void write_region(const SourceManager& sources, Span span, const char* key) {
    const LineColumn begin = sources.line_column(span.file, span.begin);
    const LineColumn end = sources.line_column(span.file, span.end);
    json_.attributeObject(key, [&] {
      json_.attribute("startLine", begin.line);
      json_.attribute("startColumn", begin.column);
      json_.attribute("endLine", end.line);
      json_.attribute("endColumn", end.column);
    });
  }

  llvm::json::OStream json_;
  const Report& report_;
  const SarifTool& tool_;
  std::map<Diag, std::int64_t> rule_index_;
};

}  // namespace

void render_sarif(llvm::raw_ostream& out, const Report& report, const SarifTool& tool) {
  SarifWriter(out, report, tool).write();
  out << '\n';
}

}  // namespace wain
