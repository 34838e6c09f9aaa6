// From text to tokens that the parser can take: what is no token of the language is reported, and stands for
// what was meant where that is plain.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "syntax/lexer.h"
#include "syntax/parse.h"
#include "syntax/unicode.h"
#include "syntax/units.h"

namespace wain::syntax {
namespace {

/// Malformed tokens reported in one file.
constexpr std::uint32_t lexical_limit = 100;

/// Characters that people write, or a word processor puts in, for what the language spells otherwise.
struct Lookalike {
  std::string_view written, spelled;
  Tok kind;
};
constexpr Lookalike lookalikes[] = {
    {"→", "->", Tok::Arrow}, {"⇒", "->", Tok::Arrow}, {"≤", "<=", Tok::Le},
    {"≥", ">=", Tok::Ge},    {"≠", "!=", Tok::Ne},    {"−", "-", Tok::Minus},
    {"–", "-", Tok::Minus},  {"&", "and", Tok::And},  {"!", "not", Tok::Not},
};
/// Quotes that begin and end no text here.
constexpr std::string_view other_quotes[] = {"“", "”", "„", "«", "»", "‘", "’", "'"};

bool is_bad(const Token& token) { return token.kind >= Tok::BadNumber; }

/// Reports malformed tokens, gives those that stand for something the kind they meant, and takes
/// the others out.
class TokenCleaner {
public:
  TokenCleaner(FileId file, std::string_view text, TokenBuffer& buffer, Diagnostics& diagnostics)
      : file_(file), text_(text), buffer_(buffer), tokens_(buffer.tokens), diagnostics_(diagnostics) {}

  void run() {
    std::size_t in = 0;
    while (in < tokens_.size() && !is_bad(tokens_[in]) && !is_split_number(in)) ++in;
    if (in == tokens_.size()) return;
    out_ = in;
    while (in < tokens_.size()) {
      if (is_split_number(in)) {
        keep(joined_number(in));
        in += 2;
      } else if (const std::size_t end = end_of_quotes(in); end > in) {
        if (may_speak(span(in)))
          report_character(span(in)).help(Diag::NoteWriteNumber, {arg("suggestion", "\"")});
        for (; in < end; ++in) drop(tokens_[in]);
      } else {
        Token token = tokens_[in];
        if (is_bad(token) && !mend(token, in)) {
          drop(token);
        } else {
          keep(token);
        }
        ++in;
      }
    }
    tokens_.resize(out_);
  }

private:
  void keep(Token token) {
    token.beside_dropped = dropped_;
    dropped_ = false;
    // What is written never overtakes what is read.
    tokens_[out_++] = token;
  }
  void drop(const Token& token) {
    buffer_.comments.push_back({token.begin, token.end, Comment::Kind::Skipped});
    if (out_ > 0) tokens_[out_ - 1].beside_dropped = true;
    dropped_ = true;
  }

  [[nodiscard]] Span span(std::size_t i) const { return {file_, tokens_[i].begin, tokens_[i].end}; }
  [[nodiscard]] std::string_view text_of(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  bool may_speak(Span at) {
    if (reported_ >= lexical_limit) return false;
    if (++reported_ == lexical_limit)
      diagnostics_.report(Diag::TooManyErrors, at, {arg("limit", lexical_limit)});
    return true;
  }

  /// `12 min`, `5 %`: one value in two pieces.
  [[nodiscard]] bool is_split_number(std::size_t i) const {
    if (tokens_[i].kind != Tok::Number || i + 1 >= tokens_.size() || tokens_[i + 1].first_on_line)
      return false;
    const Token& next = tokens_[i + 1];
    if (next.kind == Tok::BadCharacter) return text_of(next) == "%";
    return next.kind == Tok::Name && unit_meant(text_of(next)).has_value();
  }
  Token joined_number(std::size_t i) {
    Token token = tokens_[i];
    const Token& unit = tokens_[i + 1];
    const bool percent = unit.kind == Tok::BadCharacter;
    const std::string number(text_of(token));
    token.end = unit.end;
    token.kind = percent ? Tok::Percent : Tok::Duration;
    token.broken = true;
    const Span place{file_, token.begin, token.end};
    if (may_speak(place)) {
      diagnostics_.report(Diag::BadNumber, place, {arg("text", text_of(token).substr(0, 40))})
          .help(Diag::NoteWriteNumber,
                {arg("suggestion", number + std::string(percent ? "%" : *unit_meant(text_of(unit))))});
    }
    return token;
  }

  /// Behind the last token of a text in other quotes that begins at `i`, on the same line; `i` if none does.
  [[nodiscard]] std::size_t end_of_quotes(std::size_t i) const {
    const auto quotes = [&](const Token& token) {
      return token.kind == Tok::BadCharacter && std::find(std::begin(other_quotes), std::end(other_quotes),
                                                          text_of(token)) != std::end(other_quotes);
    };
    if (!quotes(tokens_[i])) return i;
    for (std::size_t end = i + 1; end < tokens_.size() && !tokens_[end].first_on_line; ++end)
      if (quotes(tokens_[end])) return end + 1;
    return i;
  }

  /// Reports one malformed token; true if it stays, as what it stands for.
  bool mend(Token& token, std::size_t i) {
    const Span place = span(i);
    const bool continues_run =
        i > 0 && last_bad_ == token.kind && last_bad_end_ == token.begin && token.kind == Tok::BadCharacter;
    last_bad_ = token.kind;
    last_bad_end_ = token.end;
    const bool speak = !continues_run && may_speak(place);
    token.broken = true;
    switch (token.kind) {
      case Tok::BadNumber: {
        if (speak) report_number(place);
        const char last = text_[token.end - 1];
        const bool thousands = last == 'k' || last == 'K' || last == 'M' || last == '_';
        token.kind = thousands ? Tok::Number : Tok::Duration;
        return true;
      }
      case Tok::UnterminatedString:
        if (speak) diagnostics_.report(Diag::UnterminatedString, place).help(Diag::NoteCloseText);
        token.kind = Tok::String;
        return true;
      case Tok::UnterminatedComment:
        if (speak) diagnostics_.report(Diag::UnterminatedComment, {file_, token.begin, token.begin + 2});
        return false;
      default: return mend_character(token, speak, continues_run);
    }
  }

  bool mend_character(Token& token, bool speak, bool continues_run) {
    const Span place{file_, token.begin, token.end};
    const auto* const meant =
        std::find_if(std::begin(lookalikes), std::end(lookalikes),
                     [&](const Lookalike& one) { return one.written == text_of(token); });
    if (meant == std::end(lookalikes)) {
      if (speak) report_character(place);
      return false;
    }
    if (speak) report_character(place).help(Diag::NoteWriteNumber, {arg("suggestion", meant->spelled)});
    token.kind = meant->kind;
    // `10–20min`: what stands before is no value of its own.
    if (token.kind == Tok::Minus && out_ > 0) tokens_[out_ - 1].broken = true;
    return !continues_run;
  }

  void report_number(Span place) {
    const std::string_view text = text_.substr(place.begin, place.end - place.begin);
    auto message = diagnostics_.report(Diag::BadNumber, place, {arg("text", text.substr(0, 40))});
    const std::size_t digits = std::min(text.find_first_not_of("0123456789_."), text.size());
    const std::string number(text.substr(0, digits));
    const std::string_view unit = text.substr(digits);
    if (unit == "am" || unit == "pm") return void(message.help(Diag::NoteTimeOfDay));
    if (unit == "bd") {
      message.help(Diag::NoteWorkingDays,
                   {arg("hours", number.size() < 6 ? std::stoi("0" + number) * 8 : 40)});
      return;
    }
    std::optional<std::string_view> instead = unit_meant(unit);
    if (unit == "k" || unit == "K") instead = "_000";
    if (unit == "M") instead = "_000_000";
    if (!instead) return void(message.help(Diag::NoteDurationUnits));
    message.help(Diag::NoteWriteNumber, {arg("suggestion", number + std::string(*instead))});
  }

  Diagnostics::Builder report_character(Span place) {
    const Character c = decode(text_, place.begin);
    if (!c.valid) return diagnostics_.report(Diag::InvalidUtf8, place);
    const bool plain = c.code_point >= 0x20 && c.code_point < 0x7F;
    return diagnostics_.report(Diag::BadCharacter, place,
                               {arg("character", plain ? fmt::format("`{}`", static_cast<char>(c.code_point))
                                                       : fmt::format("U+{:04X}", c.code_point))});
  }

  FileId file_;
  std::string_view text_;
  TokenBuffer& buffer_;
  std::vector<Token>& tokens_;
  Diagnostics& diagnostics_;
  std::size_t out_ = 0;
  bool dropped_ = false;
  Tok last_bad_ = Tok::EndOfFile;
  std::uint32_t last_bad_end_ = 0;
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

/// The mark that begins a file of 16 bits a character: nothing in it can be read, and that is said once.
bool is_utf16(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

}  // namespace

TokenBuffer lex(const SourceManager& sources, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = sources.text(file);
  if (is_utf16(text)) {
    diagnostics.report(Diag::InvalidUtf8, {file, 0, 2});
    const auto end = static_cast<std::uint32_t>(text.size());
    return {{{end, end, Tok::EndOfFile}}, {{0, end, Comment::Kind::Skipped}}};
  }
  TokenBuffer buffer = scan(text);
  TokenCleaner(file, text, buffer, diagnostics).run();
  report_invalid_text(file, text, buffer, diagnostics);
  return buffer;
}

}  // namespace wain::syntax
