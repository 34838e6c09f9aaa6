#include "report/html.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/display_line.h"

namespace wain::report {
namespace {

/// The bytes of the character that begins there.
std::size_t length_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

/// Puts a word that is too long for a line on several.
void add_long_word(std::vector<std::string>& lines, std::string_view word, double characters) {
  for (std::size_t i = 0; i < word.size(); i += length_at(word, i)) {
    const std::string_view one = word.substr(i, length_at(word, i));
    if (lines.empty() || text_width(lines.back()) + text_width(one) > characters) lines.emplace_back();
    lines.back() += one;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// A space between a figure and its sign, unit or interval: `5 %`, `3.1 h ± 0.2`, `12 EUR`.
bool holds_together(std::string_view text, std::size_t space) {
  const std::string_view rest = text.substr(space + 1);
  if (rest.starts_with('%') || rest.starts_with("± ") || text.substr(0, space).ends_with(" ±")) return true;
  if (space == 0 || text[space - 1] < '0' || text[space - 1] > '9') return false;
  std::size_t end = 0;
  while (end < rest.size() && is_letter(rest[end])) ++end;
  const std::string_view word = rest.substr(0, end);
  constexpr std::string_view units[] = {"s", "min", "h", "d"};
  const bool capitals = std::all_of(word.begin(), word.end(), [](char c) { return c <= 'Z'; });
  return std::find(std::begin(units), std::end(units), word) != std::end(units) ||
         (word.size() == 3 && capitals);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  const std::string safe = visible(text);
  for (std::size_t i = 0; i < safe.size(); ++i) switch (safe[i]) {
      case ' ': out += holds_together(safe, i) ? "\u00a0" : " "; break;
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += safe[i];
    }
  return out;
}

std::string text(Diag id, const std::vector<DiagArg>& args) { return escaped(render(id, args)); }

std::string spaced(std::string_view words) {
  const auto is_digit = [&](std::size_t at) {
    return at < words.size() && words[at] >= '0' && words[at] <= '9';
  };
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == '_' && i > 0 && is_digit(i - 1) && is_digit(i + 1))
      out += "\u202f";
    else
      out += words[i];
  return out;
}

std::string marked(std::string_view sentence) {
  std::string safe = escaped(sentence);
  if (std::count(safe.begin(), safe.end(), '`') % 2 != 0) return safe;
  std::string out;
  bool name = false;
  for (std::size_t from = 0; from <= safe.size(); name = !name) {
    const std::size_t to = std::min(safe.find('`', from), safe.size());
    const std::string part = safe.substr(from, to - from);
    out += name ? element("b", part, "class=\"name\"") : spaced(part);
    from = to + 1;
  }
  return out;
}

std::string element(std::string_view tag, std::string_view inner, std::string_view attributes) {
  return fmt::format("<{0}{1}{2}>{3}</{0}>", tag, attributes.empty() ? "" : " ", attributes, inner);
}

std::string coordinate(double value) {
  constexpr double hundredth = 0.005;
  if (!std::isfinite(value) || std::abs(value) < hundredth) return "0";
  std::string out = fmt::format("{:.2f}", value);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out;
}

double text_width(std::string_view text) { return DisplayLine(text, 0, 1).width(); }

std::vector<std::string> wrapped(std::string_view given, double characters, std::size_t most) {
  std::string safe = visible(given);
  for (std::size_t at = safe.find(" %"); at != std::string::npos; at = safe.find(" %", at))
    safe.replace(at, 1, "\u00a0");  // a figure and its sign stay together
  std::string_view text = safe;
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (word.empty()) continue;
    const double needed = text_width(word);
    if (!lines.empty() && text_width(lines.back()) + 1 + needed <= characters) {
      lines.back().append(" ").append(word);
    } else if (needed <= characters) {
      lines.emplace_back(word);
    } else {
      lines.emplace_back();
      add_long_word(lines, word, characters);
    }
  }
  if (lines.size() <= most) return lines;
  lines.resize(most);
  std::string& last = lines.back();
  while (!last.empty() && text_width(last) > characters - 1) {
    std::size_t end = last.size() - 1;
    while (end > 0 && (static_cast<unsigned char>(last[end]) & 0xC0U) == 0x80U) --end;
    last.erase(end);
  }
  last += "…";
  return lines;
}

}  // namespace wain::report
