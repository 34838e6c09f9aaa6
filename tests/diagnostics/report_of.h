/// Findings written by hand, for tests of the renderers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <llvm/Support/raw_ostream.h>

#include "diagnostics/render.h"
#include "diagnostics/report.h"

namespace wain::testing {

/// Files and findings in them; places are given by the text they cover.
struct Draft {
  std::unique_ptr<SourceManager> sources = std::make_unique<SourceManager>();
  Diagnostics diagnostics;

  FileId file(std::string path, std::string text) { return sources->add(std::move(path), std::move(text)); }
  /// The first place at which `part` stands.
  [[nodiscard]] Span at(FileId file, std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(sources->text(file).find(part));
    return {file, begin, begin + static_cast<std::uint32_t>(part.size())};
  }
  Diagnostic& add(Span span, std::string message, Level level = Level::Error,
                  Diag id = Diag::ImportNotFound) {
    diagnostics.all().push_back({id, level, span, std::move(message), {}, {}});
    return diagnostics.all().back();
  }
  Report report(std::size_t files = 1) {
    Report report;
    report.add(std::move(sources), std::move(diagnostics));
    report.finish(files);
    return report;
  }
};

inline Note note(Span span, std::string text) { return {Diag::NoteImportedHere, span, std::move(text)}; }

inline std::string text_of(const Report& report, const TextStyle& style = {.summary = false}) {
  std::string text;
  llvm::raw_string_ostream out(text);
  render_text(out, report, style);
  return text;
}

}  // namespace wain::testing
