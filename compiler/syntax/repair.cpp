#include "syntax/repair.h"

#include <algorithm>

#include "diagnostics/nearest_name.h"
#include "syntax/word_order.h"

namespace wain::syntax {
namespace {

constexpr std::uint32_t none = UINT32_MAX;
/// The cost of putting in a word that looks like what is there.
constexpr std::uint8_t similar_cost = 2;

bool is_word(Tok kind) { return is_keyword(kind) || kind == Tok::Name || kind == Tok::Weekday; }

bool has(const std::vector<Tok>& kinds, Tok kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string_view text_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

bool is_comparison(Tok kind) { return kind >= Tok::Eq && kind <= Tok::Gt; }
bool is_brace(Tok kind) { return kind == Tok::Lbrace || kind == Tok::Rbrace; }
/// `EUR`, `USD`: three capital letters.
bool is_currency(std::string_view word) {
  return word.size() == 3 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}
/// What carries an expression or a qualified name on; seldom what is missing.
bool is_operator(Tok kind) { return kind == Tok::Dot || (kind >= Tok::Eq && kind <= Tok::Slash); }

/// What indentation says about braces that do not match.
class BraceDoctor {
public:
  BraceDoctor(std::string_view text, const std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  std::vector<Edit> examine() {
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.first_on_line) look_at_line_start(i);
      if (token.kind == Tok::Lbrace) open_.push_back({i, indent_});
      if (token.kind == Tok::Rbrace) close(i);
    }
    const auto end = static_cast<std::uint32_t>(tokens_.size());
    if (!open_.empty()) suggest_close(end, open_.back().at);
    return std::move(edits_);
  }

private:
  struct Open {
    std::uint32_t at;
    std::uint32_t indent;
  };

  void look_at_line_start(std::uint32_t i) {
    const std::size_t newline = text_.find_last_of("\r\n", tokens_[i].begin == 0 ? 0 : tokens_[i].begin - 1);
    indent_ =
        tokens_[i].begin - static_cast<std::uint32_t>(newline == std::string_view::npos ? 0 : newline + 1);
    // A line no deeper than the one that opened the block, and not its end: the end is missing.
    while (!open_.empty() && (tokens_[i].kind == Tok::Rbrace ? indent_ < open_.back().indent
                                                             : indent_ <= open_.back().indent)) {
      suggest_close(i, open_.back().at);
      open_.pop_back();
    }
  }
  void close(std::uint32_t i) {
    const bool misplaced = !open_.empty() && tokens_[i].first_on_line && indent_ > open_.back().indent;
    if (open_.empty() || misplaced) {
      edits_.push_back({Edit::Kind::Delete, i, Tok::Rbrace, 1, none});
    } else {
      open_.pop_back();
    }
  }
  void suggest_close(std::uint32_t before, std::uint32_t opener) {
    edits_.push_back({Edit::Kind::Insert, before, Tok::Rbrace, 1, opener});
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  std::vector<Open> open_;
  std::vector<Edit> edits_;
  std::uint32_t indent_ = 0;
};

bool balanced(const std::vector<Token>& tokens) {
  std::int64_t depth = 0;
  for (const Token& token : tokens) {
    if (token.kind == Tok::Lbrace) ++depth;
    if (token.kind == Tok::Rbrace && --depth < 0) return false;
  }
  return depth == 0;
}

/// Collects the candidates at and shortly before one failure.
class Candidates {
public:
  Candidates(std::string_view text, const std::vector<Token>& tokens, const Failure& failure)
      : text_(text), tokens_(tokens), failure_(failure), at_(failure.position) {
    const auto& expected = failure.expected;
    // Where a name is expected, every word of the language fits: only the name is meant.
    name_expected_ = has(expected, Tok::Name) && has(expected, Tok::Import);
    for (const Tok kind : expected) {
      if (kind == Tok::EndOfFile) continue;
      if (!is_word(kind) || kind == Tok::Name) {
        marks_.push_back(kind);
      } else if (!name_expected_ && kind != Tok::Weekday) {
        words_.push_back(kind);
      }
    }
  }

  std::vector<Edit> collect() {
    if (!balanced(tokens_)) edits_ = BraceDoctor(text_, tokens_).examine();
    by_layout();
    if (std::find(failure_.rules.begin(), failure_.rules.end(), Rule::RecordDecl) != failure_.rules.end()) {
      record_lines();
      record_marks();
    }
    taken_for_currency();
    pairs();
    for (Edit& edit : other_orders(text_, tokens_, failure_)) edits_.push_back(std::move(edit));
    if (exists(at_) && text_of(text_, token(at_)) == "then") remove(at_, 2);
    doubled();
    swallowed_keyword();
    misspelt();
    insertions();
    replacements();
    deletions();
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.cost < b.cost; });
    return std::move(edits_);
  }

private:
  [[nodiscard]] bool exists(std::uint32_t i) const { return i < tokens_.size(); }
  [[nodiscard]] const Token& token(std::uint32_t i) const { return tokens_[i]; }
  void insert(std::uint32_t at, Tok kind, std::uint8_t cost) {
    const std::uint32_t opener = kind == Tok::Rbrace ? open_brace_at(tokens_, at) : none;
    edits_.push_back({Edit::Kind::Insert, at, kind, cost, opener});
  }
  void remove(std::uint32_t at, std::uint8_t cost) {
    if (exists(at)) edits_.push_back({Edit::Kind::Delete, at, Tok::Name, cost, none});
  }
  void replace(std::uint32_t at, Tok kind, std::uint8_t cost) {
    if (exists(at)) edits_.push_back({Edit::Kind::Replace, at, kind, cost, none});
  }

  /// Rule 1: a keyword first on its line was taken for the name that is missing before it.
  void by_layout() {
    for (const std::uint32_t i : {at_, at_ - 1})
      if (exists(i) && token(i).first_on_line && is_keyword(token(i).kind)) insert(i, Tok::Name, 1);
    // Rule 3: a property where a statement should be lacks the `{` before it.
    if (exists(at_) && starts_property(token(at_).kind)) insert(at_, Tok::Lbrace, 2);
  }
  /// Fields have no keyword to hold on to: one word too few or too many shifts all that follow. But
  /// people write a field a line; the line that is no whole field is the one to mend.
  void record_lines() {
    const std::uint32_t open =
        open_brace_at(tokens_, std::min(at_, static_cast<std::uint32_t>(tokens_.size())));
    if (open == none) return;
    std::uint32_t first = open + 1;
    while (exists(first) && token(first).kind != Tok::Rbrace) {
      std::uint32_t end = first + 1;
      while (exists(end) && !token(end).first_on_line && token(end).kind != Tok::Rbrace) ++end;
      record_line(first, end);
      first = end;
    }
  }
  void record_line(std::uint32_t first, std::uint32_t end) {
    for (std::uint32_t i = first + 1; i < end; ++i)
      if (token(i).kind == token(i - 1).kind && text_of(text_, token(i)) == text_of(text_, token(i - 1)))
        remove(i, 2);
    // A name and a type: `money X`, `a | b` and `list of X` are one type, `"title"` belongs to the name.
    std::uint32_t words = 0;
    for (std::uint32_t i = first; i < end; ++i) {
      const bool joined = i > first && (token(i - 1).kind == Tok::Money || token(i - 1).kind == Tok::Bar ||
                                        token(i - 1).kind == Tok::Of || token(i - 1).kind == Tok::List);
      if (is_word(token(i).kind) && !joined) ++words;
    }
    if (words != 1) return;
    const bool type_alone = end - first > 1 || token(first).kind == Tok::Money;
    insert(type_alone ? first : end, Tok::Name, 2);
    insert(type_alone ? end : first, Tok::Name, 3);
  }
  /// `amount: money EUR, kind motor, home`: the marks of other languages between names, types and fields.
  void record_marks() {
    if (!exists(at_) || !exists(at_ - 1)) return;
    const Tok kind = token(at_).kind;
    static constexpr std::string_view whole_types[] = {"bool",     "int",  "number", "ratio",
                                                       "duration", "text", "date"};
    const bool whole = std::find(std::begin(whole_types), std::end(whole_types),
                                 text_of(text_, token(at_ - 1))) != std::end(whole_types);
    if (kind == Tok::Comma && !whole && has(failure_.expected, Tok::Bar)) replace(at_, Tok::Bar, 1);
    if (kind == Tok::Comma || kind == Tok::Colon || kind == Tok::Assign) remove(at_, 1);
  }
  /// Any word behind a number or `money` is read as a currency: also the misspelt one that follows a number,
  /// and the one that follows a currency left out.
  void taken_for_currency() {
    if (exists(at_ - 1) && exists(at_ - 2) && token(at_ - 2).kind == Tok::Number &&
        token(at_ - 1).kind == Tok::Name && !is_currency(text_of(text_, token(at_ - 1)))) {
      std::vector<Tok> properties;
      for (int kind = 0; kind < static_cast<int>(Tok::BadNumber); ++kind)
        if (starts_property(static_cast<Tok>(kind))) properties.push_back(static_cast<Tok>(kind));
      if (const auto word = similar_word(text_of(text_, token(at_ - 1)), properties))
        replace(at_ - 1, *word, similar_cost);
    }
    for (const std::uint32_t i : {at_ - 1, at_ - 2, at_ - 3})
      if (exists(i) && exists(i - 1) && token(i - 1).kind == Tok::Money && is_word(token(i).kind) &&
          !is_currency(text_of(text_, token(i))))
        insert(i, Tok::Name, 1);
  }
  /// Two words that are left out together.
  void pairs() {
    const bool ends_here = exists(at_) && (is_brace(token(at_).kind) ||
                                           (token(at_).first_on_line && is_keyword(token(at_).kind)));
    const auto insert_pair = [&](Tok first, Tok second, std::uint8_t cost) {
      edits_.push_back({Edit::Kind::Insert, at_, first, cost, none, second});
    };
    if (ends_here && has(failure_.expected, Tok::Colon) && token(at_).kind != Tok::Lbrace)
      insert_pair(Tok::Colon, Tok::Name, 3);
    if (ends_here && has(failure_.expected, Tok::By)) insert_pair(Tok::By, Tok::Name, 3);
    if (exists(at_) && exists(at_ - 1) && token(at_).kind == Tok::To && token(at_ - 1).kind == Tok::Escalates)
      insert_pair(Tok::After, Tok::Duration, 2);
  }
  void doubled() {
    const auto same = [&](std::uint32_t i, std::uint32_t j) {
      return exists(i) && exists(j) && token(i).kind == token(j).kind &&
             text_of(text_, token(i)) == text_of(text_, token(j));
    };
    if (same(at_, at_ - 1)) remove(at_, 1);
    if (same(at_ - 1, at_ - 2)) remove(at_ - 1, 1);
  }
  /// `step by Clerk`: `by` was taken for the name.
  void swallowed_keyword() {
    if (exists(at_ - 1) && is_keyword(token(at_ - 1).kind) && has(failure_.expected, token(at_ - 1).kind))
      insert(at_ - 1, Tok::Name, 2);
    if (exists(at_ - 1) && is_keyword(token(at_ - 1).kind)) insert(at_ - 1, Tok::Name, 6);
  }
  void misspelt() {
    if (exists(at_) && is_comparison(token(at_).kind) && has(words_, Tok::And)) replace(at_, Tok::And, 2);
    if (!exists(at_) || !is_word(token(at_).kind)) return;
    if (has(failure_.expected, Tok::Weekday) && weekday_in(text_of(text_, token(at_))))
      replace(at_, Tok::Weekday, 2);
    if (const auto word = similar_word(text_of(text_, token(at_)), words_)) replace(at_, *word, similar_cost);
  }
  void insertions() {
    for (const Tok kind : marks_) insert(at_, kind, kind == Tok::Name ? 3 : is_operator(kind) ? 6 : 4);
    const bool few = words_.size() <= 3;
    const bool starts_line = exists(at_) && token(at_).first_on_line && token(at_).kind == Tok::Name;
    for (const Tok kind : words_) insert(at_, kind, few || starts_line ? 4 : 8);
    insert(at_, Tok::Lbrace, 7);
    insert(at_, Tok::Rbrace, 7);
    for (const Tok kind : {Tok::Comma, Tok::Colon, Tok::Arrow, Tok::Name}) insert(at_ - 1, kind, 9);
  }
  void replacements() {
    // A brace is what all that follows hangs on, and hardly ever a slip for a comma.
    const bool brace = exists(at_) && is_brace(token(at_).kind);
    for (const Tok kind : marks_)
      if (!brace || is_brace(kind))
        replace(at_, kind, is_operator(kind) || (kind == Tok::Name && !name_expected_) ? 7 : 5);
    const bool few = words_.size() <= 3;
    if (exists(at_) && is_word(token(at_).kind))
      for (const Tok kind : words_) replace(at_, kind, few ? 5 : 7);
    replace(at_ - 1, Tok::Name, 9);
  }
  void deletions() {
    remove(at_, 6);
    remove(at_ - 1, 6);
    remove(at_ - 2, 8);
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const Failure& failure_;
  std::uint32_t at_;
  bool name_expected_ = false;
  std::vector<Tok> marks_;  // expected kinds that are no keywords
  std::vector<Tok> words_;  // expected keywords, where no name would do
  std::vector<Edit> edits_;
};

}  // namespace

std::vector<Edit> candidate_edits(std::string_view text, const std::vector<Token>& tokens,
                                  const Failure& failure) {
  std::vector<Edit> edits = Candidates(text, tokens, failure).collect();
  const auto out_of_range = [&](const Edit& edit) { return edit.at > tokens.size(); };
  std::erase_if(edits, out_of_range);
  return edits;
}

bool belongs_to_next(const std::vector<Token>& tokens, const Edit& edit) {
  return edit.at < tokens.size() &&
         (edit.at == 0 || (is_keyword(edit.token) && tokens[edit.at].first_on_line));
}

std::vector<Token> with_edit(const std::vector<Token>& tokens, const Edit& edit) {
  std::vector<Token> result = tokens;
  const auto at = result.begin() + edit.at;
  switch (edit.kind) {
    case Edit::Kind::Insert: {
      const std::uint32_t place = belongs_to_next(tokens, edit) ? tokens[edit.at].begin
                                  : edit.at > 0                 ? tokens[edit.at - 1].end
                                                                : 0;
      Token token{place, place, edit.token};
      token.broken = true;
      const auto put = result.insert(at, token);
      if (edit.second != Tok::EndOfFile) {
        token.kind = edit.second;
        result.insert(put + 1, token);
      }
      break;
    }
    case Edit::Kind::Delete: {
      const bool new_line = edit.at == 0 || tokens[edit.at].first_on_line;
      const std::uint32_t beside = new_line ? edit.at + 1 : edit.at - 1;
      if (beside < result.size()) result[beside].beside_dropped = true;
      result.erase(at);
      break;
    }
    case Edit::Kind::Rewrite:
      result.erase(at, at + edit.length);
      result.insert(result.begin() + edit.at, edit.instead.begin(), edit.instead.end());
      break;
    case Edit::Kind::Replace:
      at->kind = edit.token;
      at->broken = true;
      // A guessed property: nothing that stands behind it is known to belong to it.
      if (starts_property(edit.token) && edit.cost > similar_cost)
        for (auto next = at + 1; next != result.end() && !next->first_on_line; ++next)
          if (next->kind != Tok::Lbrace && next->kind != Tok::Rbrace) next->broken = true;
      break;
  }
  return result;
}

std::uint32_t open_brace_at(const std::vector<Token>& tokens, std::uint32_t at) {
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < at && i < tokens.size(); ++i) {
    if (tokens[i].kind == Tok::Lbrace) open.push_back(i);
    if (tokens[i].kind == Tok::Rbrace && !open.empty()) open.pop_back();
  }
  return open.empty() ? none : open.back();
}

std::optional<std::string_view> weekday_in(std::string_view word) {
  for (const std::string_view day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) {
    const auto same_letter = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    if (word.size() >= 3 && std::equal(day.begin(), day.end(), word.begin(), same_letter)) return day;
  }
  return std::nullopt;
}

std::optional<Tok> similar_word(std::string_view word, const std::vector<Tok>& expected) {
  if (word.size() > 24) return std::nullopt;
  NearestName nearest(word);
  for (std::uint32_t i = 0; i < expected.size(); ++i)
    if (is_keyword(expected[i])) nearest.offer(spelling(expected[i]), i);
  return nearest.best() ? std::optional(expected[*nearest.best()]) : std::nullopt;
}

}  // namespace wain::syntax
