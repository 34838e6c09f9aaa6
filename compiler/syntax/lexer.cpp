#include "syntax/lexer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "syntax/unicode.h"

namespace wain::syntax {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a byte can begin or continue; everything beyond ASCII is asked of unicode.h.
enum ByteClass : std::uint8_t { None = 0, Letter = 1, Digit = 2, Space = 4, HighBit = 8 };
constexpr auto make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') classes[c] = Letter;
    if (c >= '0' && c <= '9') classes[c] = Digit;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') classes[c] = Space;
    if (c >= 0x80) classes[c] = HighBit;
  }
  return classes;
}
constexpr auto classes = make_classes();
std::uint8_t class_of(char c) { return classes[static_cast<unsigned char>(c)]; }

/// Words of the grammar by a perfect-enough hash: length and two characters.
class WordTable {
public:
  WordTable() {
#define WAIN_TOKEN(id, number, text) add(text, Tok::id);
#include "syntax/grammar_tables.inc"
    for (const std::string_view day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})
      add(day, Tok::Weekday);
  }
  [[nodiscard]] Tok find(std::string_view word) const {
    for (std::size_t i = hash(word); !words_[i].first.empty(); i = (i + 1) % words_.size())
      if (words_[i].first == word) return words_[i].second;
    return Tok::Name;
  }

private:
  static std::size_t hash(std::string_view w) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(w[i]); };
    return (w.size() * 67 + at(0) * 131 + at(w.size() / 2) * 31 + at(w.size() - 1) * 7) % 1024;
  }
  void add(std::string_view word, Tok kind) {
    if (word.empty() || (class_of(word[0]) & Letter) == 0) return;
    std::size_t i = hash(word);
    while (!words_[i].first.empty()) i = (i + 1) % words_.size();
    words_[i] = {word, kind};
  }
  std::array<std::pair<std::string_view, Tok>, 1024> words_{};
};

class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {
    buffer_.tokens.reserve(std::min<std::size_t>(text.size() / 5, 1U << 20) + 8);
  }

  TokenBuffer run() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = line_ = 3;
    while (skip_space(), at_ < text_.size()) scan_one();
    add(Tok::EndOfFile, at_);
    return std::move(buffer_);
  }

private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool digit_at(std::size_t i) const { return i < text_.size() && is_digit(text_[i]); }

  void skip_space() {
    while (at_ < text_.size() && (class_of(text_[at_]) & Space) != 0) {
      if (text_[at_] == '\n' || text_[at_] == '\r') {
        line_ = at_ + 1;
        fresh_line_ = true;
      }
      ++at_;
    }
  }

  void add(Tok kind, std::size_t end) {
    buffer_.tokens.push_back({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end), kind,
                              fresh_line_, at_ == line_, false});
    fresh_line_ = false;
    at_ = end;
  }
  void add_comment(Comment::Kind kind, std::size_t end) {
    buffer_.comments.push_back({static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end), kind});
    at_ = end;
  }

  void scan_one() {
    const char c = text_[at_];
    const std::uint8_t cls = class_of(c);
    if ((cls & Letter) != 0) return scan_word();
    if ((cls & Digit) != 0) return scan_number();
    if (c == '"') return scan_string();
    if (c == '/' && peek(1) == '/') return scan_line_comment();
    if (c == '/' && peek(1) == '*') return scan_block_comment();
    if ((cls & HighBit) != 0) {
      const Character character = decode(text_, at_);
      if (character.valid && starts_name(character.code_point)) return scan_word();
      return add(Tok::BadCharacter, at_ + character.length);
    }
    scan_punctuation(c);
  }

  /// The end of the characters from `i` on that may continue a name.
  [[nodiscard]] std::size_t name_end(std::size_t i) const {
    while (i < text_.size()) {
      const std::uint8_t cls = class_of(text_[i]);
      if ((cls & (Letter | Digit)) != 0) {
        ++i;
      } else if ((cls & HighBit) != 0) {
        const Character character = decode(text_, i);
        if (!character.valid || !continues_name(character.code_point)) break;
        i += character.length;
      } else {
        break;
      }
    }
    return i;
  }

  void scan_word() {
    static const WordTable words;
    const std::size_t end = name_end(at_);
    add(words.find(text_.substr(at_, end - at_)), end);
  }

  /// Digit+ ( '_' Digit+ )*
  [[nodiscard]] std::size_t digits_end(std::size_t i) const {
    while (digit_at(i) || (i < text_.size() && text_[i] == '_' && digit_at(i + 1))) ++i;
    return i;
  }
  [[nodiscard]] std::size_t number_end(std::size_t i) const {
    i = digits_end(i);
    return i < text_.size() && text_[i] == '.' && digit_at(i + 1) ? digits_end(i + 1) : i;
  }
  [[nodiscard]] bool is_date() const {
    static constexpr std::string_view shape = "dddd-dd-dd";
    for (std::size_t i = 0; i < shape.size(); ++i)
      if (shape[i] == 'd' ? !digit_at(at_ + i) : peek(i) != '-') return false;
    return true;
  }

  [[nodiscard]] bool alpha_at(std::size_t i) const {
    if (i >= text_.size()) return false;
    const Character character = decode(text_, i);
    return character.valid && is_alpha(character.code_point);
  }

  void scan_number() {
    if (is_date()) return add(Tok::Date, at_ + 10);
    std::size_t end = number_end(at_);
    if (end < text_.size() && text_[end] == '%') return add(Tok::Percent, end + 1);
    const bool underscore = end < text_.size() && text_[end] == '_';
    const bool two = underscore && end + 1 < text_.size() && text_[end + 1] == '_';
    if (!two && !alpha_at(underscore ? end + 1 : end))
      return add(underscore ? Tok::BadNumber : Tok::Number, underscore ? end + 1 : end);
    // Digits followed by letters are one token, scanned whole and then classified.
    end = name_end(end);
    while (end < text_.size() && text_[end] == '.' && digit_at(end + 1)) end = name_end(end + 1);
    add(classify(text_.substr(at_, end - at_)), end);
  }

  [[nodiscard]] static Tok classify(std::string_view word) {
    for (const std::string_view ordinal : {"1st", "2nd", "3rd", "4th", "5th"})
      if (word == ordinal) return Tok::Ordinal;
    return is_duration(word) ? Tok::Duration : Tok::BadNumber;
  }

  /// ( Number ( 's' | 'min' | 'h' | 'd' | 'w' ) )+
  [[nodiscard]] static bool is_duration(std::string_view word) {
    const Scanner inner(word, 0);
    std::size_t i = 0;
    while (i < word.size()) {
      if (!is_digit(word[i])) return false;
      i = inner.number_end(i);
      if (i >= word.size()) return false;
      if (word.substr(i).starts_with("min")) {
        i += 3;
      } else if (std::strchr("shdw", word[i]) != nullptr) {
        i += 1;
      } else {
        return false;
      }
    }
    return true;
  }
  Scanner(std::string_view text, int) : text_(text) {}

  void scan_string() {
    std::size_t i = at_ + 1;
    const auto line_ends = [&](std::size_t k) {
      return k >= text_.size() || text_[k] == '\n' || text_[k] == '\r';
    };
    while (!line_ends(i) && text_[i] != '"') {
      if (text_[i] == '\\' && !line_ends(i + 1)) ++i;
      ++i;
    }
    if (line_ends(i)) return add(Tok::UnterminatedString, std::min(i, text_.size()));
    add(Tok::String, i + 1);
  }

  void scan_line_comment() {
    const std::size_t end = std::min(text_.find_first_of("\r\n", at_), text_.size());
    add_comment(peek(2) == '/' ? Comment::Kind::Doc : Comment::Kind::Line, end);
  }
  void scan_block_comment() {
    const std::size_t close = text_.find("*/", at_ + 2);
    if (close == std::string_view::npos) return add(Tok::UnterminatedComment, text_.size());
    const std::string_view comment = text_.substr(at_, close + 2 - at_);
    const std::size_t newline = comment.find_last_of("\r\n");
    if (newline != std::string_view::npos) {
      line_ = at_ + newline + 1;
      fresh_line_ = true;
    }
    add_comment(Comment::Kind::Block, close + 2);
  }

  void scan_punctuation(char c) {
    const char next = peek(1);
    const auto one_or_two = [&](char second, Tok two, Tok one) {
      if (next == second) return add(two, at_ + 2);
      add(one, at_ + 1);
    };
    switch (c) {
      case '{': return add(Tok::Lbrace, at_ + 1);
      case '}': return add(Tok::Rbrace, at_ + 1);
      case '(': return add(Tok::Lparen, at_ + 1);
      case ')': return add(Tok::Rparen, at_ + 1);
      case ',': return add(Tok::Comma, at_ + 1);
      case ':': return add(Tok::Colon, at_ + 1);
      case '~': return add(Tok::Tilde, at_ + 1);
      case '|': return add(Tok::Bar, at_ + 1);
      case '+': return add(Tok::Plus, at_ + 1);
      case '*': return add(Tok::Star, at_ + 1);
      case '/': return add(Tok::Slash, at_ + 1);
      case '.': return one_or_two('.', Tok::Dotdot, Tok::Dot);
      case '-': return one_or_two('>', Tok::Arrow, Tok::Minus);
      case '=': return one_or_two('=', Tok::Eq, Tok::Assign);
      case '!': return one_or_two('=', Tok::Ne, Tok::BadCharacter);
      case '<': return one_or_two('=', Tok::Le, Tok::Lt);
      case '>': return one_or_two('=', Tok::Ge, Tok::Gt);
      default: return add(Tok::BadCharacter, at_ + 1);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;    // where the current line starts
  bool fresh_line_ = true;  // no token on it yet
  TokenBuffer buffer_;
};

}  // namespace

TokenBuffer scan(std::string_view text) { return Scanner(text).run(); }

}  // namespace wain::syntax
