#include "rules/sty/case_style.h"

#include <algorithm>
#include <array>
#include <vector>

#include <utf8proc.h>

namespace wain::lint {
namespace {

using Letters = std::vector<utf8proc_int32_t>;

Letters letters_of(std::string_view name) {
  Letters result;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
  auto left = static_cast<utf8proc_ssize_t>(name.size());
  while (left > 0) {
    utf8proc_int32_t letter = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(at, left, &letter);
    if (length <= 0) return {};
    result.push_back(letter);
    at += length;
    left -= length;
  }
  return result;
}

std::string text_of(const Letters& letters) {
  std::string text;
  for (const utf8proc_int32_t letter : letters) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t length = utf8proc_encode_char(letter, bytes.data());
    text.append(bytes.begin(), bytes.begin() + length);
  }
  return text;
}

// A letter is a capital if it has a small one: Georgian capitals and title-case letters, too.
bool is_capital(utf8proc_int32_t letter) { return utf8proc_tolower(letter) != letter; }
bool is_small(utf8proc_int32_t letter) { return !is_capital(letter) && utf8proc_totitle(letter) != letter; }
bool is_digit(utf8proc_int32_t letter) { return utf8proc_category(letter) == UTF8PROC_CATEGORY_ND; }

bool has_case(const Letters& letters) {
  return std::any_of(letters.begin(), letters.end(),
                     [](utf8proc_int32_t letter) { return is_capital(letter) || is_small(letter); });
}

constexpr bool is_ascii_small(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_other(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// In PascalCase as it is: letters and digits of ASCII, and no small one first. Others are looked at closely.
bool is_plain_pascal(std::string_view name) {
  return !name.empty() && !is_ascii_small(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_ascii_small(c) || is_ascii_other(c); });
}

/// In snake_case as it is: small letters and digits of ASCII, with single underscores between them.
bool is_plain_snake(std::string_view name) {
  char before = '_';
  for (const char c : name) {
    if (c == '_' ? before == '_' : !is_ascii_small(c) && !(c >= '0' && c <= '9')) return false;
    before = c;
  }
  return before != '_';
}

}  // namespace

std::string in_pascal_case(std::string_view name) {
  if (is_plain_pascal(name)) return std::string(name);
  const Letters letters = letters_of(name);
  if (!has_case(letters)) return std::string(name);
  const bool has_underscore = std::find(letters.begin(), letters.end(), '_') != letters.end();
  const bool shouts = has_underscore && std::none_of(letters.begin(), letters.end(), is_small);
  Letters result;
  bool begins = true;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == '_') {
      const bool between_digits =
          i > 0 && i + 1 < letters.size() && is_digit(letters[i - 1]) && is_digit(letters[i + 1]);
      if (between_digits) result.push_back('_');
      begins = true;
      continue;
    }
    result.push_back(begins   ? utf8proc_totitle(letters[i])
                     : shouts ? utf8proc_tolower(letters[i])
                              : letters[i]);
    begins = false;
  }
  return text_of(result);
}

std::string in_snake_case(std::string_view name) {
  if (is_plain_snake(name)) return std::string(name);
  const Letters letters = letters_of(name);
  if (!has_case(letters)) return std::string(name);
  Letters result;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const utf8proc_int32_t letter = letters[i];
    const bool after_word = i > 0 && !is_capital(letters[i - 1]);
    const bool before_small = i > 0 && i + 1 < letters.size() && is_small(letters[i + 1]);
    if (is_capital(letter) && (after_word || before_small) && !result.empty() && result.back() != '_')
      result.push_back('_');
    if (letter == '_' && (result.empty() || result.back() == '_')) continue;
    result.push_back(utf8proc_tolower(letter));
  }
  while (!result.empty() && result.back() == '_') result.pop_back();
  return text_of(result);
}

}  // namespace wain::lint
