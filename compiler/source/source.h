/// Source files: their text, places in them, and the map from offsets to lines.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace wain {

/// One file of a `SourceManager`.
struct FileId {
  std::uint32_t index = UINT32_MAX;
  [[nodiscard]] bool valid() const { return index != UINT32_MAX; }
  friend bool operator==(FileId, FileId) = default;
  friend auto operator<=>(FileId, FileId) = default;
};

/// A half-open range of bytes in one file. An invalid file means "no place".
struct Span {
  FileId file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  [[nodiscard]] bool valid() const { return file.valid(); }
  [[nodiscard]] bool contains(Span other) const {
    return file == other.file && begin <= other.begin && other.end <= end;
  }
  friend bool operator==(Span, Span) = default;
  friend auto operator<=>(Span, Span) = default;
};

/// The smallest span that holds both; both must lie in one file.
Span cover(Span first, Span last);

/// A place as people count: both from 1; the column in Unicode code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Owns the text of every file that was read. Texts and paths stay where they are for the
/// manager's life, so views into them may be kept.
class SourceManager {
public:
  /// Adds a file under the path that messages show. Texts of 4 GiB and more are not accepted by
  /// the loader (`load_file`), so offsets fit 32 bits.
  FileId add(std::string path, std::string text);
  [[nodiscard]] std::string_view path(FileId file) const;
  [[nodiscard]] std::string_view text(FileId file) const;
  [[nodiscard]] std::string_view text(Span span) const;
  /// Lines end at LF, CRLF or a lone CR. Offsets past the end give the end's place.
  [[nodiscard]] LineColumn line_column(FileId file, std::uint32_t offset) const;
  /// The line with this number (from 1), without its line end; empty beyond the last line.
  [[nodiscard]] std::string_view line(FileId file, std::uint32_t number) const;
  /// The offset at which line `number` (from 1) starts; the text's size beyond the last line.
  [[nodiscard]] std::uint32_t line_start(FileId file, std::uint32_t number) const;
  [[nodiscard]] std::size_t size() const { return files_.size(); }

private:
  struct File {
    std::string path;
    std::string text;
    mutable std::vector<std::uint32_t> line_starts;  // filled at the first question
  };
  const std::vector<std::uint32_t>& line_starts(const File& file) const;
  std::deque<File> files_;
};

}  // namespace wain
