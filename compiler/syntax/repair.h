/// Mending tokens that do not parse: which small edit makes the rest parse, and how to say so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/grammar_parser.h"
#include "syntax/token.h"

namespace wain::syntax {

/// One small change of a token sequence.
struct Edit {
  enum class Kind : std::uint8_t { Insert, Delete, Replace, Rewrite };
  Kind kind = Kind::Insert;
  std::uint32_t at = 0;   ///< the token before which, or which
  Tok token = Tok::Name;  ///< what is put in
  std::uint8_t cost = 0;  ///< the smaller, the likelier that this is what was meant
  /// The `{` that an inserted `}` closes; UINT32_MAX otherwise.
  std::uint32_t opener = UINT32_MAX;
  /// What is put in right behind `token`, where one of the two alone makes no sense; EndOfFile: nothing.
  Tok second = Tok::EndOfFile;
  /// Of a rewrite: what stands in place of `length` tokens, and how it is written. `token` is what was
  /// expected.
  std::vector<Token> instead{};
  std::uint32_t length = 0;
  std::string suggestion{};
};

/// The edits worth a try where `failure` says, cheapest first. See section 9 of the language.
std::vector<Edit> candidate_edits(std::string_view text, const std::vector<Token>& tokens,
                                  const Failure& failure);

/// Whether what `edit` inserts starts the line of the token behind it, rather than ending that of the
/// token before.
bool belongs_to_next(const std::vector<Token>& tokens, const Edit& edit);

/// The tokens with the edit done; what was put in or stands beside a gap is marked.
std::vector<Token> with_edit(const std::vector<Token>& tokens, const Edit& edit);

/// The `{` that is open at token `at`; UINT32_MAX if none is.
std::uint32_t open_brace_at(const std::vector<Token>& tokens, std::uint32_t at);

/// The word of `expected` most like `word`, if one is near enough to be a slip of the keyboard.
std::optional<Tok> similar_word(std::string_view word, const std::vector<Tok>& expected);

/// The weekday that `word` starts with, whatever its case: `Mon` for `monday`.
std::optional<std::string_view> weekday_in(std::string_view word);

}  // namespace wain::syntax
