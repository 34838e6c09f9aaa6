#include "syntax/reference/reference.h"

#include <WainLexer.h>
#include <WainParser.h>
#include <antlr4-runtime.h>
#include <fmt/format.h>

namespace wain::syntax {
namespace {

/// Byte offset of every code point of a valid UTF-8 text, and of its end.
std::vector<std::uint32_t> code_point_offsets(std::string_view text) {
  std::vector<std::uint32_t> offsets;
  for (std::uint32_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) offsets.push_back(i);
  offsets.push_back(static_cast<std::uint32_t>(text.size()));
  return offsets;
}

class Reports final : public antlr4::BaseErrorListener {
public:
  std::vector<std::string> list;

  void syntaxError(antlr4::Recognizer*, antlr4::Token*, std::size_t line, std::size_t column,
                   const std::string& message, std::exception_ptr) override {
    list.push_back(fmt::format("{}:{}: {}", line, column, message));
  }
  void reportAmbiguity(antlr4::Parser* parser, const antlr4::dfa::DFA& dfa, std::size_t start, std::size_t,
                       bool, const antlrcpp::BitSet&, antlr4::atn::ATNConfigSet*) override {
    add("ambiguity", parser, dfa, start);
  }
  void reportAttemptingFullContext(antlr4::Parser* parser, const antlr4::dfa::DFA& dfa, std::size_t start,
                                   std::size_t, const antlrcpp::BitSet&,
                                   antlr4::atn::ATNConfigSet*) override {
    add("full context", parser, dfa, start);
  }
  void reportContextSensitivity(antlr4::Parser* parser, const antlr4::dfa::DFA& dfa, std::size_t start,
                                std::size_t, std::size_t, antlr4::atn::ATNConfigSet*) override {
    add("context sensitivity", parser, dfa, start);
  }

private:
  void add(std::string_view what, antlr4::Parser* parser, const antlr4::dfa::DFA& dfa, std::size_t start) {
    const std::size_t rule = dfa.atnStartState->ruleIndex;
    list.push_back(fmt::format("{} in rule {}, decision {}, at token {}", what, parser->getRuleNames()[rule],
                               dfa.decision, start));
  }
};

}  // namespace

TokenBuffer scan_by_grammar(std::string_view text) {
  const std::vector<std::uint32_t> offsets = code_point_offsets(text);
  // ANTLR's stream swallows a byte order mark; its indices then start behind it.
  const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 1 : 0;
  antlr4::ANTLRInputStream input{std::string(text)};
  generated::WainLexer lexer(&input);
  lexer.removeErrorListeners();
  TokenBuffer buffer;
  while (true) {
    const std::unique_ptr<antlr4::Token> token = lexer.nextToken();
    if (token->getType() == antlr4::Token::EOF) break;
    const auto kind = static_cast<Tok>(token->getType());
    const std::uint32_t begin = offsets[token->getStartIndex() + mark];
    const std::uint32_t end = offsets[token->getStopIndex() + 1 + mark];
    switch (kind) {
      case Tok::Whitespace: break;
      case Tok::DocComment: buffer.comments.push_back({begin, end, Comment::Kind::Doc}); break;
      case Tok::LineComment: buffer.comments.push_back({begin, end, Comment::Kind::Line}); break;
      case Tok::BlockComment: buffer.comments.push_back({begin, end, Comment::Kind::Block}); break;
      default: buffer.tokens.push_back({begin, end, kind});
    }
  }
  const auto end = static_cast<std::uint32_t>(text.size());
  buffer.tokens.push_back({end, end, Tok::EndOfFile});
  return buffer;
}

std::vector<std::string> prediction_reports(std::string_view text) {
  antlr4::ANTLRInputStream input{std::string(text)};
  generated::WainLexer lexer(&input);
  antlr4::CommonTokenStream tokens(&lexer);
  FlatTokenStream unused;
  generated::WainParser grammar(&unused);
  antlr4::ParserInterpreter parser("WainParser.g4", grammar.getVocabulary(), grammar.getRuleNames(),
                                   grammar.getATN(), &tokens);
  Reports reports;
  parser.removeErrorListeners();
  parser.addErrorListener(&reports);
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
      antlr4::atn::PredictionMode::LL_EXACT_AMBIG_DETECTION);
  parser.parse(generated::WainParser::RuleFile);
  return reports.list;
}

}  // namespace wain::syntax
