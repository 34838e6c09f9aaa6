/// The base class of the generated parser. ANTLR would build a tree of heap objects and recover by
/// its own rules; this class does neither: it tells a `TreeBuilder` what opens and closes, and ends
/// the parse at the first token that does not fit, by `SyntaxFailure`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <vector>

#include <antlr4-runtime.h>

#include "syntax/tree_builder.h"

namespace wain::syntax {

/// A token that the parser holds for a moment; the stream keeps two and moves them about.
class CursorToken final : public antlr4::Token {
public:
  std::size_t type = 0;
  std::string getText() const override { return {}; }
  std::size_t getType() const override { return type; }
  std::size_t getLine() const override { return 0; }
  std::size_t getCharPositionInLine() const override { return 0; }
  std::size_t getChannel() const override { return 0; }
  std::size_t getTokenIndex() const override { return 0; }
  std::size_t getStartIndex() const override { return 0; }
  std::size_t getStopIndex() const override { return 0; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }
};

/// The parser's view of a flat token buffer: the one interface between lexer and parser.
class FlatTokenStream final : public antlr4::TokenStream {
public:
  void reset(const Token* tokens, std::size_t count) {
    tokens_ = tokens;
    count_ = count;
    at_ = 0;
  }
  /// The kind at the cursor; EndOfFile beyond the last.
  [[nodiscard]] std::size_t kind(std::size_t ahead = 0) const {
    const std::size_t i = at_ + ahead;
    return i < count_ && tokens_[i].kind != Tok::EndOfFile ? static_cast<std::size_t>(tokens_[i].kind)
                                                           : antlr4::Token::EOF;
  }
  void consume() override { ++at_; }
  std::size_t LA(ssize_t k) override { return kind(static_cast<std::size_t>(k - 1)); }
  antlr4::Token* LT(ssize_t k) override {
    cursor_.type = k > 0 ? kind(static_cast<std::size_t>(k - 1)) : 0;
    return &cursor_;
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = index; }
  std::size_t size() override { return count_; }
  std::string getSourceName() const override { return {}; }
  antlr4::Token* get(std::size_t) const override { return nullptr; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

private:
  const Token* tokens_ = nullptr;
  std::size_t count_ = 0;
  std::size_t at_ = 0;
  CursorToken cursor_;
};

/// Thrown where the tokens stop fitting the grammar; caught in grammar_parser.cpp and nowhere else.
/// It is no `antlr4::RecognitionException`, so that the generated handlers let it pass.
struct SyntaxFailure final : std::exception {};

class TreeBuildingParser;

/// What the generated code asks for a context of each rule that it enters. Nobody reads one.
struct NoContexts {
  template <class Context, class... Arguments>
  Context* createInstance(Arguments&&...) const {
    return nullptr;
  }
};

/// What the generated code asks for at decisions and errors: every error ends the parse.
class EndAtFirstError {
public:
  EndAtFirstError* operator->() { return this; }
  void sync(TreeBuildingParser* parser);
  void reportMatch(TreeBuildingParser*) {}
  [[noreturn]] void recoverInline(TreeBuildingParser* parser);
  template <class Exception>
  [[noreturn]] void reportError(TreeBuildingParser* parser, const Exception&) {
    recoverInline(parser);
  }
  template <class Exception>
  [[noreturn]] void recover(TreeBuildingParser* parser, const Exception&) {
    recoverInline(parser);
  }
};

/// The generated code, which derives from this class, finds the names that stand here before those of ANTLR's
/// classes and namespaces. So none of what it calls is virtual, and no object is made for a rule.
class TreeBuildingParser : public antlr4::Parser {
public:
  explicit TreeBuildingParser(antlr4::TokenStream* input)
      : antlr4::Parser(input), _input(static_cast<FlatTokenStream*>(input)) {}

  TreeBuilder builder;

  void enterRule(antlr4::ParserRuleContext*, std::size_t state, std::size_t rule) final {
    invoking_.push_back(state_);
    state_ = state;
    builder.open(static_cast<Rule>(rule), static_cast<std::uint32_t>(_input->index()));
  }
  void enterOuterAlt(antlr4::ParserRuleContext*, std::size_t) final {}
  void exitRule() {
    builder.close(static_cast<std::uint32_t>(_input->index()));
    state_ = invoking_.back();
    invoking_.pop_back();
  }
  [[nodiscard]] std::size_t getState() const final { return state_; }
  void setState(std::size_t state) { state_ = state; }
  antlr4::Token* consume() final {
    if (_input->kind() != antlr4::Token::EOF) _input->consume();
    return nullptr;
  }
  antlr4::Token* match(std::size_t type) final {
    if (_input->kind() != type) throw_failure();
    return consume();
  }
  /// In place of the exception of that name, of which the generated code throws one.
  [[noreturn]] SyntaxFailure NoViableAltException(TreeBuildingParser*) { throw_failure(); }
  /// Runs `last` when the rule is left, whichever way.
  template <class Last>
  static auto finally(Last last) {
    struct Guard {
      Last run;
      ~Guard() { run(); }
    };
    return Guard{last};
  }
  /// Ends the parse. What was expected is asked for only here, and only where somebody will read it.
  [[noreturn]] void throw_failure();

  /// The token index at which a parse is known to end, when somebody will read what was expected
  /// there; SIZE_MAX otherwise.
  std::size_t explain_at = SIZE_MAX;
  antlr4::misc::IntervalSet expected;
  std::vector<Rule> failed_rules;  ///< innermost first
  /// Called at every decision. LL(1) code leaves a loop or an option without a word; what it would
  /// have taken there is expected too.
  void at_decision() {
    if (_input->index() == explain_at) add_expected();
  }

protected:
  NoContexts _tracker;
  EndAtFirstError _errHandler;
  FlatTokenStream* _input;

private:
  void add_expected();

  std::size_t state_ = antlr4::atn::ATNState::INVALID_STATE_NUMBER;
  std::vector<std::size_t> invoking_;  // by open rule: the state in which it was entered
};

inline void EndAtFirstError::sync(TreeBuildingParser* parser) { parser->at_decision(); }
inline void EndAtFirstError::recoverInline(TreeBuildingParser* parser) { parser->throw_failure(); }

}  // namespace wain::syntax

// The grammar's `superClass` is looked up in the generated code's namespace.
namespace wain::generated {
using syntax::TreeBuildingParser;

}  // namespace wain::generated
