#include "syntax/word_order.h"

#include <algorithm>
#include <string>
#include <utility>

namespace wain::syntax {
namespace {

bool is_word(Tok kind) { return is_keyword(kind) || kind == Tok::Name || kind == Tok::Weekday; }

/// Looks for a slip of each kind around one failure.
class OrderSlips {
public:
  OrderSlips(std::string_view text, const std::vector<Token>& tokens, const Failure& failure)
      : text_(text), tokens_(tokens), failure_(failure), at_(failure.position) {}

  std::vector<Edit> find() && {
    if (exists(at_)) {
      type_first();
      statistic_without_marks();
      escalation_backwards();
      other_range();
      for (const std::uint32_t i : {at_, at_ - 1}) clock_behind(i);
    }
    return std::move(edits_);
  }

private:
  [[nodiscard]] bool exists(std::uint32_t i) const { return i < tokens_.size(); }
  [[nodiscard]] const Token& token(std::uint32_t i) const { return tokens_[i]; }
  [[nodiscard]] bool is_expected(Tok kind) const {
    return std::find(failure_.expected.begin(), failure_.expected.end(), kind) != failure_.expected.end();
  }
  [[nodiscard]] bool is(std::uint32_t i, Tok kind) const { return exists(i) && token(i).kind == kind; }
  [[nodiscard]] std::string words(std::uint32_t first, std::uint32_t end) const {
    return std::string(text_.substr(token(first).begin, token(end - 1).end - token(first).begin));
  }
  /// Behind the name at `i` with all that qualifies it; `i` if there is none.
  [[nodiscard]] std::uint32_t name_end(std::uint32_t i) const {
    if (!exists(i) || !is_word(token(i).kind)) return i;
    for (++i; is(i, Tok::Dot) && exists(i + 1) && is_word(token(i + 1).kind);) i += 2;
    return i;
  }
  /// A token that the text does not have, at the beginning of token `i` or at the end of it.
  [[nodiscard]] Token unwritten(Tok kind, std::uint32_t i, bool at_end = false) const {
    const std::uint32_t place = at_end ? token(i).end : token(i).begin;
    Token made{place, place, kind};
    made.broken = true;
    return made;
  }
  [[nodiscard]] Token broken(std::uint32_t i) const {
    Token kept = token(i);
    kept.broken = true;
    return kept;
  }
  void rewrite(std::uint32_t at, std::uint32_t length, Tok expected, std::vector<Token> instead,
               std::string suggestion) {
    Edit edit{Edit::Kind::Rewrite, at, expected, 1};
    edit.instead = std::move(instead);
    edit.length = length;
    edit.suggestion = std::move(suggestion);
    edits_.push_back(std::move(edit));
  }

  /// `(Claim claim)`
  void type_first() {
    const bool listed = is(at_ - 2, Tok::Lparen) || is(at_ - 2, Tok::Comma);
    if (!listed || !is_expected(Tok::Colon)) return;
    if (!is_word(token(at_ - 1).kind) || !is_word(token(at_).kind)) return;
    rewrite(at_, 1, Tok::Colon, {unwritten(Tok::Colon, at_ - 1, true), broken(at_)},
            words(at_, at_ + 1) + ": " + words(at_ - 1, at_));
  }
  /// `p90 cycle_time`
  void statistic_without_marks() {
    const std::uint32_t end = name_end(at_);
    if (end == at_ || token(at_).first_on_line || !is_expected(Tok::Lparen)) return;
    std::vector<Token> instead{unwritten(Tok::Lparen, at_)};
    instead.insert(instead.end(), tokens_.begin() + at_, tokens_.begin() + end);
    instead.push_back(unwritten(Tok::Rparen, end - 1, true));
    rewrite(at_, end - at_, Tok::Lparen, std::move(instead),
            words(at_ - 1, at_) + "(" + words(at_, end) + ")");
  }
  /// `escalates to ACTOR after D`
  void escalation_backwards() {
    if (!is(at_, Tok::To) || !is(at_ - 1, Tok::Escalates)) return;
    const std::uint32_t end = name_end(at_ + 1);
    if (end == at_ + 1 || !is(end, Tok::After) || !is(end + 1, Tok::Duration)) return;
    std::vector<Token> instead{unwritten(Tok::After, at_), unwritten(Tok::Duration, at_)};
    instead.insert(instead.end(), tokens_.begin() + at_, tokens_.begin() + end);
    rewrite(at_, end + 2 - at_, Tok::After, std::move(instead),
            "escalates " + words(end, end + 2) + " " + words(at_, end));
  }
  /// `Mon-Fri`, `2026-12-24 to 2026-12-26`
  void other_range() {
    if (!is(at_, Tok::Minus) && !is(at_, Tok::To)) return;
    const bool days = is(at_ - 1, Tok::Weekday) || is(at_ - 1, Tok::Date);
    if (!days || !is(at_ + 1, token(at_ - 1).kind)) return;
    rewrite(at_, 1, Tok::Dotdot, {unwritten(Tok::Dotdot, at_)},
            words(at_ - 1, at_) + ".." + words(at_ + 1, at_ + 2));
  }
  /// `rejects after D -> T`, `approves after D`
  void clock_behind(std::uint32_t i) {
    if (!is(i, Tok::Rejects) && !is(i, Tok::Approves)) return;
    if (!is(i + 1, Tok::After) || !is(i + 2, Tok::Duration)) return;
    std::string order = words(i + 1, i + 3) + " " + words(i, i + 1);
    std::vector<Token> instead{unwritten(Tok::After, i), unwritten(Tok::Duration, i), broken(i)};
    if (is(i, Tok::Rejects)) {
      order += " -> …";
      for (const Tok kind : {Tok::Arrow, Tok::End, Tok::Name}) {
        if (!is(i + 3, Tok::Arrow)) instead.push_back(unwritten(kind, i, true));
      }
    }
    rewrite(i, 3, Tok::After, std::move(instead), std::move(order));
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const Failure& failure_;
  std::uint32_t at_;
  std::vector<Edit> edits_;
};

}  // namespace

std::vector<Edit> other_orders(std::string_view text, const std::vector<Token>& tokens,
                               const Failure& failure) {
  return OrderSlips(text, tokens, failure).find();
}

}  // namespace wain::syntax
