#include "syntax/parse.h"

#include <algorithm>
#include <string>

#include "syntax/grammar_parser.h"
#include "syntax/lexer.h"
#include "syntax/recovery.h"
#include "syntax/unicode.h"

namespace wain::syntax {
namespace {

/// Brackets deeper than this are one message; the language says so, and the parser's stack is safe.
constexpr std::uint32_t nesting_limit = 200;
/// Malformed tokens reported in one file.
constexpr std::uint32_t lexical_limit = 100;

/// Reports malformed tokens, gives those that stand for something the kind they meant, and takes
/// the others out.
class TokenCleaner {
public:
  TokenCleaner(FileId file, std::string_view text, TokenBuffer& buffer, Diagnostics& diagnostics)
      : file_(file), text_(text), buffer_(buffer), diagnostics_(diagnostics) {}

  void run() {
    auto& tokens = buffer_.tokens;
    const auto bad = [](const Token& t) { return t.kind >= Tok::BadNumber; };
    auto first = std::find_if(tokens.begin(), tokens.end(), bad);
    if (first == tokens.end()) return;
    auto out = first;
    bool dropped = false;
    for (auto in = first; in != tokens.end(); ++in) {
      Token token = *in;
      const bool keep = !bad(token) || mend(token, in == tokens.begin() ? nullptr : &*(in - 1));
      if (!keep) {
        buffer_.comments.push_back({token.begin, token.end, Comment::Kind::Skipped});
        if (out != tokens.begin()) (out - 1)->beside_dropped = true;
        dropped = true;
        continue;
      }
      token.beside_dropped = dropped;
      dropped = false;
      *out++ = token;
    }
    tokens.erase(out, tokens.end());
  }

private:
  /// Reports one malformed token; true if it stays, as what it stands for.
  bool mend(Token& token, const Token* previous) {
    const Span span{file_, token.begin, token.end};
    const bool continues_run =
        previous != nullptr && previous->kind == token.kind && previous->end == token.begin;
    const bool speak = !continues_run && reported_ < lexical_limit;
    if (speak && ++reported_ == lexical_limit)
      diagnostics_.report(Diag::TooManyErrors, span, {arg("limit", lexical_limit)});
    token.broken = true;
    switch (token.kind) {
      case Tok::BadNumber: {
        if (speak) report_number(span);
        const char last = text_[token.end - 1];
        const bool thousands = last == 'k' || last == 'K' || last == 'M' || last == '_';
        token.kind = thousands ? Tok::Number : Tok::Duration;
        return true;
      }
      case Tok::UnterminatedString:
        if (speak) diagnostics_.report(Diag::UnterminatedString, span).help(Diag::NoteCloseText);
        token.kind = Tok::String;
        return true;
      case Tok::UnterminatedComment:
        if (speak) diagnostics_.report(Diag::UnterminatedComment, {file_, token.begin, token.begin + 2});
        return false;
      default:
        if (speak) report_character(span);
        return false;
    }
  }

  void report_number(Span span) {
    const std::string_view text = text_.substr(span.begin, span.end - span.begin);
    auto message = diagnostics_.report(Diag::BadNumber, span, {arg("text", text.substr(0, 40))});
    const std::size_t digits = std::min(text.find_first_not_of("0123456789_."), text.size());
    const std::string number(text.substr(0, digits));
    const std::string_view unit = text.substr(digits);
    static constexpr std::pair<std::string_view, std::string_view> meant[] = {
        {"sec", "s"},    {"secs", "s"},     {"second", "s"},    {"seconds", "s"}, {"m", "min"},
        {"mins", "min"}, {"minute", "min"}, {"minutes", "min"}, {"hr", "h"},      {"hrs", "h"},
        {"hour", "h"},   {"hours", "h"},    {"day", "d"},       {"days", "d"},    {"wk", "w"},
        {"week", "w"},   {"weeks", "w"},    {"k", "_000"},      {"K", "_000"},    {"M", "_000_000"}};
    if (unit == "am" || unit == "pm") return void(message.help(Diag::NoteTimeOfDay));
    if (unit == "bd") {
      message.help(Diag::NoteWorkingDays,
                   {arg("hours", number.size() < 6 ? std::stoi("0" + number) * 8 : 40)});
      return;
    }
    for (const auto& [word, instead] : meant)
      if (unit == word)
        return void(message.help(Diag::NoteWriteNumber, {arg("suggestion", number + std::string(instead))}));
    message.help(Diag::NoteDurationUnits);
  }

  void report_character(Span span) {
    const Character c = decode(text_, span.begin);
    if (!c.valid) {
      diagnostics_.report(Diag::InvalidUtf8, span);
    } else if (c.code_point < 0x20 || c.code_point == 0x7F || c.code_point > 0x7E) {
      diagnostics_.report(Diag::BadCharacter, span,
                          {arg("character", fmt::format("U+{:04X}", c.code_point))});
    } else {
      diagnostics_.report(Diag::BadCharacter, span,
                          {arg("character", fmt::format("`{}`", static_cast<char>(c.code_point)))});
    }
  }

  FileId file_;
  std::string_view text_;
  TokenBuffer& buffer_;
  Diagnostics& diagnostics_;
  std::uint32_t reported_ = 0;
};

/// Bytes that are no UTF-8 inside a text or a comment: the first of a file is reported. (Outside of them
/// they are malformed tokens.)
void report_invalid_text(FileId file, std::string_view text, const TokenBuffer& buffer,
                         Diagnostics& diagnostics) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) return;
  std::uint32_t first = UINT32_MAX;
  const auto look = [&](std::uint32_t begin, std::uint32_t end) {
    while (begin < end && begin < first) {
      const Character c = decode(text, begin);
      if (!c.valid) first = begin;
      begin += c.length;
    }
  };
  for (const Token& token : buffer.tokens)
    if (token.kind == Tok::String) look(token.begin, token.end);
  for (const Comment& comment : buffer.comments)
    if (comment.kind != Comment::Kind::Skipped) look(comment.begin, comment.end);
  if (first != UINT32_MAX) diagnostics.report(Diag::InvalidUtf8, {file, first, first + 1});
}

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

TokenBuffer lex(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.text(file);
  TokenBuffer buffer = scan(text);
  TokenCleaner(file, text, buffer, diagnostics).run();
  report_invalid_text(file, text, buffer, diagnostics);
  return buffer;
}

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
