#include "syntax/recovery.h"

#include <algorithm>
#include <string>

#include "syntax/repair.h"
#include "syntax/units.h"

namespace wain::syntax {
namespace {

constexpr std::uint32_t none = UINT32_MAX;
/// An edit after which this many tokens parse is taken for right.
constexpr std::int64_t enough = 25;

std::string noun(Tok kind) {
  switch (kind) {
    case Tok::Name: return "a name";
    case Tok::Number: return "a number";
    case Tok::Percent: return "a percentage";
    case Tok::Duration: return "a duration";
    case Tok::String: return "a text in quotes";
    case Tok::Date: return "a date";
    case Tok::Weekday: return "a weekday";
    case Tok::Ordinal: return "`1st` to `5th`";
    default: return fmt::format("`{}`", spelling(kind));
  }
}

/// What a word at this place would have started.
std::string_view construct(const std::vector<Rule>& rules) {
  for (const Rule rule : rules) {
    switch (rule) {
      case Rule::Block:
      case Rule::BlockItem: return "statement";
      case Rule::File:
      case Rule::Declaration: return "declaration";
      case Rule::ChooseStatement:
      case Rule::ParallelStatement: return "arm or branch";
      case Rule::Activity:
      case Rule::Audit:
      case Rule::ActorDecl:
      case Rule::CalendarDecl:
      case Rule::CriterionDecl:
      case Rule::ControlDecl:
      case Rule::OutcomeDecl:
      case Rule::ScenarioDecl:
      case Rule::Observed:
      case Rule::DocumentDecl: return "property";
      default: break;
    }
  }
  return "declaration";
}

class Mender {
public:
  Mender(GrammarParser& parser, FileId file, std::string_view text, std::vector<Token> tokens,
         RecoveryBudget& budget, Diagnostics& diagnostics, std::vector<Comment>& dropped)
      : parser_(parser),
        file_(file),
        text_(text),
        tokens_(std::move(tokens)),
        budget_(budget),
        diagnostics_(diagnostics),
        dropped_(dropped) {}

  std::vector<Token> run() {
    while (true) {
      const std::uint32_t position = reach(tokens_);
      if (position > tokens_.size()) return std::move(tokens_);
      if (budget_.trial_tokens <= 0 || budget_.messages == 0) {
        give_up(position);
        return std::move(tokens_);
      }
      const Failure failure = parser_.explain(tokens_.data(), tokens_.size());
      if (!mend_one(failure)) drop_item(failure);
    }
  }

private:
  std::uint32_t reach(const std::vector<Token>& tokens) {
    const std::uint32_t position = parser_.reach(tokens.data(), tokens.size());
    budget_.trial_tokens -= std::min<std::int64_t>(position, static_cast<std::int64_t>(tokens.size())) + 8;
    return position;
  }

  /// Tries the candidates, cheapest first; false if none carries the parse on.
  bool mend_one(const Failure& failure) {
    const std::vector<Edit> edits = candidate_edits(text_, tokens_, failure);
    const Edit* best = nullptr;
    std::vector<Token> best_tokens;
    std::int64_t best_gain = 1;  // an edit has to carry the parse past the token it failed at
    for (const Edit& edit : edits) {
      if (budget_.trial_tokens <= 0) break;
      if (best != nullptr && best_gain >= enough) break;
      std::vector<Token> trial = with_edit(tokens_, edit);
      const std::uint32_t position = reach(trial);
      const auto shift = static_cast<std::int64_t>(trial.size()) - static_cast<std::int64_t>(tokens_.size());
      // A slip that is known as such needs no proof from what follows, which may hold the next one.
      const bool known = edit.kind == Edit::Kind::Rewrite && position >= edit.at + edit.instead.size();
      const bool complete = known || position > trial.size();
      const std::int64_t gain = complete ? enough : position - shift - failure.position;
      if (gain <= best_gain) continue;
      best = &edit;
      best_gain = std::min(gain, enough);
      best_tokens = std::move(trial);
    }
    if (best == nullptr) return false;
    report(*best, failure);
    if (best->kind == Edit::Kind::Delete) note_dropped(best->at, best->at + 1);
    if (best->kind == Edit::Kind::Rewrite) note_left_out(*best);
    tokens_ = std::move(best_tokens);
    mended_at_ = best->at;
    return true;
  }

  /// Drops from the failure to the next line that starts with a keyword or `}` at the same depth;
  /// if even that does not help, everything from there on.
  void drop_item(const Failure& failure) {
    report_expected(failure);
    const std::uint32_t first = failure.position;
    std::uint32_t last = first;
    std::int64_t depth = 0;
    for (; last < tokens_.size(); ++last) {
      const Token& token = tokens_[last];
      if (token.kind == Tok::Rbrace && --depth < 0) break;
      if (token.kind == Tok::Lbrace) ++depth;
      if (last > first && depth == 0 && token.first_on_line && is_keyword(token.kind)) break;
    }
    if (last == first) ++last;  // a `}`, or the end
    std::vector<Token> trial =
        without(first, std::min<std::uint32_t>(last, static_cast<std::uint32_t>(tokens_.size())));
    if (first < tokens_.size() && reach(trial) >= first) {
      note_dropped(first, last);
      tokens_ = std::move(trial);
      mended_at_ = first;
    } else {
      give_up(first);
    }
  }

  /// Keeps what parsed, closes what is open, and lets the rest go.
  void give_up(std::uint32_t position) {
    if (budget_.messages > 0 && budget_.trial_tokens <= 0)
      report_expected(parser_.explain(tokens_.data(), tokens_.size()));
    position = std::min<std::uint32_t>(position, static_cast<std::uint32_t>(tokens_.size()));
    note_dropped(position, static_cast<std::uint32_t>(tokens_.size()));
    // Back to the last line that starts an item, then one `}` for each open `{`.
    for (std::uint32_t end = position;; --end) {
      const bool item = end == position || end == 0 || tokens_[end].first_on_line;
      if (item) {
        std::vector<Token> kept(tokens_.begin(), tokens_.begin() + end);
        std::size_t open = 0;
        for (const Token& token : kept) {
          if (token.kind == Tok::Lbrace) ++open;
          if (token.kind == Tok::Rbrace && open > 0) --open;
        }
        Token closing{end > 0 ? kept.back().end : 0, end > 0 ? kept.back().end : 0, Tok::Rbrace};
        closing.broken = true;
        kept.insert(kept.end(), open, closing);
        if (end == 0 || --attempts_left_ == 0) kept.clear();
        if (kept.empty() || parser_.reach(kept.data(), kept.size()) > kept.size()) {
          tokens_ = std::move(kept);
          return;
        }
      }
    }
  }

  [[nodiscard]] std::vector<Token> without(std::uint32_t first, std::uint32_t last) const {
    std::vector<Token> result(tokens_.begin(), tokens_.begin() + first);
    result.insert(result.end(), tokens_.begin() + last, tokens_.end());
    if (first < result.size()) result[first].beside_dropped = true;
    if (first > 0) result[first - 1].beside_dropped = true;
    return result;
  }
  void note_left_out(const Edit& edit) {
    for (std::uint32_t i = edit.at; i < edit.at + edit.length; ++i) {
      const auto is_it = [&](const Token& kept) {
        return kept.begin == tokens_[i].begin && kept.end == tokens_[i].end;
      };
      if (std::none_of(edit.instead.begin(), edit.instead.end(), is_it)) note_dropped(i, i + 1);
    }
  }
  void note_dropped(std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t i = first; i < last && i < tokens_.size(); ++i)
      if (tokens_[i].end > tokens_[i].begin)
        dropped_.push_back({tokens_[i].begin, tokens_[i].end, Comment::Kind::Skipped});
  }

  // Messages ------------------------------------------------------------------------------------

  [[nodiscard]] Span span(std::uint32_t i) const { return {file_, tokens_[i].begin, tokens_[i].end}; }
  [[nodiscard]] std::string_view word(std::uint32_t i) const {
    return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  [[nodiscard]] std::string found(std::uint32_t i) const {
    if (i >= tokens_.size()) return "the end";
    const std::string_view text = word(i);
    return text.size() <= 40 ? fmt::format("`{}`", text) : noun(tokens_[i].kind);
  }
  /// The place of token `i`; of the end, behind the last token.
  [[nodiscard]] Span place(std::uint32_t i) const {
    if (i < tokens_.size()) return span(i);
    if (tokens_.empty()) return {file_, 0, 0};
    return {file_, tokens_.back().end, tokens_.back().end};
  }

  /// Nothing is said beside text that the lexer has reported, nor before one statement has parsed
  /// since the last message (section 9, rule 4).
  [[nodiscard]] bool silent(std::uint32_t at) const {
    for (const std::uint32_t i : {at, at - 1, at - 2})
      if (i < tokens_.size() && (tokens_[i].broken || tokens_[i].beside_dropped)) return true;
    if (mended_at_ == none) return false;
    for (std::uint32_t i = mended_at_ + 1; i < at && i < tokens_.size(); ++i)
      if (tokens_[i].first_on_line && is_keyword(tokens_[i].kind)) return false;
    return true;
  }

  bool may_speak(std::uint32_t at) {
    if (silent(at) || budget_.messages == 0) return false;
    if (--budget_.messages > 0) return true;
    diagnostics_.report(Diag::TooManyErrors, place(at), {arg("limit", RecoveryBudget::message_limit)});
    return false;
  }

  void report(const Edit& edit, const Failure& failure) {
    if (!may_speak(edit.at)) return;
    switch (edit.kind) {
      case Edit::Kind::Insert: return report_insert(edit, failure);
      case Edit::Kind::Delete: return report_delete(edit);
      case Edit::Kind::Replace: return report_replace(edit, failure);
      case Edit::Kind::Rewrite: return report_rewrite(edit);
    }
  }

  [[nodiscard]] static bool expects_value(const Failure& failure) {
    return std::count(failure.expected.begin(), failure.expected.end(), Tok::Number) > 0;
  }

  void report_insert(const Edit& edit, const Failure& failure) {
    if (edit.token == Tok::Rbrace && edit.opener != none) {
      diagnostics_.report(Diag::UnclosedBrace, span(edit.opener))
          .note(Diag::NoteCloseAfter, span(edit.at - 1));
      return;
    }
    if (belongs_to_next(tokens_, edit)) {
      diagnostics_.report(Diag::ExpectedBefore, span(edit.at),
                          {arg("expected", noun(edit.token)), arg("found", found(edit.at))});
      return;
    }
    if (edit.at == 0) return;  // nothing is there at all
    const Span previous = span(edit.at - 1);
    const bool any_value = edit.at == failure.position && edit.token == Tok::Name && expects_value(failure);
    diagnostics_.report(
        Diag::ExpectedAfter, {file_, previous.end, previous.end},
        {arg("expected", any_value ? "a value" : noun(edit.token)), arg("previous", word(edit.at - 1))});
  }

  void report_rewrite(const Edit& edit) {
    diagnostics_
        .report(Diag::ExpectedInstead, span(edit.at),
                {arg("expected", noun(edit.token)), arg("found", found(edit.at))})
        .help(Diag::NoteWriteNumber, {arg("suggestion", edit.suggestion)});
  }

  void report_delete(const Edit& edit) {
    // `3 hours`, where `hours` is a word of the language.
    const auto unit = edit.at > 0 ? unit_meant(word(edit.at)) : std::nullopt;
    if (unit && tokens_[edit.at - 1].kind == Tok::Number) {
      const Span value{file_, tokens_[edit.at - 1].begin, tokens_[edit.at].end};
      diagnostics_
          .report(Diag::BadNumber, value, {arg("text", text_.substr(value.begin, value.end - value.begin))})
          .help(Diag::NoteWriteNumber, {arg("suggestion", fmt::format("{}{}", word(edit.at - 1), *unit))});
      return;
    }
    // Two closing braces are seldom a slip of the hand, unless side by side.
    const bool side_by_side = tokens_[edit.at].kind != Tok::Rbrace || !tokens_[edit.at].first_on_line;
    const bool twice = edit.at > 0 && word(edit.at) == word(edit.at - 1) && side_by_side;
    if (twice) {
      diagnostics_.report(Diag::WrittenTwice, span(edit.at), {arg("found", word(edit.at))});
    } else if (tokens_[edit.at].kind == Tok::Rbrace) {
      diagnostics_.report(Diag::ExtraBrace, span(edit.at));
    } else {
      diagnostics_.report(Diag::Unexpected, span(edit.at), {arg("found", found(edit.at))});
    }
  }

  void report_replace(const Edit& edit, const Failure& failure) {
    const Tok was = tokens_[edit.at].kind;
    if (edit.token == Tok::And && was >= Tok::Eq && was <= Tok::Gt) {
      diagnostics_.report(Diag::ChainedComparison, span(edit.at), {arg("operator", word(edit.at))})
          .help(Diag::NoteWriteAnd);
      return;
    }
    if (const auto day = edit.token == Tok::Weekday ? weekday_in(word(edit.at)) : std::nullopt) {
      diagnostics_
          .report(Diag::ExpectedInstead, span(edit.at),
                  {arg("expected", noun(edit.token)), arg("found", found(edit.at))})
          .help(Diag::NoteSimilarWord, {arg("similar", *day)});
      return;
    }
    if (!is_keyword(edit.token) || edit.at != failure.position) {
      diagnostics_.report(Diag::ExpectedInstead, span(edit.at),
                          {arg("expected", noun(edit.token)), arg("found", found(edit.at))});
      return;
    }
    const auto similar = similar_word(word(edit.at), {edit.token});
    if (!similar && failure.expected.size() <= 3) {
      diagnostics_.report(Diag::ExpectedInstead, span(edit.at),
                          {arg("expected", noun(edit.token)), arg("found", found(edit.at))});
      return;
    }
    auto message =
        diagnostics_.report(Diag::UnknownWord, span(edit.at),
                            {arg("word", word(edit.at)), arg("construct", construct(failure.rules))});
    if (similar) message.help(Diag::NoteSimilarWord, {arg("similar", spelling(*similar))});
  }

  void report_expected(const Failure& failure) {
    const std::uint32_t at = failure.position;
    if (!may_speak(at)) return;
    const bool name_expected = std::count(failure.expected.begin(), failure.expected.end(), Tok::Name) > 0;
    std::vector<std::string> list;
    for (const Tok kind : failure.expected)
      if (kind != Tok::EndOfFile && !(name_expected && is_keyword(kind))) list.push_back(noun(kind));
    if (list.empty() || list.size() > 5) {
      diagnostics_.report(Diag::Unexpected, place(at), {arg("found", found(at))});
      return;
    }
    std::string expected = list.front();
    for (std::size_t i = 1; i < list.size(); ++i) {
      expected += i + 1 == list.size() ? " or " : ", ";
      expected += list[i];
    }
    diagnostics_.report(Diag::ExpectedInstead, place(at),
                        {arg("expected", expected), arg("found", found(at))});
  }

  GrammarParser& parser_;
  FileId file_;
  std::string_view text_;
  std::vector<Token> tokens_;
  RecoveryBudget& budget_;
  Diagnostics& diagnostics_;
  std::vector<Comment>& dropped_;
  std::uint32_t mended_at_ = none;
  int attempts_left_ = 50;
};

}  // namespace

std::vector<Token> mend(GrammarParser& parser, FileId file, std::string_view text, std::vector<Token> tokens,
                        RecoveryBudget& budget, Diagnostics& diagnostics, std::vector<Comment>& dropped) {
  return Mender(parser, file, text, std::move(tokens), budget, diagnostics, dropped).run();
}

}  // namespace wain::syntax
