/// The generated parser behind a plain interface. Only this file's .cpp and tree_building_parser.h
/// know that it is ANTLR's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "syntax/token.h"
#include "syntax/tree.h"

namespace wain::syntax {

/// Where and why a parse ended early.
struct Failure {
  std::uint32_t position = 0;  ///< index of the first token that does not fit
  std::vector<Tok> expected;   ///< what would have fitted, in the grammar's order
  std::vector<Rule> rules;     ///< the rules that were open, innermost first
};

class GrammarParser {
public:
  GrammarParser();
  ~GrammarParser();
  GrammarParser(const GrammarParser&) = delete;
  GrammarParser& operator=(const GrammarParser&) = delete;

  /// Parses one declaration. Gives the number of tokens that it took, 0 if it does not parse;
  /// its nodes are then appended to `nodes`, with token indices moved by `offset`.
  std::uint32_t parse_declaration(const Token* tokens, std::size_t count, std::uint32_t offset,
                                  std::vector<Node>& nodes);
  /// Parses declarations up to the end of the tokens, all or nothing.
  bool parse_all(const Token* tokens, std::size_t count, std::uint32_t offset, std::vector<Node>& nodes);
  /// How far the tokens parse as declarations: the index of the first that does not fit, `count` if
  /// they end too early, `count + 1` if all of them parse.
  std::uint32_t reach(const Token* tokens, std::size_t count);
  /// Why `reach` stops there.
  Failure explain(const Token* tokens, std::size_t count);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wain::syntax
