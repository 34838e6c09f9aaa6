#include "diagnostics/display_line.h"

#include <algorithm>

#include <utf8proc.h>

namespace wain {
namespace {

/// How many bytes of a line are looked at on either side of the place: far more than a terminal
/// shows, and few enough that a file of one line stays cheap.
constexpr std::size_t reach = 2048;

struct Character {
  std::size_t bytes;
  std::int32_t code_point;  ///< negative: these bytes are no UTF-8
};

Character decode(std::string_view text) {
  utf8proc_int32_t code_point = -1;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (bytes <= 0) return {1, -1};
  return {static_cast<std::size_t>(bytes), code_point};
}

bool reorders_text(std::int32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

void append_code_point(std::string& out, std::int32_t code_point) {
  utf8proc_uint8_t buffer[4];
  const auto bytes = utf8proc_encode_char(code_point, buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(bytes));
}

/// Appends what is shown for a character, and gives its width.
unsigned append_visible(std::string& out, std::string_view bytes, std::int32_t c) {
  constexpr std::int32_t replacement = 0xFFFD;
  constexpr std::int32_t control_pictures = 0x2400;
  if (c >= 0 && c < 0x20) {
    append_code_point(out, control_pictures + c);
    return 1;
  }
  if (c < 0 || (c >= 0x7F && c < 0xA0) || reorders_text(c) || c == 0x2028 || c == 0x2029) {
    append_code_point(out, replacement);
    return 1;
  }
  out += bytes;
  return static_cast<unsigned>(std::max(0, utf8proc_charwidth(c)));
}

/// Shown as it is, one column wide.
bool is_plain(char c) { return c >= 0x20 && c < 0x7F; }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto plain =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Character c = decode(text);
    append_visible(out, text.substr(0, c.bytes), c.code_point);
    text.remove_prefix(c.bytes);
  }
  return out;
}

DisplayLine::DisplayLine(std::string_view line, std::size_t focus, unsigned tab) {
  focus = std::min(focus, line.size());
  std::size_t begin = focus > reach ? focus - reach : 0;
  while (begin > 0 && begin < line.size() && is_continuation(line[begin])) --begin;
  std::size_t end = std::min(line.size(), focus + reach);
  while (end < line.size() && is_continuation(line[end])) ++end;
  cut_before_ = begin > 0;
  cut_after_ = end < line.size();

  cells_.reserve(end - begin + 1);
  text_.reserve(end - begin);
  for (std::size_t at = begin; at < end;) {
    if (is_plain(line[at])) {
      const std::size_t run = at;
      while (at < end && is_plain(line[at])) ++at;
      append_plain(line.substr(run, at - run), static_cast<std::uint32_t>(run));
      continue;
    }
    const Character c = decode(line.substr(at, end - at));
    Cell cell{static_cast<std::uint32_t>(at), width_, 0, static_cast<std::uint32_t>(text_.size())};
    if (c.code_point == '\t') {
      cell.width = tab - width_ % tab;
      text_.append(cell.width, ' ');
    } else {
      cell.width = append_visible(text_, line.substr(at, c.bytes), c.code_point);
    }
    cells_.push_back(cell);
    width_ += cell.width;
    at += c.bytes;
  }
  cells_.push_back({static_cast<std::uint32_t>(end), width_, 0, static_cast<std::uint32_t>(text_.size())});
}

void DisplayLine::append_plain(std::string_view run, std::uint32_t at) {
  auto text = static_cast<std::uint32_t>(text_.size());
  const std::size_t first = cells_.size();
  cells_.resize(first + run.size());
  for (std::size_t i = first; i < cells_.size(); ++i) cells_[i] = {at++, width_++, 1, text++};
  text_ += run;
}

unsigned DisplayLine::column(std::size_t byte) const {
  const auto after = std::upper_bound(cells_.begin(), cells_.end(), byte,
                                      [](std::size_t b, const Cell& cell) { return b < cell.byte; });
  if (after == cells_.begin()) return 0;
  return (after - 1)->column;
}

std::string DisplayLine::slice(unsigned begin, unsigned end) const {
  // Neither where cells begin nor where they end goes back, so those inside stand next to each other.
  const auto close = cells_.end() - 1;
  auto first = std::partition_point(cells_.begin(), close, [&](const Cell& c) { return c.column < begin; });
  const auto has_base_cut_off = [&](const Cell& c) { return c.width == 0 && c.column == begin; };
  while (begin > 0 && first != close && has_base_cut_off(*first)) ++first;
  const auto last =
      std::partition_point(first, close, [&](const Cell& c) { return c.column + c.width <= end; });
  if (first == last) return {};
  std::string out(first->column - begin, ' ');
  out.append(text_, first->text, last->text - first->text);
  return out;
}

}  // namespace wain
