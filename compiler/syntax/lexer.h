/// Text to tokens. Written by hand for speed; grammar/WainLexer.g4 is the definition, and
/// tests/syntax holds the two equal.
#pragma once

#include <string_view>

#include "syntax/token.h"

namespace wain::syntax {

/// All tokens as the grammar defines them, kinds such as `BadNumber` included, ending in
/// EndOfFile; comments apart. Bytes that are no UTF-8 are `BadCharacter`. A byte order mark at the
/// start is passed over.
TokenBuffer scan(std::string_view text);

}  // namespace wain::syntax
