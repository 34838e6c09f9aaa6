#include "ingest/reading.h"

#include <charconv>

namespace wain::ingest {
namespace {

/// Of one document; more would not help anybody.
constexpr std::size_t most_complaints = 100;

/// `-12.5`, as the schema has it: no underscores, no exponent.
std::optional<ir::Decimal> decimal_of(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  std::optional<ir::Decimal> number = ir::Decimal::parse(text);
  if (number && negative) number->mantissa = -number->mantissa;
  return number;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

JsonId Reading::get(JsonId object, std::string_view key) {
  if (object == none || json_[object].kind != JsonKind::Object) return none;
  for (JsonId at = json_[object].first; at != none; at = json_[at].next) {
    if (json_[at].key != key) continue;
    used_[at] = true;
    return at;
  }
  return none;
}

JsonId Reading::need(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none && object != none && json_[object].kind == JsonKind::Object)
    bad(object, Diag::IrNoKey, {arg("key", key)});
  return at;
}

void Reading::pass_over(JsonId value) {
  // What is in a value stands behind it.
  for (JsonId at = value; at < json_.values.size() && json_[at].span.begin < json_[value].span.end; ++at)
    used_[at] = true;
}

void Reading::unknown_keys() {
  for (JsonId object = 0; object < json_.values.size(); ++object) {
    if (json_[object].kind != JsonKind::Object) continue;
    for (JsonId at = json_[object].first; at != none; at = json_[at].next)
      if (!used_[at]) bad(json_[at].key_span, Diag::IrUnknownKey, {arg("key", json_[at].key)});
  }
}

std::vector<JsonId> Reading::list(JsonId object, std::string_view key) {
  std::vector<JsonId> result;
  const JsonId at = get(object, key);
  if (at == none) return result;
  if (json_[at].kind != JsonKind::List) {
    wrong(at, key, Diag::IrList);
    return result;
  }
  for (JsonId each = json_[at].first; each != none; each = json_[each].next) result.push_back(each);
  return result;
}

JsonId Reading::object_in(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none || json_[at].kind == JsonKind::Object) return at;
  wrong(at, key, Diag::IrObject);
  return none;
}

std::vector<JsonId> Reading::objects(JsonId object, std::string_view key) {
  std::vector<JsonId> result = list(object, key);
  std::erase_if(result, [&](JsonId each) {
    if (json_[each].kind == JsonKind::Object) return false;
    wrong(each, key, Diag::IrObject);
    return true;
  });
  return result;
}

std::string_view Reading::text(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  return at == none ? std::string_view{} : text_of(at, key);
}

std::string_view Reading::text_of(JsonId value, std::string_view key) {
  if (json_[value].kind == JsonKind::Text) return json_[value].text;
  wrong(value, key, Diag::IrText);
  return {};
}

bool Reading::flag(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none) return false;
  const JsonKind kind = json_[at].kind;
  if (kind != JsonKind::True && kind != JsonKind::False) wrong(at, key, Diag::IrFlag);
  return kind == JsonKind::True;
}

std::optional<std::uint32_t> Reading::count(JsonId object, std::string_view key, std::uint32_t most) {
  const JsonId at = get(object, key);
  return at == none ? std::nullopt : count_of(at, key, most);
}

std::optional<std::uint32_t> Reading::count_of(JsonId value, std::string_view key, std::uint32_t most) {
  const bool is_number = json_[value].kind == JsonKind::Number;
  const auto number = is_number ? number_of<std::uint32_t>(json_[value].text) : std::nullopt;
  if (number && *number <= most) return number;
  wrong(value, key, render(Diag::IrCount, {arg("most", most)}));
  return std::nullopt;
}

std::optional<std::int64_t> Reading::whole(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none) return std::nullopt;
  const bool is_number = json_[at].kind == JsonKind::Number;
  const auto number = is_number ? number_of<std::int64_t>(json_[at].text) : std::nullopt;
  if (!number) wrong(at, key, Diag::IrWhole);
  return number;
}

std::optional<ir::Decimal> Reading::decimal(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none) return std::nullopt;
  const bool is_text = json_[at].kind == JsonKind::Text;
  const std::optional<ir::Decimal> number = is_text ? decimal_of(json_[at].text) : std::nullopt;
  if (!number) wrong(at, key, Diag::IrDecimal);
  return number;
}

std::optional<ir::Share> Reading::share(JsonId object, std::string_view key) {
  const std::optional<ir::Decimal> number = decimal(object, key);
  if (!number) return std::nullopt;
  return ir::Share{*number, place(get(object, key))};
}

std::optional<ir::Date> Reading::date(JsonId object, std::string_view key) {
  const JsonId at = get(object, key);
  if (at == none) return std::nullopt;
  const bool is_text = json_[at].kind == JsonKind::Text;
  const std::optional<ir::Date> date = is_text ? ir::Date::parse(json_[at].text) : std::nullopt;
  if (!date) wrong(at, key, Diag::IrDate);
  return date;
}

std::optional<ir::TimeOfDay> Reading::time(JsonId object, std::string_view key) {
  const JsonId at = need(object, key);
  if (at == none) return std::nullopt;
  const std::string_view text = json_[at].kind == JsonKind::Text ? json_[at].text : std::string_view{};
  if (text.size() == 5 && text[2] == ':') {
    const auto hours = number_of<std::uint16_t>(text.substr(0, 2));
    const auto minutes = number_of<std::uint16_t>(text.substr(3));
    if (hours && minutes && *minutes < 60 && *hours * 60 + *minutes <= 24 * 60)
      return ir::TimeOfDay{static_cast<std::uint16_t>(*hours * 60 + *minutes)};
  }
  wrong(at, key, Diag::IrTime);
  return std::nullopt;
}

std::optional<ir::Duration> Reading::duration(JsonId object, std::string_view key) {
  const JsonId at = object_in(object, key);
  return at == none ? std::nullopt : duration_in(at);
}

std::optional<ir::Duration> Reading::duration_in(JsonId object) {
  text(object, "text");  // for people
  need(object, "microseconds");
  const std::optional<std::int64_t> microseconds = whole(object, "microseconds");
  return microseconds ? std::optional(ir::Duration{*microseconds}) : std::nullopt;
}

std::optional<ir::Money> Reading::money(JsonId object, std::string_view key) {
  const JsonId at = object_in(object, key);
  return at == none ? std::nullopt : money_in(at);
}

std::optional<ir::Money> Reading::money_in(JsonId object) {
  const JsonId at = need(object, "amount");
  const JsonId currency_at = need(object, "currency");
  const std::optional<ir::Decimal> amount = decimal(object, "amount");
  const auto currency =
      currency_at == none ? std::nullopt : ir::Currency::parse(text_of(currency_at, "currency"));
  if (currency_at != none && !currency) wrong(currency_at, "currency", Diag::IrCurrency);
  if (!amount || !currency) return std::nullopt;
  const std::optional<ir::Money> money = ir::Money::make(*amount, *currency);
  if (!money) wrong(at, "amount", Diag::IrMoney);
  return money;
}

ir::Value Reading::value(JsonId object, std::string_view key) {
  const JsonId at = object_in(object, key);
  if (at == none) return {};
  const JsonId kind_at = need(at, "kind");
  if (kind_at == none) return {};
  const std::string_view kind = text_of(kind_at, "kind");
  if (kind == "none") return {};
  const auto either = [](auto given) { return given ? ir::Value(*given) : ir::Value(); };
  if (kind == "money") return either(money_in(at));
  if (kind == "duration") return either(duration_in(at));
  if (need(at, "value") == none) return {};
  if (kind == "bool") return flag(at, "value");
  if (kind == "number") return either(decimal(at, "value"));
  if (kind == "date") return either(date(at, "value"));
  if (kind == "text") return std::string(text(at, "value"));
  if (kind == "ratio") {
    const std::optional<ir::Decimal> number = decimal(at, "value");
    return number ? ir::Value(ir::Ratio{*number}) : ir::Value();
  }
  wrong(kind_at, "kind",
        render(Diag::IrOneOf,
               {arg("known", "`bool`, `number`, `ratio`, `money`, `duration`, `date`, `text`")}));
  return {};
}

void Reading::enter(Ids& ids, JsonId object) {
  ids.objects.push_back(object);
  const JsonId at = need(object, "id");
  if (at == none) return;
  const std::string_view id = text_of(at, "id");
  const auto index = static_cast<std::uint32_t>(ids.objects.size() - 1);
  const auto [known, is_new] = ids.index.try_emplace({id.data(), id.size()}, index);
  if (!is_new) bad_twice(at, ids.kind, id, place(get(ids.objects[known->second], "id")));
}

void Reading::bad(JsonId at, Diag reason, const std::vector<DiagArg>& args) {
  Span span = place(at);
  // Of an object the brace: the rest of it is not wrong.
  if (json_[at].kind == JsonKind::Object || json_[at].kind == JsonKind::List) span.end = span.begin + 1;
  bad(span, reason, args);
}

void Reading::bad(Span at, Diag reason, const std::vector<DiagArg>& args) {
  failed_ = true;
  if (++said_ > most_complaints) return;
  diagnostics_.report(Diag::BadIr, at, {arg("reason", render(reason, args))});
}

void Reading::bad_twice(JsonId at, std::string_view kind, std::string_view id, Span first) {
  failed_ = true;
  if (++said_ > most_complaints) return;
  diagnostics_
      .report(Diag::BadIr, place(at),
              {arg("reason", render(Diag::IrTwice, {arg("kind", kind), arg("id", id)}))})
      .note(Diag::NoteSecondHere, first);
}

void Reading::wrong(JsonId at, std::string_view key, std::string wanted) {
  bad(at, Diag::IrWrongType, {arg("key", key), {"wanted", std::move(wanted)}});
}

void Reading::no_such(JsonId at, const Ids& ids, std::string_view id) {
  bad(at, Diag::IrNoSuch, {arg("kind", ids.kind), arg("id", id)});
}

}  // namespace wain::ingest
