#include "runtime/plan/json_cursor.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "runtime/time/civil.h"

namespace wain::plan {
namespace {

constexpr std::int64_t most_time = 100'000'000'000'000'000;  // 3,170 years
constexpr std::int64_t most_money = 100'000'000'000'000;     // 10 milliards

llvm::StringRef ref(std::string_view text) { return {text.data(), text.size()}; }

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::optional<std::uint32_t> digits(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string pointer_of(const Spot* spot) {
  std::vector<std::string> parts;
  for (; spot != nullptr; spot = spot->up) {
    if (spot->index != SIZE_MAX)
      parts.push_back(std::to_string(spot->index));
    else if (!spot->key.empty())
      parts.push_back(escaped(spot->key));
  }
  std::string out;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) out.append("/").append(*part);
  return out;
}

void Problems::add(const Spot* spot, ProblemKind kind, std::string_view what, std::string_view known) {
  if (found.size() < limit) found.push_back({kind, pointer_of(spot), problem_text(kind, what, known)});
}

ObjectReader::ObjectReader(Problems& problems, const llvm::json::Value& value, const Spot* spot)
    : problems_(problems), object_(value.getAsObject()), spot_(spot) {
  if (object_ == nullptr) problems_.add(spot_, ProblemKind::WrongKind, "an object");
}

ObjectReader::~ObjectReader() {
  if (object_ == nullptr) return;
  std::vector<std::string_view> unknown;
  for (const auto& [key, value] : *object_) {
    const llvm::StringRef of_key = key;
    const std::string_view name(of_key.data(), of_key.size());
    if (std::find(read_.begin(), read_.end(), name) == read_.end()) unknown.push_back(name);
  }
  std::sort(unknown.begin(), unknown.end());
  for (const std::string_view name : unknown) problems_.add(spot_, ProblemKind::UnknownProperty, name);
}

bool ObjectReader::has(std::string_view key) const {
  return object_ != nullptr && object_->get(ref(key)) != nullptr;
}

const llvm::json::Value* ObjectReader::take(std::string_view key) {
  if (object_ == nullptr) return nullptr;
  read_.push_back(key);
  return object_->get(ref(key));
}

const llvm::json::Value* ObjectReader::need(std::string_view key) {
  const llvm::json::Value* value = take(key);
  if (value == nullptr && object_ != nullptr) problems_.add(spot_, ProblemKind::Missing, key);
  return value;
}

void ObjectReader::fail(std::string_view key, ProblemKind kind, std::string_view what,
                        std::string_view known) {
  const Spot at{spot_, key};
  problems_.add(&at, kind, what, known);
}

void ObjectReader::text(std::string_view key, std::string& out, bool needed) {
  const llvm::json::Value* value = needed ? need(key) : take(key);
  if (value == nullptr) return;
  const auto text = value->getAsString();
  if (!text || text->empty()) return fail(key, ProblemKind::WrongKind, "a text");
  out = text->str();
}

std::optional<std::int64_t> ObjectReader::integer_at(std::string_view key, std::int64_t least,
                                                     std::int64_t most, bool needed) {
  const llvm::json::Value* value = needed ? need(key) : take(key);
  if (value == nullptr) return std::nullopt;
  const auto integer = value->getAsInteger();
  if (!integer) {
    fail(key, ProblemKind::WrongKind, "a whole number");
    return std::nullopt;
  }
  if (*integer < least || *integer > most) {
    fail(key, ProblemKind::OutOfRange, std::to_string(*integer), fmt::format("{} to {}", least, most));
    return std::nullopt;
  }
  return integer;
}

void ObjectReader::duration(std::string_view key, std::int64_t& out, bool needed) {
  integer(key, out, 0, most_time, needed);
}

void ObjectReader::money(std::string_view key, std::int64_t& out) { integer(key, out, 0, most_money); }

void ObjectReader::number(std::string_view key, double& out, double least, double most, bool needed) {
  const llvm::json::Value* value = needed ? need(key) : take(key);
  if (value == nullptr) return;
  const auto number = value->getAsNumber();
  if (!number) return fail(key, ProblemKind::WrongKind, "a number");
  if (!std::isfinite(*number)) return fail(key, ProblemKind::NotFinite, fmt::format("{}", *number));
  if (*number < least || *number > most)
    return fail(key, ProblemKind::OutOfRange, fmt::format("{}", *number),
                fmt::format("{} to {}", least, most));
  out = *number;
}

void ObjectReader::share(std::string_view key, std::optional<double>& out) {
  if (!has(key)) return;
  double value = -1;
  number(key, value, 0, 1);
  if (value >= 0) out = value;
}

void ObjectReader::flag(std::string_view key, bool& out) {
  const llvm::json::Value* value = take(key);
  if (value == nullptr) return;
  const auto flag = value->getAsBoolean();
  if (!flag) return fail(key, ProblemKind::WrongKind, "true or false");
  out = *flag;
}

void ObjectReader::reference(std::string_view key, const Ids& ids, Index& out, bool needed) {
  std::string id;
  text(key, id, needed);
  if (id.empty()) return;
  const auto found = ids.index.find(id);
  if (found == ids.index.end()) return fail(key, ProblemKind::NoSuchId, id, ids.kind);
  out = found->second;
}

void ObjectReader::references(std::string_view key, const Ids& ids, std::vector<Index>& out) {
  list(key, [&](const llvm::json::Value& value, const Spot* spot, std::size_t) {
    const auto id = value.getAsString();
    if (!id) return problems_.add(spot, ProblemKind::WrongKind, "a text");
    const auto found = ids.index.find(std::string_view(id->data(), id->size()));
    if (found == ids.index.end()) return problems_.add(spot, ProblemKind::NoSuchId, id->str(), ids.kind);
    out.push_back(found->second);
  });
}

std::size_t ObjectReader::word(std::string_view key, std::span<const std::string_view> words, bool needed) {
  std::string given;
  text(key, given, needed);
  if (given.empty()) return 0;
  const auto found = std::find(words.begin(), words.end(), given);
  if (found == words.end()) {
    fail(key, ProblemKind::UnknownWord, given, fmt::format("{}", fmt::join(words, ", ")));
    return 0;
  }
  return static_cast<std::size_t>(found - words.begin());
}

Ids collect_ids(Problems& problems, const llvm::json::Value& parent, std::string_view key,
                std::string_view kind, const Spot* up) {
  Ids ids{kind, {}};
  const llvm::json::Object* object = parent.getAsObject();
  const llvm::json::Array* array = object == nullptr ? nullptr : object->getArray(ref(key));
  if (array == nullptr) return ids;
  const Spot at{up, key};
  for (std::size_t i = 0; i < array->size(); ++i) {
    const llvm::json::Object* element = (*array)[i].getAsObject();
    if (element == nullptr) continue;  // reported where it is read
    const auto id = element->getString("id");
    if (!id) continue;
    const Spot spot{&at, {}, i};
    if (!ids.index.emplace(std::string_view(id->data(), id->size()), static_cast<Index>(i)).second)
      problems.add(&spot, ProblemKind::DoubleId, std::string_view(id->data(), id->size()));
  }
  return ids;
}

std::optional<std::int32_t> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text.substr(0, 4)), m = digits(text.substr(5, 2)), d = digits(text.substr(8));
  if (!y || !m || !d) return std::nullopt;
  const runtime::Civil civil{static_cast<std::int32_t>(*y), *m, *d};
  if (!runtime::exists(civil)) return std::nullopt;
  return runtime::days_of(civil);
}

std::optional<std::uint16_t> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = digits(text.substr(0, 2)), minutes = digits(text.substr(3));
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const std::uint32_t time = *hours * 60 + *minutes;
  if (time > 1440) return std::nullopt;
  return static_cast<std::uint16_t>(time);
}

}  // namespace wain::plan
