#include "diagnostics/excerpt.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/raw_ostream.h>

#include "diagnostics/canvas.h"
#include "diagnostics/display_line.h"

namespace wain {
namespace {

/// A label in columns of what is shown; at least one column wide.
struct Mark {
  unsigned begin = 0;
  unsigned end = 1;
  bool primary = false;
  std::string text;
};

/// The columns of a line that are shown, and what stands for the others.
struct Window {
  unsigned begin = 0;
  unsigned end = 0;
  bool before = false;
  bool after = false;
};
constexpr unsigned ellipsis = 3;  // "..."

Window window_around(const Mark& focus, const DisplayLine& line, unsigned room) {
  room = std::max(room, 30U);
  if (line.width() <= room && !line.cut_before() && !line.cut_after()) return {0, line.width(), false, false};
  room -= 2 * ellipsis;
  constexpr unsigned lookahead = 12;
  unsigned begin = 0;
  if (focus.end + lookahead > room) {
    const unsigned wanted = focus.end + lookahead - room;  // shows the whole place
    const unsigned third = focus.begin > room / 3 ? focus.begin - room / 3 : 0;
    begin = std::min(std::max(wanted, third), focus.begin);
  }
  const unsigned end = std::min(line.width(), begin + room);
  return {begin, end, begin > 0 || line.cut_before(), end < line.width() || line.cut_after()};
}

/// Moves a mark into the window; one that lies outside sits at the edge, so that its text is not lost.
void shift(Mark& mark, const Window& window) {
  const unsigned offset = window.before ? ellipsis : 0;
  const unsigned last = window.end + (window.after ? 1 : 0);
  mark.begin = std::clamp(mark.begin, window.begin, std::max(window.begin, last));
  mark.end = std::clamp(mark.end, mark.begin, std::max(mark.begin, last));
  mark.end = std::max(mark.end, mark.begin + 1);
  mark.begin = mark.begin - window.begin + offset;
  mark.end = mark.end - window.begin + offset;
}

Mark to_mark(const Label& label, const DisplayLine& line, std::uint32_t line_start) {
  Mark mark;
  mark.begin = line.column(label.span.begin - line_start);
  mark.end = std::max(line.column(label.span.end - line_start), mark.begin + 1);
  mark.primary = label.primary;
  mark.text = visible(label.text);
  return mark;
}

Style style_of(const Mark& mark, const ExcerptStyle& style) {
  return mark.primary ? wain::style_of(style.level) : Style::Secondary;
}

void write_row(llvm::raw_ostream& out, const MarkRow& row, const ExcerptStyle& style) {
  write_margin(out, style);
  out << ' ';
  row.write(out, style.text.color);
  out << '\n';
}

/// The carets, and beside the rightmost its text; then a row for each other text, from the right,
/// with bars down to those still to come. `marks` are sorted by their begin.
void write_marks(llvm::raw_ostream& out, std::vector<Mark> marks, const ExcerptStyle& style) {
  MarkRow carets;
  for (const bool primary : {false, true})
    for (const Mark& mark : marks)
      if (mark.primary == primary)
        carets.draw(mark.begin, mark.end, primary ? '^' : '-', style_of(mark, style));
  const bool inline_fits =
      !marks.back().text.empty() &&
      std::all_of(marks.begin(), marks.end(), [&](const Mark& m) { return m.end <= marks.back().end; });
  if (inline_fits) {
    carets.close(marks.back().end + 1, marks.back().text, style_of(marks.back(), style));
    marks.pop_back();
  }
  write_row(out, carets, style);

  std::erase_if(marks, [](const Mark& mark) { return mark.text.empty(); });
  const auto bars = [&] {
    MarkRow row;
    for (const Mark& mark : marks) row.draw(mark.begin, mark.begin + 1, '|', style_of(mark, style));
    return row;
  };
  if (!marks.empty()) write_row(out, bars(), style);
  while (!marks.empty()) {
    const Mark mark = std::move(marks.back());
    marks.pop_back();
    MarkRow row;
    for (const Mark& left : marks)
      if (left.begin < mark.begin) row.draw(left.begin, left.begin + 1, '|', style_of(left, style));
    row.close(mark.begin, mark.text, style_of(mark, style));
    write_row(out, row, style);
  }
}

void write_source(llvm::raw_ostream& out, std::uint32_t number, const std::string& text,
                  const ExcerptStyle& style) {
  write_margin(out, style, number);
  if (!text.empty()) out << ' ' << text;
  out << '\n';
}

void write_line(llvm::raw_ostream& out, const SourceManager& sources, FileId file, std::uint32_t number,
                const std::vector<Label>& labels, const ExcerptStyle& style) {
  const std::uint32_t start = sources.line_start(file, number);
  const auto main = std::find_if(labels.begin(), labels.end(), [](const Label& l) { return l.primary; });
  const Label& focus = main == labels.end() ? labels.front() : *main;
  const DisplayLine line(sources.line(file, number), focus.span.begin - start, style.text.tab);
  const unsigned margin = style.gutter + 3;
  const unsigned room = style.text.width > margin ? style.text.width - margin : 0;
  const Window window = window_around(to_mark(focus, line, start), line, room);

  std::string text = window.before ? "..." : "";
  text += line.slice(window.begin, window.end);
  if (window.after) text += "...";
  while (!text.empty() && text.back() == ' ') text.pop_back();
  write_source(out, number, text, style);

  std::vector<Mark> marks;
  for (const Label& label : labels) {
    marks.push_back(to_mark(label, line, start));
    shift(marks.back(), window);
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  write_marks(out, std::move(marks), style);
}

}  // namespace

void write_margin(llvm::raw_ostream& out, const ExcerptStyle& style, std::uint32_t line) {
  const std::string number = line == 0 ? std::string() : std::to_string(line);
  std::string margin(style.gutter > number.size() ? style.gutter - number.size() : 0, ' ');
  margin += number;
  margin += " |";
  paint(out, margin, Style::Gutter, style.text.color);
}

void write_excerpt(llvm::raw_ostream& out, const SourceManager& sources, FileId file,
                   std::vector<Label> labels, const ExcerptStyle& style) {
  for (Label& label : labels) label.span = clamped(sources, label.span);
  std::stable_sort(labels.begin(), labels.end(),
                   [](const Label& a, const Label& b) { return a.span.begin < b.span.begin; });
  std::vector<std::uint32_t> lines;
  lines.reserve(labels.size());
  for (const Label& label : labels) lines.push_back(sources.line_column(file, label.span.begin).line);
  write_margin(out, style);
  out << '\n';
  std::uint32_t shown = 0;
  for (std::size_t i = 0; i < labels.size();) {
    const std::uint32_t number = lines[i];
    std::vector<Label> here;
    for (; i < labels.size() && lines[i] == number; ++i) here.push_back(std::move(labels[i]));
    if (shown != 0 && number > shown + 2) out << "...\n";
    if (shown != 0 && number == shown + 2) {
      const DisplayLine between(sources.line(file, shown + 1), 0, style.text.tab);
      const unsigned room = style.text.width > style.gutter + 3 ? style.text.width - style.gutter - 3 : 0;
      write_source(out, shown + 1, between.slice(0, room), style);
    }
    write_line(out, sources, file, number, here, style);
    shown = number;
  }
}

}  // namespace wain
