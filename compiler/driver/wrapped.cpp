#include "driver/wrapped.h"

#include <cstddef>

#include "diagnostics/display_line.h"

namespace wain::driver {

std::string wrapped(std::string_view text, unsigned width, std::string_view margin) {
  constexpr std::string_view blanks = " \t\r\n";
  constexpr unsigned tab = 1;
  const auto columns = [](std::string_view part) { return DisplayLine(part, 0, tab).width(); };
  const std::size_t indent = columns(margin);
  std::string lines;
  std::size_t used = 0;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.empty()) break;
    const std::string_view word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    const std::size_t size = columns(word);
    if (used == 0 || used + 1 + size > width) {
      if (used != 0) lines += '\n';
      lines += margin;
      used = indent;
    } else {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += size;
  }
  return lines.empty() ? lines : lines + '\n';
}

}  // namespace wain::driver
