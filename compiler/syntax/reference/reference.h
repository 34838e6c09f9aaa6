/// The grammar as ANTLR itself reads it, for tests only: it holds the hand-written lexer and the
/// LL(1) claim to the definition in grammar/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syntax/token.h"

namespace wain::syntax {

/// What grammar/WainLexer.g4 makes of `text`, which must be valid UTF-8. Only kinds and places are
/// filled in.
TokenBuffer scan_by_grammar(std::string_view text);

/// Parses `text` by interpreting the grammar with exact ambiguity detection, and lists every report
/// of an ambiguity, of an attempt at full context, of context sensitivity, and every syntax error.
std::vector<std::string> prediction_reports(std::string_view text);

}  // namespace wain::syntax
