#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

/// A number as it is written, without its underscores; exact.
std::optional<ir::Decimal> decimal(const Cursor& at, std::string_view text, Span span) {
  const std::optional<ir::Decimal> value = ir::Decimal::parse(text);
  if (!value) at.context->diagnostics.report(Diag::NumberTooLarge, span, {arg("text", text)});
  return value;
}

/// `1.000 EUR`, by whoever sets off thousands with a point: one to three digits that no 0 begins, and three.
/// A fourth place says that decimals are meant.
void warn_of_thousands(const Cursor& number, std::uint32_t digits, std::uint32_t unit,
                       const ir::Money& money) {
  const std::string_view text = number.tree().token_text(digits);
  const std::size_t point = text.find('.');
  const bool taken_for_thousands = point != std::string_view::npos && point >= 1 && point <= 3 &&
                                   text.size() == point + 4 && text[0] != '0' &&
                                   text.find('_') == std::string_view::npos;
  if (!taken_for_thousands) return;
  const std::string_view currency = number.tree().token_text(unit);
  number.context->diagnostics
      .report(Diag::ThreePlaces, number.span(), {arg("text", number.text()), arg("value", ir::str(money))})
      .help(
          Diag::NoteThousands,
          {arg("thousands", fmt::format("{}_{} {}", text.substr(0, point), text.substr(point + 1), currency)),
           arg("places", fmt::format("{}0 {}", text, currency))});
}

ir::Value number_or_money(const Cursor& number) {
  const syntax::Tree& tree = number.tree();
  const std::uint32_t digits = tree.own_token(number.node, Tok::Number);
  if (digits == UINT32_MAX || tree.token(digits).broken) return {};
  const std::optional<ir::Decimal> amount = decimal(number, tree.token_text(digits), tree.token_span(digits));
  if (!amount) return {};
  const std::uint32_t unit = tree.own_token(number.node, Tok::Name);
  if (unit == UINT32_MAX) return *amount;
  const std::optional<ir::Currency> currency = ir::Currency::parse(tree.token_text(unit));
  Diagnostics& diagnostics = number.context->diagnostics;
  if (!currency) {
    diagnostics.report(Diag::BadCurrency, tree.token_span(unit), {arg("name", tree.token_text(unit))});
    return {};
  }
  const std::optional<ir::Money> money = ir::Money::make(*amount, *currency);
  if (money) {
    warn_of_thousands(number, digits, unit, *money);
    return *money;
  }
  const Diag wrong = amount->scale > 4 ? Diag::MoneyPlaces : Diag::NumberTooLarge;
  diagnostics.report(wrong, number.span(), {arg("text", number.text())});
  return {};
}

ir::Value of_token(const Cursor& literal, std::uint32_t token) {
  const syntax::Tree& tree = literal.tree();
  if (tree.token(token).broken) return {};
  const std::string_view text = tree.token_text(token);
  const Span span = tree.token_span(token);
  Diagnostics& diagnostics = literal.context->diagnostics;
  switch (tree.token(token).kind) {
    case Tok::Percent:
      if (const auto ratio = ir::Decimal::parse_percent(text)) return ir::Ratio{*ratio};
      diagnostics.report(Diag::NumberTooLarge, span, {arg("text", text)});
      return {};
    case Tok::Duration:
      if (const auto duration = ir::Duration::parse(text)) return *duration;
      diagnostics.report(Diag::BadDuration, span, {arg("text", text)});
      return {};
    case Tok::String: return std::string(string_value(literal, token));
    case Tok::Date:
      if (const auto date = date_value(literal, token)) return *date;
      return {};
    case Tok::True: return true;
    case Tok::False: return false;
    default: return {};
  }
}

ir::Value of_constant(const Cursor& value) {
  const std::uint32_t token = value.tree()[value.node].first_token;
  const WrittenName first = written(value, token);
  const Cursor member = value.child(Rule::Name);
  const Symbol* symbol =
      member.valid()
          ? resolve(*value.context, value.unit, first, written(member), {SymbolKind::Constant}, "a constant")
          : resolve(*value.context, value.unit, std::nullopt, first, {SymbolKind::Constant}, "a constant");
  return symbol ? value.context->definition.constants[symbol->index].value : ir::Value{};
}

/// Reports a value of another kind than its property takes.
void report_kind(const Cursor& value, const ir::Value& found, std::string_view what,
                 std::string_view expected) {
  ir::Definition& definition = value.context->definition;
  value.context->diagnostics.report(Diag::WrongValue, value.span(),
                                    {arg("property", what), arg("expected", expected),
                                     arg("found", describe(definition, type_of(definition, found)))});
}

template <class T>
std::optional<T> value_as(const Cursor& value, std::string_view what, std::string_view expected) {
  if (!value.valid()) return std::nullopt;
  const ir::Value found = literal_value(value);
  if (std::holds_alternative<std::monostate>(found)) return std::nullopt;
  if (const T* wanted = std::get_if<T>(&found)) return *wanted;
  report_kind(value, found, what, expected);
  return std::nullopt;
}

/// The text between the quotes, its escapes resolved.
std::string unescape(const Cursor& at, std::string_view quoted, std::uint32_t offset) {
  std::string text;
  text.reserve(quoted.size());
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] != '\\' || i + 1 == quoted.size()) {
      text += quoted[i];
      continue;
    }
    switch (const char escaped = quoted[++i]) {
      case '"':
      case '\\': text += escaped; break;
      case 'n': text += '\n'; break;
      case 't': text += '\t'; break;
      default: {
        // A character of several bytes is shown whole.
        std::size_t end = i + 1;
        while (end < quoted.size() && (static_cast<unsigned char>(quoted[end]) & 0xC0) == 0x80) ++end;
        const auto begin = offset + static_cast<std::uint32_t>(i) - 1;
        const Span span{at.tree().file, begin, offset + static_cast<std::uint32_t>(end)};
        at.context->diagnostics.report(Diag::BadEscape, span,
                                       {arg("text", quoted.substr(i - 1, end - i + 1))});
        text += quoted.substr(i, end - i);
        i = end - 1;
      }
    }
  }
  return text;
}

}  // namespace

ir::Value literal_value(const Cursor& at) {
  if (!at.valid()) return {};
  switch (at.rule()) {
    case Rule::Value:
    case Rule::DistributionOrName:
      if (const Cursor literal = at.child(Rule::Literal); literal.valid()) return literal_value(literal);
      return at.tree()[at.node].first_token < at.tree()[at.node].end_token ? of_constant(at) : ir::Value{};
    case Rule::Literal: {
      if (const Cursor number = at.child(Rule::Number); number.valid()) return number_or_money(number);
      const syntax::Node& node = at.tree()[at.node];
      return node.first_token < node.end_token ? of_token(at, node.first_token) : ir::Value{};
    }
    case Rule::Number: return number_or_money(at);
    default: return {};
  }
}

std::optional<ir::Decimal> ratio_value(const Cursor& value, std::string_view what) {
  const std::optional<ir::Ratio> ratio = value_as<ir::Ratio>(value, what, "a percentage");
  if (!ratio) return std::nullopt;
  if (ratio->value <= ir::Decimal::make(1)) return ratio->value;
  value.context->diagnostics.report(Diag::ShareAboveOne, value.span(),
                                    {arg("property", what), arg("share", ratio->value.percent())});
  return std::nullopt;
}

std::optional<std::int64_t> count_value(const Cursor& value, std::string_view what) {
  const std::optional<ir::Decimal> number = value_as<ir::Decimal>(value, what, "a whole number");
  if (!number) return std::nullopt;
  if (number->is_integer() && number->mantissa >= 0) return number->mantissa;
  value.context->diagnostics.report(Diag::NotWhole, value.span(),
                                    {arg("property", what), arg("number", number->str())});
  return std::nullopt;
}

std::optional<ir::Duration> duration_value(const Cursor& value, std::string_view what) {
  return value_as<ir::Duration>(value, what, "a duration");
}

std::optional<ir::Money> money_value(const Cursor& value, std::string_view what) {
  return value_as<ir::Money>(value, what, "money");
}

std::optional<ir::Date> date_value(const Cursor& parent, std::uint32_t token) {
  const syntax::Tree& tree = parent.tree();
  if (token == UINT32_MAX || tree.token(token).broken) return std::nullopt;
  const std::optional<ir::Date> date = ir::Date::parse(tree.token_text(token));
  if (!date)
    parent.context->diagnostics.report(Diag::NoSuchDate, tree.token_span(token),
                                       {arg("text", tree.token_text(token))});
  return date;
}

std::string_view string_value(const Cursor& parent, std::uint32_t token) {
  const syntax::Tree& tree = parent.tree();
  if (token == UINT32_MAX || tree.token(token).broken) return {};
  std::string_view quoted = tree.token_text(token);
  if (quoted.size() < 2) return {};
  quoted = quoted.substr(1, quoted.size() - 2);
  ir::Definition& definition = parent.context->definition;
  if (quoted.find('\\') == std::string_view::npos) return definition.keep(quoted);
  return definition.keep(unescape(parent, quoted, tree.token(token).begin + 1));
}

std::string_view title_of(const Cursor& parent) {
  const Cursor title = parent.child(Rule::Title);
  return title.valid() ? string_value(title, title.tree().own_token(title.node, Tok::String))
                       : std::string_view{};
}

void negate(ir::Value& value) {
  if (auto* d = std::get_if<ir::Decimal>(&value))
    d->mantissa = -d->mantissa;
  else if (auto* r = std::get_if<ir::Ratio>(&value))
    r->value.mantissa = -r->value.mantissa;
  else if (auto* m = std::get_if<ir::Money>(&value))
    m->units = -m->units;
  else if (auto* t = std::get_if<ir::Duration>(&value))
    t->microseconds = -t->microseconds;
}

ir::TypeId type_of(ir::Definition& definition, const ir::Value& value) {
  struct KindOf {
    ir::Type operator()(std::monostate) const { return {}; }
    ir::Type operator()(bool) const { return {.kind = ir::TypeKind::Bool}; }
    ir::Type operator()(ir::Decimal d) const {
      return {.kind = d.is_integer() ? ir::TypeKind::Int : ir::TypeKind::Number};
    }
    ir::Type operator()(ir::Ratio) const { return {.kind = ir::TypeKind::Ratio}; }
    ir::Type operator()(const ir::Money& m) const {
      return {.kind = ir::TypeKind::Money, .currency = m.currency};
    }
    ir::Type operator()(ir::Duration) const { return {.kind = ir::TypeKind::Duration}; }
    ir::Type operator()(ir::Date) const { return {.kind = ir::TypeKind::Date}; }
    ir::Type operator()(const std::string&) const { return {.kind = ir::TypeKind::Text}; }
  };
  return definition.intern(std::visit(KindOf{}, value));
}

}  // namespace wain::sema
