/// Reading on after a syntax error: one declaration that does not parse is mended edit by edit, with
/// one message a mistake.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "syntax/grammar_parser.h"
#include "syntax/token.h"

namespace wain::syntax {

/// What recovery may still spend on one file, so that no text takes long: tokens parsed on trial,
/// and messages.
struct RecoveryBudget {
  static constexpr std::uint32_t message_limit = 100;
  std::int64_t trial_tokens = 1'000'000;
  std::uint32_t messages = message_limit;
};

/// Mends `tokens`, which do not parse as declarations, until they do; reports what was wrong. The
/// result always parses. What had to be dropped is added to `dropped`.
std::vector<Token> mend(GrammarParser& parser, FileId file, std::string_view text, std::vector<Token> tokens,
                        RecoveryBudget& budget, Diagnostics& diagnostics, std::vector<Comment>& dropped);

}  // namespace wain::syntax
