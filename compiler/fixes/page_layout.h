/// How one file is laid out: its indentation, its line ends, and edits that keep to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/fix.h"
#include "source/source.h"

namespace wain::fixes {

class PageLayout {
public:
  /// The text must outlive it.
  PageLayout(FileId file, std::string_view text);

  /// The element, and the lines that nothing else stands on. Doc comments right above it go with it; other
  /// comments stay.
  [[nodiscard]] Edit remove(Span place) const;
  /// `text` as the last item of the element.
  [[nodiscard]] Edit put_inside(Span place, std::string_view text) const;
  /// Appends edits that put lines before and after the element. A line's tabs say how deep it stands, counted
  /// from the element; the element itself comes to stand `depth` deeper.
  void enclose(Span place, const std::vector<std::string>& before, const std::vector<std::string>& after,
               std::size_t depth, std::vector<Edit>& edits) const;
  /// Appends edits that indent by one step what lines there are from `begin` up to `end`.
  void indent_between(std::uint32_t begin, std::uint32_t end, std::vector<Edit>& edits) const;

private:
  [[nodiscard]] std::uint32_t line_begin(std::uint32_t offset) const;
  [[nodiscard]] std::uint32_t line_end(std::uint32_t offset) const;   ///< before its line end
  [[nodiscard]] std::uint32_t next_line(std::uint32_t offset) const;  ///< behind its line end
  [[nodiscard]] bool is_blank(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] bool begins_line(std::uint32_t offset) const;
  [[nodiscard]] std::string indentation(std::uint32_t offset) const;  ///< of its line
  [[nodiscard]] std::string steps(std::size_t count) const;
  [[nodiscard]] std::string at_depth(std::string_view line, const std::string& base) const;
  /// Behind the last word of the line above; nothing where there is none, or a comment might stand there.
  [[nodiscard]] std::optional<std::uint32_t> behind_line_above(std::uint32_t line) const;
  [[nodiscard]] std::uint32_t above_doc_comments(std::uint32_t line) const;
  [[nodiscard]] Edit edit(std::uint32_t begin, std::uint32_t end, std::string text) const;

  FileId file_;
  std::string_view text_;
  std::string step_;     // of indentation
  std::string newline_;  // as the first line ends
};

}  // namespace wain::fixes
