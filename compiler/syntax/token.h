/// Tokens of the text, in one flat buffer, and the comments between them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wain::syntax {

/// Kinds as the grammar declares them (grammar/WainLexer.g4), in its order.
enum class Tok : std::uint8_t {
  EndOfFile = 0,
#define WAIN_TOKEN(id, number, spelling) id = number,
#include "syntax/grammar_tables.inc"
};

/// The fixed spelling of a kind (`step`, `->`), or empty for kinds such as names and numbers.
std::string_view spelling(Tok kind);
/// Words that the language knows. They are names wherever a name is expected.
bool is_keyword(Tok kind);
/// A keyword that starts a declaration.
bool starts_declaration(Tok kind);
/// A keyword (or `->`) that starts a statement or another item of a block.
bool starts_statement(Tok kind);
/// A keyword that starts a property of an activity or actor and never a statement.
bool starts_property(Tok kind);

struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Tok kind = Tok::EndOfFile;
  bool first_on_line = false;
  bool column_one = false;
  /// Put in by recovery, or malformed text that the lexer has already reported: stands for
  /// something, says nothing.
  bool broken = false;
  /// Recovery, or the lexer, dropped text beside it.
  bool beside_dropped = false;
};

/// What the parser does not see.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  /// Skipped: text that recovery dropped, or that is no token at all; kept so that nothing is lost.
  enum class Kind : std::uint8_t { Doc, Line, Block, Skipped } kind = Kind::Line;
};

/// The last token is EndOfFile. Together, tokens and comments cover everything but white space.
struct TokenBuffer {
  std::vector<Token> tokens;
  std::vector<Comment> comments;
};

}  // namespace wain::syntax
