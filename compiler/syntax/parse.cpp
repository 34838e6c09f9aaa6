#include "syntax/parse.h"

#include <algorithm>
#include <string>

#include "syntax/grammar_parser.h"
#include "syntax/recovery.h"

namespace wain::syntax {
namespace {

/// Brackets deeper than this are one message; the language says so, and the parser's stack is safe.
constexpr std::uint32_t nesting_limit = 200;

bool opens(Tok kind) { return kind == Tok::Lbrace || kind == Tok::Lparen; }
bool closes(Tok kind) { return kind == Tok::Rbrace || kind == Tok::Rparen; }
bool anchors_declaration(const Token& token) { return token.column_one && starts_declaration(token.kind); }

/// Parses a whole file, declaration by declaration.
class FileParser {
public:
  /// `reported_before`: how many diagnostics there were before this file was lexed.
  FileParser(Tree& tree, Diagnostics& diagnostics, std::size_t reported_before)
      : tree_(tree),
        tokens_(tree.buffer.tokens),
        diagnostics_(diagnostics),
        reported_before_(reported_before) {}

  void run() {
    limit_nesting();
    if (tokens_.size() == 1 && diagnostics_.size() == reported_before_)
      diagnostics_.report(Diag::EmptyFile, {tree_.file, 0, 0});
    tree_.nodes.reserve(2 * tokens_.size());  // seldom too few; what is not used is never touched
    tree_.nodes.push_back({Rule::File, false, 0, 0, 1});
    std::uint32_t at = 0;
    while (tokens_[at].kind != Tok::EndOfFile) {
      const auto node = static_cast<std::uint32_t>(tree_.nodes.size());
      const std::uint32_t taken = parser_.parse_declaration(&tokens_[at], rest(at), at, tree_.nodes);
      if (taken == 0) {
        at = recover(at);
        continue;
      }
      last_token_ = at;
      last_node_ = node;
      at += taken;
    }
    tree_.nodes[0].end_token = at;
    tree_.nodes[0].size = static_cast<std::uint32_t>(tree_.nodes.size());
    mark_errors();
  }

private:
  [[nodiscard]] std::size_t rest(std::uint32_t at) const { return tokens_.size() - 1 - at; }

  /// Takes out every declaration that nests too deep, with one message.
  void limit_nesting() {
    std::uint32_t depth = 0;
    std::size_t declaration = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (anchors_declaration(tokens_[i])) {
        declaration = i;
        depth = 0;
      }
      if (closes(tokens_[i].kind) && depth > 0) --depth;
      if (!opens(tokens_[i].kind) || ++depth <= nesting_limit) continue;
      diagnostics_.report(Diag::TooDeep, {tree_.file, tokens_[i].begin, tokens_[i].end},
                          {arg("limit", nesting_limit)});
      std::size_t end = i;
      while (tokens_[end].kind != Tok::EndOfFile && !anchors_declaration(tokens_[end])) ++end;
      tree_.buffer.comments.push_back(
          {tokens_[declaration].begin, tokens_[end - 1].end, Comment::Kind::Skipped});
      tokens_.erase(tokens_.begin() + static_cast<std::ptrdiff_t>(declaration),
                    tokens_.begin() + static_cast<std::ptrdiff_t>(end));
      i = declaration;
      depth = 0;
    }
  }

  /// Mends from the declaration at `at` (or, if nothing starts there, from the one before, whose
  /// tail this may be) to the next declaration keyword in column 1. Gives where to go on.
  std::uint32_t recover(std::uint32_t at) {
    std::uint32_t begin = at;
    if (!starts_declaration(tokens_[at].kind) && last_token_ != UINT32_MAX) {
      begin = last_token_;
      tree_.nodes.resize(last_node_);
    }
    last_token_ = UINT32_MAX;
    std::uint32_t end = at + 1;
    while (tokens_[end].kind != Tok::EndOfFile && !anchors_declaration(tokens_[end])) ++end;
    if (tokens_[at].kind == Tok::EndOfFile) end = at;
    std::vector<Token> mended =
        mend(parser_, tree_.file, tree_.text, {tokens_.begin() + begin, tokens_.begin() + end}, budget_,
             diagnostics_, tree_.buffer.comments);
    parser_.parse_all(mended.data(), mended.size(), begin, tree_.nodes);
    const auto size = static_cast<std::uint32_t>(mended.size());
    tokens_.erase(tokens_.begin() + begin, tokens_.begin() + end);
    tokens_.insert(tokens_.begin() + begin, mended.begin(), mended.end());
    return begin + size;
  }

  void mark_errors() {
    std::vector<std::uint32_t> before(tokens_.size() + 1, 0);
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      before[i + 1] = before[i] + (tokens_[i].broken || tokens_[i].beside_dropped ? 1 : 0);
    if (before.back() == 0) return;
    for (Node& node : tree_.nodes) node.has_error = before[node.end_token] > before[node.first_token];
  }

  Tree& tree_;
  std::vector<Token>& tokens_;
  Diagnostics& diagnostics_;
  std::size_t reported_before_;
  GrammarParser parser_;
  RecoveryBudget budget_;
  std::uint32_t last_token_ = UINT32_MAX;  // where the declaration before starts
  std::uint32_t last_node_ = 0;
};

}  // namespace

Tree parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  Tree tree;
  const std::size_t reported_before = diagnostics.size();
  tree.file = file;
  tree.text = sources.text(file);
  tree.buffer = lex(sources, file, diagnostics);
  FileParser(tree, diagnostics, reported_before).run();
  const auto by_place = [](const Comment& a, const Comment& b) { return a.begin < b.begin; };
  std::stable_sort(tree.buffer.comments.begin(), tree.buffer.comments.end(), by_place);
  return tree;
}

}  // namespace wain::syntax
