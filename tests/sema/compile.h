/// Compiles texts held in memory, for tests of sema.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "sema/analyze.h"
#include "source/source.h"

namespace wain::sema::test {

/// Other files that the root may import: path → text.
using Files = std::map<std::string, std::string>;

struct Compiled {
  SourceManager sources;
  Diagnostics diagnostics;
  Analysis analysis;

  [[nodiscard]] const ir::Definition& definition() const { return *analysis.definition; }
  /// `LINE:COLUMN name: message`, sorted by place; for a file other than the root `PATH:` stands before.
  [[nodiscard]] std::vector<std::string> messages() const {
    std::vector<std::string> lines;
    for (const Diagnostic& d : diagnostics.all())
      lines.push_back(fmt::format("{}{}: {}", place(d.span), info(d.id).name, d.message));
    return lines;
  }
  /// `LINE:COLUMN name`, without the words.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> lines;
    for (const Diagnostic& d : diagnostics.all())
      lines.push_back(place(d.span) + std::string(info(d.id).name));
    return lines;
  }
  /// The notes of the n-th message, `LINE:COLUMN message`.
  [[nodiscard]] std::vector<std::string> notes(std::size_t n = 0) const {
    std::vector<std::string> lines;
    for (const Note& note : diagnostics.all().at(n).notes) lines.push_back(place(note.span) + note.message);
    return lines;
  }

private:
  [[nodiscard]] std::string place(Span span) const {
    if (!span.valid()) return "";
    const LineColumn at = sources.line_column(span.file, span.begin);
    const std::string file = span.file.index == 0 ? "" : std::string(sources.path(span.file)) + ":";
    return fmt::format("{}{}:{} ", file, at.line, at.column);
  }
};

/// Compiles `text` as `main.wain`.
inline Compiled compile(std::string text, const Files& files = {}) {
  Compiled result;
  const FileId root = result.sources.add("main.wain", std::move(text));
  const FileReader read = [&files](const std::string& path) -> ReadResult {
    const auto file = files.find(path);
    if (file == files.end()) return {std::nullopt, "no such file", {}};
    return {file->second, {}, {}};
  };
  result.analysis = analyze(result.sources, root, read, result.diagnostics);
  result.diagnostics.sort(result.sources);
  return result;
}

/// The messages of a text alone; empty if it is right.
inline std::vector<std::string> messages(std::string text) { return compile(std::move(text)).messages(); }
inline std::vector<std::string> names(std::string text) { return compile(std::move(text)).names(); }

}  // namespace wain::sema::test
