/// What the readers of the parts of an IR share: looking up keys, plain values, ids, and what is said when
/// one is wrong. Private to read_ir.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>

#include "ingest/json_document.h"
#include "ir/definition.h"

namespace wain::ingest {

/// The names of one kind of element: which index an id means.
struct Ids {
  std::string_view kind;  ///< in words
  llvm::StringMap<std::uint32_t> index = {};
  std::vector<JsonId> objects = {};
};

/// The names of what is in one process.
struct ProcessNames {
  Ids nodes{"node"}, edges{"edge"}, branches{"branch"}, variables{"variable"};
};

class Reading {
public:
  Reading(const JsonDocument& document, ir::Definition& definition, Diagnostics& diagnostics)
      : json_(document), definition_(definition), diagnostics_(diagnostics), used_(document.values.size()) {}

  [[nodiscard]] bool failed() const { return failed_; }

protected:
  // Looking up. What is looked up is known; in the end all else is complained of (`unknown_keys`).
  JsonId get(JsonId object, std::string_view key);   ///< none: absent
  JsonId need(JsonId object, std::string_view key);  ///< none, and an error: absent
  /// An object in it. None: absent, or, with an error, something else.
  JsonId object_in(JsonId object, std::string_view key);
  void unknown_keys();
  void pass_over(JsonId value);                                   ///< all that is in it is known
  std::vector<JsonId> list(JsonId object, std::string_view key);  ///< its elements; none if absent
  /// The elements, which must be objects.
  std::vector<JsonId> objects(JsonId object, std::string_view key);

  // Plain values; what is absent is empty, false, or no value.
  std::string_view text(JsonId object, std::string_view key);
  std::string_view text_of(JsonId value, std::string_view key);
  bool flag(JsonId object, std::string_view key);
  std::optional<std::uint32_t> count(JsonId object, std::string_view key, std::uint32_t most = 1'000'000'000);
  std::optional<std::uint32_t> count_of(JsonId value, std::string_view key, std::uint32_t most);
  std::optional<std::int64_t> whole(JsonId object, std::string_view key);
  std::optional<ir::Decimal> decimal(JsonId object, std::string_view key);
  std::optional<ir::Share> share(JsonId object, std::string_view key);
  std::optional<ir::Date> date(JsonId object, std::string_view key);
  std::optional<ir::TimeOfDay> time(JsonId object, std::string_view key);
  std::optional<ir::Duration> duration(JsonId object, std::string_view key);
  std::optional<ir::Duration> duration_in(JsonId object);
  std::optional<ir::Money> money(JsonId object, std::string_view key);
  std::optional<ir::Money> money_in(JsonId object);
  ir::Value value(JsonId object, std::string_view key);

  /// The member of an enum whose name stands there; its first one, and an error, if none does.
  template <class Kind, class Name>
  Kind one_of(JsonId at, std::string_view key, Kind last, Name name) {
    const std::string_view given = at == none ? std::string_view{} : text_of(at, key);
    std::string known;
    for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
      const auto each = static_cast<Kind>(i);
      if (name(each) == given && !given.empty()) return each;
      known += fmt::format("{}`{}`", known.empty() ? "" : ", ", name(each));
    }
    if (at != none && json_[at].kind == JsonKind::Text)
      wrong(at, key, render(Diag::IrOneOf, {{"known", std::move(known)}}));
    return Kind{};
  }

  // Ids.
  void enter(Ids& ids, JsonId object);
  template <class Id>
  Id reference(JsonId object, std::string_view key, const Ids& ids) {
    const JsonId at = get(object, key);
    return at == none ? Id{} : resolve<Id>(at, key, ids);
  }
  template <class Id>
  Id needed(JsonId object, std::string_view key, const Ids& ids) {
    const JsonId at = need(object, key);
    return at == none ? Id{} : resolve<Id>(at, key, ids);
  }
  template <class Id>
  std::vector<Id> references(JsonId object, std::string_view key, const Ids& ids) {
    std::vector<Id> result;
    for (const JsonId at : list(object, key))
      if (const Id id = resolve<Id>(at, key, ids)) result.push_back(id);
    return result;
  }
  template <class Id>
  Id resolve(JsonId at, std::string_view key, const Ids& ids) {
    const std::string_view given = text_of(at, key);
    if (json_[at].kind != JsonKind::Text) return {};
    const auto found = ids.index.find({given.data(), given.size()});
    if (found != ids.index.end()) return Id{found->second};
    no_such(at, ids, given);
    return {};
  }

  // What is wrong.
  void bad(JsonId at, Diag reason, const std::vector<DiagArg>& args = {});
  void bad(Span at, Diag reason, const std::vector<DiagArg>& args = {});
  void bad_twice(JsonId at, std::string_view kind, std::string_view id, Span first);
  void wrong(JsonId at, std::string_view key, std::string wanted);
  void wrong(JsonId at, std::string_view key, Diag wanted) { wrong(at, key, render(wanted, {})); }
  void no_such(JsonId at, const Ids& ids, std::string_view id);

  [[nodiscard]] Span place(JsonId at) const { return json_[at].span; }
  std::string_view keep(std::string_view text) { return definition_.keep(text); }

  const JsonDocument& json_;
  ir::Definition& definition_;
  Diagnostics& diagnostics_;

private:
  std::vector<bool> used_;  // by value: somebody has asked for it
  bool failed_ = false;
  std::size_t said_ = 0;
};

}  // namespace wain::ingest
