#include "syntax/grammar_parser.h"

#include <deque>

#include <WainParser.h>

#include "syntax/tree_building_parser.h"

namespace wain::syntax {

void TreeBuildingParser::add_expected() {
  std::deque<antlr4::ParserRuleContext> contexts;  // what follows a rule depends on who entered it
  antlr4::ParserRuleContext* innermost = nullptr;
  for (const std::size_t state : invoking_) innermost = &contexts.emplace_back(innermost, state);
  expected.addAll(getATN().getExpectedTokens(state_, innermost));
}

void TreeBuildingParser::throw_failure() {
  if (explain_at != SIZE_MAX) {
    add_expected();
    failed_rules = builder.open_rules();
  }
  throw SyntaxFailure();
}

struct GrammarParser::Impl {
  FlatTokenStream stream;
  generated::WainParser parser{&stream};

  /// Runs one rule of the parser from the first token; false where it ended early.
  template <class RuleFunction>
  bool run(RuleFunction rule) {
    parser.builder.clear();
    bool complete = true;
    try {
      rule();
    } catch (const SyntaxFailure&) {
      complete = false;
    }
    return complete;
  }
  bool run_file(const Token* tokens, std::size_t count) {
    stream.reset(tokens, count);
    return run([this] { parser.file(); });
  }
};

GrammarParser::GrammarParser() : impl_(std::make_unique<Impl>()) {}
GrammarParser::~GrammarParser() = default;

std::uint32_t GrammarParser::parse_declaration(const Token* tokens, std::size_t count, std::uint32_t offset,
                                               std::vector<Node>& nodes) {
  impl_->stream.reset(tokens, count);
  if (!impl_->run([this] { impl_->parser.declaration(); })) return 0;
  impl_->parser.builder.flush(nodes, offset);
  return static_cast<std::uint32_t>(impl_->stream.index());
}

bool GrammarParser::parse_all(const Token* tokens, std::size_t count, std::uint32_t offset,
                              std::vector<Node>& nodes) {
  if (!impl_->run_file(tokens, count)) return false;
  impl_->parser.builder.flush(nodes, offset);
  return true;
}

std::uint32_t GrammarParser::reach(const Token* tokens, std::size_t count) {
  if (impl_->run_file(tokens, count)) return static_cast<std::uint32_t>(count + 1);
  return static_cast<std::uint32_t>(impl_->stream.index());
}

Failure GrammarParser::explain(const Token* tokens, std::size_t count) {
  Failure failure;
  failure.position = reach(tokens, count);
  if (failure.position > count) return failure;
  impl_->parser.expected.clear();
  impl_->parser.failed_rules.clear();
  impl_->parser.explain_at = failure.position;
  impl_->run_file(tokens, count);
  impl_->parser.explain_at = SIZE_MAX;
  for (const ssize_t type : impl_->parser.expected.toList())
    failure.expected.push_back(type < 0 ? Tok::EndOfFile : static_cast<Tok>(type));
  failure.rules = impl_->parser.failed_rules;
  return failure;
}

}  // namespace wain::syntax
