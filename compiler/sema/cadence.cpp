#include <array>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

constexpr std::array<std::string_view, 7> day_names = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::optional<std::size_t> day_number(std::string_view text) {
  for (std::size_t i = 0; i < day_names.size(); ++i)
    if (day_names[i] == text) return i;
  return std::nullopt;
}

/// `Mon` or `Thu..Sat`; a range may go over the end of the week (`Sat..Mon`).
void add_days(const Cursor& range, std::vector<ir::Weekday>& days) {
  const syntax::Node& node = range.tree()[range.node];
  if (node.first_token >= node.end_token) return;
  const auto first = day_number(range.tree().token_text(node.first_token));
  const auto last = day_number(range.tree().token_text(node.end_token - 1));
  if (!first || !last) return;
  for (std::size_t day = *first;; day = (day + 1) % day_names.size()) {
    const auto weekday = static_cast<ir::Weekday>(day);
    if (std::find(days.begin(), days.end(), weekday) == days.end())
      days.push_back(weekday);
    else
      range.context->diagnostics.report(Diag::DayTwice, range.span(), {arg("day", day_names[day])});
    if (day == *last) break;
  }
}

std::vector<std::uint8_t> ordinals_of(const Cursor& cadence) {
  std::vector<std::uint8_t> ordinals;
  const syntax::Tree& tree = cadence.tree();
  const syntax::Node& node = tree[cadence.node];
  for (std::uint32_t token = node.first_token; token < node.end_token; ++token) {
    if (tree.token(token).kind != Tok::Ordinal) continue;
    const auto ordinal = static_cast<std::uint8_t>(tree.token_text(token).front() - '0');
    if (std::find(ordinals.begin(), ordinals.end(), ordinal) == ordinals.end())
      ordinals.push_back(ordinal);
    else
      cadence.context->diagnostics.report(Diag::DayTwice, tree.token_span(token),
                                          {arg("day", tree.token_text(token))});
  }
  return ordinals;
}

std::uint32_t weeks_of(const Cursor& cadence) {
  const std::uint32_t token = cadence.tree().own_token(cadence.node, Tok::Number);
  if (token == UINT32_MAX || cadence.tree().token(token).broken) return 1;
  const auto number = ir::Decimal::parse(cadence.tree().token_text(token));
  if (number && number->is_integer() && number->mantissa >= 1 && number->mantissa <= 520)
    return static_cast<std::uint32_t>(number->mantissa);
  cadence.context->diagnostics.report(Diag::BadWeeks, cadence.tree().token_span(token),
                                      {arg("text", cadence.tree().token_text(token))});
  return 1;
}

}  // namespace

std::vector<ir::Weekday> lower_days(const Cursor& day_list) {
  std::vector<ir::Weekday> days;
  if (!day_list.valid()) return days;
  for (const Cursor& range : day_list.children(Rule::DayRange)) add_days(range, days);
  return days;
}

std::optional<ir::TimeOfDay> lower_time(const Cursor& time, bool closing) {
  if (!time.valid() || time.has_error()) return std::nullopt;
  const std::string_view text = time.text();
  // Two plain numbers around a colon: `9:00`, `09:30`; nothing between them.
  const std::size_t colon = text.find(':');
  const auto digits = [](std::string_view part, std::size_t least, std::size_t most) {
    return part.size() >= least && part.size() <= most &&
           part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (colon != std::string_view::npos && digits(text.substr(0, colon), 1, 2) &&
      digits(text.substr(colon + 1), 2, 2)) {
    unsigned hours = 0;
    for (const char c : text.substr(0, colon)) hours = hours * 10 + static_cast<unsigned>(c - '0');
    const unsigned minutes =
        static_cast<unsigned>(text[colon + 1] - '0') * 10 + static_cast<unsigned>(text[colon + 2] - '0');
    const unsigned total = hours * 60 + minutes;
    if (minutes < 60 && (total < 24 * 60 || (closing && total == 24 * 60)))
      return ir::TimeOfDay{static_cast<std::uint16_t>(total)};
  }
  time.context->diagnostics.report(Diag::NoSuchTime, time.span(), {arg("text", text)});
  return std::nullopt;
}

ir::Cadence lower_cadence(const Cursor& cadence) {
  ir::Cadence result;
  if (!cadence.valid()) return result;
  const syntax::Tree& tree = cadence.tree();
  if (const auto time = lower_time(cadence.child(Rule::Time), false)) result.time = *time;
  if (cadence.has(Tok::Day)) {
    result.kind = ir::Cadence::Kind::Daily;
  } else if (cadence.has(Tok::Month)) {
    result.kind = ir::Cadence::Kind::MonthlyNth;
    result.ordinals = ordinals_of(cadence);
    const std::uint32_t day = tree.own_token(cadence.node, Tok::Weekday);
    if (day != UINT32_MAX)
      if (const auto number = day_number(tree.token_text(day)))
        result.days.push_back(static_cast<ir::Weekday>(*number));
  } else {
    result.days = lower_days(cadence.child(Rule::DayList));
  }
  if (cadence.has(Tok::Weeks)) {
    result.kind = ir::Cadence::Kind::EveryNWeeks;
    result.weeks = weeks_of(cadence);
    if (cadence.has(Tok::From)) result.anchor = date_value(cadence, tree.own_token(cadence.node, Tok::Date));
  }
  return result;
}

}  // namespace wain::sema
