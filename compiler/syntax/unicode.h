/// UTF-8 and the character classes of names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wain::syntax {

/// One decoded character. `length` is 0 at the end of the text and counts the bytes to skip where
/// they are no valid UTF-8 (`valid` false).
struct Character {
  std::int32_t code_point = 0;
  std::uint32_t length = 0;
  bool valid = true;
};
Character decode(std::string_view text, std::size_t at);

/// `Start` and `Continue` of grammar/WainLexer.g4: letters, letter numbers and `_`; then also
/// digits, marks and connecting punctuation. (XID_Start and XID_Continue in general categories.)
bool starts_name(std::int32_t code_point);
bool continues_name(std::int32_t code_point);
/// `Alpha`: a letter or mark; right behind digits it makes the whole a malformed number.
bool is_alpha(std::int32_t code_point);

}  // namespace wain::syntax
