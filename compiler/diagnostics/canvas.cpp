#include "diagnostics/canvas.h"

#include <algorithm>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

namespace wain {
namespace {

std::string_view escape(Style style) {
  switch (style) {
    case Style::Plain: return "";
    case Style::Bold: return "\x1b[1m";
    case Style::Gutter: return "\x1b[1;34m";
    case Style::Secondary: return "\x1b[1;34m";
    case Style::Error: return "\x1b[1;31m";
    case Style::Warning: return "\x1b[1;33m";
    case Style::Info: return "\x1b[1;36m";
  }
  return "";
}

}  // namespace

Style style_of(Level level) {
  switch (level) {
    case Level::Error: return Style::Error;
    case Level::Warning: return Style::Warning;
    case Level::Info: return Style::Info;
    case Level::Off: break;
  }
  return Style::Plain;
}

void paint(llvm::raw_ostream& out, std::string_view text, Style style, bool color) {
  const bool painted = color && style != Style::Plain && !text.empty();
  if (painted) out << llvm::StringRef(escape(style));
  out << llvm::StringRef(text);
  if (painted) out << "\x1b[0m";
}

void MarkRow::draw(std::size_t begin, std::size_t end, char mark, Style style) {
  if (marks_.size() < end) marks_.resize(end);
  std::fill(marks_.begin() + static_cast<std::ptrdiff_t>(begin),
            marks_.begin() + static_cast<std::ptrdiff_t>(end), Mark{mark, style});
}

void MarkRow::close(std::size_t column, std::string_view text, Style style) {
  marks_.resize(std::max(column, marks_.size()));
  text_ = text;
  text_style_ = style;
}

void MarkRow::write(llvm::raw_ostream& out, bool color) const {
  for (std::size_t i = 0; i < marks_.size();) {
    std::string run;
    const Style style = marks_[i].style;
    for (; i < marks_.size() && marks_[i].style == style; ++i) run += marks_[i].mark;
    paint(out, run, style, color);
  }
  paint(out, text_, text_style_, color);
}

}  // namespace wain
