/// A row of output whose parts carry a style; colour is written only when the row is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/level.h"

namespace llvm {
class raw_ostream;
}

namespace wain {

enum class Style : std::uint8_t { Plain, Bold, Gutter, Secondary, Error, Warning, Info };

/// The style of a level's word and carets.
Style style_of(Level level);
/// Writes text in a style; plainly unless `color`.
void paint(llvm::raw_ostream& out, std::string_view text, Style style, bool color);

/// Marks under a source line, one ASCII character a column, closed by at most one text.
class MarkRow {
public:
  /// Puts `mark` into the columns [begin, end).
  void draw(std::size_t begin, std::size_t end, char mark, Style style);
  /// Puts the closing text at the column, at least one blank after the marks.
  void close(std::size_t column, std::string_view text, Style style);
  void write(llvm::raw_ostream& out, bool color) const;

private:
  struct Mark {
    char mark = ' ';
    Style style = Style::Plain;
  };
  std::vector<Mark> marks_;
  std::string text_;
  Style text_style_ = Style::Plain;
};

}  // namespace wain
