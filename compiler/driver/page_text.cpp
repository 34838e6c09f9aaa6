#include "driver/page_text.h"

#include <algorithm>
#include <string>

#include "diagnostics/canvas.h"
#include "driver/wrapped.h"

namespace wain::driver {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  return line;
}

/// How far the text of an item of a list is indented; 0 if the line begins none.
std::size_t item_indent(std::string_view line) {
  const std::size_t at = line.find_first_not_of(' ');
  if (at == std::string_view::npos) return 0;
  const std::string_view rest = line.substr(at);
  if (rest.starts_with("- ") || rest.starts_with("* ")) return at + 2;
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  return digits > 0 && rest.substr(digits).starts_with(". ") ? at + digits + 2 : 0;
}

bool is_prose(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \n");
  return at != std::string_view::npos && std::string_view("#|>`").find(line[at]) == std::string_view::npos;
}

/// A paragraph or an item, of which more lines may come.
class Block {
public:
  Block(llvm::raw_ostream& out, unsigned width) : out_(out), width_(width) {}
  void add(std::string_view line) {
    const std::size_t indent = item_indent(line);
    if (indent > 0) end();
    if (text_.empty()) {
      mark_ = std::string(line.substr(0, indent > 0 ? indent : line.find_first_not_of(' ')));
      line.remove_prefix(mark_.size());
    }
    text_ += line;
  }
  void end() {
    const std::string margin(mark_.size(), ' ');
    std::string lines = wrapped(text_, width_, margin);
    out_ << lines.replace(0, std::min(mark_.size(), lines.size()), mark_);
    text_.clear();
  }

private:
  llvm::raw_ostream& out_;
  unsigned width_;
  std::string mark_, text_;
};

}  // namespace

void write_page(llvm::raw_ostream& out, std::string_view text, bool color, unsigned width) {
  Block block(out, width);
  bool code = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const bool fence = line.starts_with("```");
    if (fence) code = !code;
    if (width > 0 && !code && !fence && is_prose(line)) {
      block.add(line);
      continue;
    }
    block.end();
    const bool heading = !code && line.starts_with('#');
    paint(out, line, heading ? Style::Bold : Style::Plain, color);
  }
  block.end();
}

}  // namespace wain::driver
