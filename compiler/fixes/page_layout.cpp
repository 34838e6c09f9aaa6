#include "fixes/page_layout.h"

#include <algorithm>
#include <utility>

namespace wain::fixes {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// One step of indentation: a tab if some line begins with one, else as many spaces as the least indented
/// line has, up to eight.
std::string step_of(std::string_view text) {
  constexpr std::size_t usual = 2;
  constexpr std::size_t most = 8;
  std::size_t least = most + 1;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find_first_of("\r\n", at);
    if (end == std::string_view::npos) end = text.size();
    const std::size_t first = std::min(text.find_first_not_of(' ', at), end);
    if (first < end && text[first] == '\t') return "\t";
    if (first > at && first < end) least = std::min(least, first - at);
    at = end + 1;
  }
  return std::string(least > most ? usual : least, ' ');
}

std::string newline_of(std::string_view text) {
  const std::size_t first = text.find_first_of("\r\n");
  if (first == std::string_view::npos || text[first] == '\n') return "\n";
  return first + 1 < text.size() && text[first + 1] == '\n' ? "\r\n" : "\r";
}

std::string_view without_tabs(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of('\t'), line.size()));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) {
    if (!all.empty()) all += ' ';
    all += without_tabs(line);
  }
  return all;
}

}  // namespace

PageLayout::PageLayout(FileId file, std::string_view text)
    : file_(file), text_(text), step_(step_of(text)), newline_(newline_of(text)) {}

Edit PageLayout::remove(Span place) const {
  const std::uint32_t begin = line_begin(place.begin);
  const bool alone_before = is_blank(begin, place.begin);
  const bool alone_after = is_blank(place.end, line_end(place.end));
  if (alone_before && alone_after) return edit(above_doc_comments(begin), next_line(place.end), {});
  std::uint32_t from = place.begin;
  std::uint32_t to = place.end;
  if (alone_before) {
    while (to < text_.size() && is_space(text_[to])) ++to;
    if (const auto last = behind_line_above(begin); last && to < text_.size() && text_[to] == '}')
      return edit(*last, to, " ");  // the brace closes what stands above
  } else {
    while (from > 0 && is_space(text_[from - 1])) --from;
  }
  return edit(from, to, {});
}

Edit PageLayout::put_inside(Span place, std::string_view text) const {
  if (place.end == place.begin || text_[place.end - 1] != '}')
    return edit(place.end, place.end, " { " + std::string(text) + " }");
  const std::uint32_t brace = place.end - 1;
  if (line_begin(brace) > place.begin && begins_line(brace)) {
    const std::uint32_t line = line_begin(brace);
    return edit(line, line, indentation(brace) + step_ + std::string(text) + newline_);
  }
  std::uint32_t last = brace;  // behind what stands before the brace
  while (last > place.begin && (is_space(text_[last - 1]) || is_line_end(text_[last - 1]))) --last;
  const bool is_empty = last > 0 && text_[last - 1] == '{';
  return edit(last, last, (is_empty ? " " : "  ") + std::string(text) + (last == brace ? " " : ""));
}

void PageLayout::enclose(Span place, const std::vector<std::string>& before,
                         const std::vector<std::string>& after, std::size_t depth,
                         std::vector<Edit>& edits) const {
  if (!begins_line(place.begin)) {
    edits.push_back(edit(place.begin, place.begin, joined(before) + ' '));
    edits.push_back(edit(place.end, place.end, ' ' + joined(after)));
    return;
  }
  const std::string base = indentation(place.begin);
  std::string opening;
  for (const std::string& line : before)
    opening += at_depth(line, opening.empty() ? std::string() : base) + newline_;
  edits.push_back(edit(place.begin, place.begin, opening + base + steps(depth)));
  for (std::uint32_t line = next_line(place.begin); line < place.end; line = next_line(line)) {
    if (!is_blank(line, line_end(line))) edits.push_back(edit(line, line, steps(depth)));
  }
  std::string closing;
  for (const std::string& line : after) closing += newline_ + at_depth(line, base);
  edits.push_back(edit(place.end, place.end, closing));
}

void PageLayout::indent_between(std::uint32_t begin, std::uint32_t end, std::vector<Edit>& edits) const {
  for (std::uint32_t line = next_line(begin); line < line_begin(end); line = next_line(line)) {
    if (!is_blank(line, line_end(line))) edits.push_back(edit(line, line, step_));
  }
}

std::uint32_t PageLayout::line_begin(std::uint32_t offset) const {
  while (offset > 0 && !is_line_end(text_[offset - 1])) --offset;
  return offset;
}

std::uint32_t PageLayout::line_end(std::uint32_t offset) const {
  while (offset < text_.size() && !is_line_end(text_[offset])) ++offset;
  return offset;
}

std::uint32_t PageLayout::next_line(std::uint32_t offset) const {
  std::uint32_t at = line_end(offset);
  if (at < text_.size() && text_[at] == '\r') ++at;
  if (at < text_.size() && text_[at] == '\n') ++at;
  return at;
}

bool PageLayout::is_blank(std::uint32_t begin, std::uint32_t end) const {
  const std::string_view part = text_.substr(begin, end - begin);
  return std::all_of(part.begin(), part.end(), is_space);
}

bool PageLayout::begins_line(std::uint32_t offset) const { return is_blank(line_begin(offset), offset); }

std::string PageLayout::indentation(std::uint32_t offset) const {
  const std::uint32_t begin = line_begin(offset);
  std::uint32_t end = begin;
  while (end < text_.size() && is_space(text_[end])) ++end;
  return std::string(text_.substr(begin, end - begin));
}

std::string PageLayout::steps(std::size_t count) const {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += step_;
  return all;
}

std::string PageLayout::at_depth(std::string_view line, const std::string& base) const {
  const std::string_view words = without_tabs(line);
  return base + steps(line.size() - words.size()) + std::string(words);
}

std::optional<std::uint32_t> PageLayout::behind_line_above(std::uint32_t line) const {
  std::uint32_t end = line;
  while (end > 0 && is_line_end(text_[end - 1])) --end;
  const std::string_view above = text_.substr(line_begin(end), end - line_begin(end));
  if (above.find("//") != std::string_view::npos || is_blank(line_begin(end), end)) return std::nullopt;
  while (end > 0 && is_space(text_[end - 1])) --end;
  return end;
}

std::uint32_t PageLayout::above_doc_comments(std::uint32_t line) const {
  while (line > 0) {
    // The line above: behind the line end before its own.
    std::uint32_t end = line - 1;
    if (end > 0 && text_[end] == '\n' && text_[end - 1] == '\r') --end;
    const std::uint32_t above = line_begin(end);
    std::uint32_t first = above;
    while (first < end && is_space(text_[first])) ++first;
    if (!text_.substr(first, end - first).starts_with("///")) break;
    line = above;
  }
  return line;
}

Edit PageLayout::edit(std::uint32_t begin, std::uint32_t end, std::string text) const {
  return {{file_, begin, end}, std::move(text)};
}

}  // namespace wain::fixes
