/// One source line as a terminal shows it: tabs expanded, characters measured, nothing in it that
/// could move the cursor.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wain {

/// `text` with everything that a terminal would act on (control and bidirectional characters) or
/// could not show (bytes that are no UTF-8) replaced by a visible character.
std::string visible(std::string_view text);

class DisplayLine {
public:
  /// `line` without its end. Only a part around byte `focus` is kept of a line too long for any
  /// terminal.
  DisplayLine(std::string_view line, std::size_t focus, unsigned tab);

  /// The column (from 0) at which the character that holds this byte starts; the width beyond the
  /// last one.
  [[nodiscard]] unsigned column(std::size_t byte) const;
  [[nodiscard]] unsigned width() const { return width_; }
  [[nodiscard]] bool cut_before() const { return cut_before_; }
  [[nodiscard]] bool cut_after() const { return cut_after_; }
  /// The characters that lie wholly in the columns [begin, end), in the place of others blanks.
  [[nodiscard]] std::string slice(unsigned begin, unsigned end) const;

private:
  struct Cell {
    std::uint32_t byte;  ///< offset in the line
    std::uint32_t column;
    std::uint32_t width;
    std::uint32_t text;  ///< offset in text_
  };
  /// Characters that are shown as they are, one column each; the first stands at byte `at` of the line.
  void append_plain(std::string_view run, std::uint32_t at);

  std::vector<Cell> cells_;  // closed by one for the end
  std::string text_;
  unsigned width_ = 0;
  bool cut_before_ = false;
  bool cut_after_ = false;
};

}  // namespace wain
