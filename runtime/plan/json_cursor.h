/// A place in a JSON document that is being read, and the problems met so far. Private to the reader.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <llvm/Support/JSON.h>

#include "runtime/plan/plan.h"
#include "runtime/plan/problem.h"
#include "runtime/plan/words.h"

namespace wain::plan {

/// A step of a JSON pointer; its ancestors stand on the stack of the reader.
struct Spot {
  const Spot* up = nullptr;
  std::string_view key;
  std::size_t index = SIZE_MAX;
};
std::string pointer_of(const Spot* spot);

struct Problems {
  static constexpr std::size_t limit = 100;
  std::vector<Problem> found;
  void add(const Spot* spot, ProblemKind kind, std::string_view what = {}, std::string_view known = {});
};

/// The ids of one kind of element.
struct Ids {
  std::string_view kind;  ///< for messages
  std::unordered_map<std::string_view, Index> index;
};

/// An object of the document. What is not read by the time it goes is reported as unknown.
class ObjectReader {
public:
  ObjectReader(Problems& problems, const llvm::json::Value& value, const Spot* spot);
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;
  ~ObjectReader();

  [[nodiscard]] bool has(std::string_view key) const;
  /// Null if absent; marks it as read.
  const llvm::json::Value* take(std::string_view key);
  /// The same, and its absence is a problem.
  const llvm::json::Value* need(std::string_view key);

  void text(std::string_view key, std::string& out, bool needed = false);
  /// Within [least, most].
  template <class T>
  void integer(std::string_view key, T& out, std::int64_t least, std::int64_t most, bool needed = false) {
    if (const auto value = integer_at(key, least, most, needed)) out = static_cast<T>(*value);
  }
  void duration(std::string_view key, std::int64_t& out, bool needed = false);
  void money(std::string_view key, std::int64_t& out);
  void number(std::string_view key, double& out, double least, double most, bool needed = false);
  void share(std::string_view key, std::optional<double>& out);
  void flag(std::string_view key, bool& out);
  void reference(std::string_view key, const Ids& ids, Index& out, bool needed = false);
  void references(std::string_view key, const Ids& ids, std::vector<Index>& out);
  /// The place of one of the words in `words`; the first if it is absent and not needed.
  std::size_t word(std::string_view key, std::span<const std::string_view> words, bool needed = true);
  /// The same, of the words of `out`.
  template <class Enum>
    requires std::is_enum_v<Enum>
  void word(std::string_view key, Enum& out, bool needed = true) {
    out = static_cast<Enum>(word(key, words_of<Enum>, needed));
  }

  /// Calls `each(value, spot, index)` for the elements of a list.
  template <class Each>
  void list(std::string_view key, Each each, bool needed = false) {
    const llvm::json::Value* value = needed ? need(key) : take(key);
    if (value == nullptr) return;
    const Spot at{spot_, key};
    const llvm::json::Array* array = value->getAsArray();
    if (array == nullptr) return problems_.add(&at, ProblemKind::WrongKind, "a list");
    for (std::size_t i = 0; i < array->size(); ++i) {
      const Spot element{&at, {}, i};
      each((*array)[i], &element, i);
    }
  }

  /// What else stands in it does not matter any more.
  void forget() { object_ = nullptr; }
  [[nodiscard]] Problems& problems() { return problems_; }
  [[nodiscard]] const Spot* spot() const { return spot_; }
  void fail(std::string_view key, ProblemKind kind, std::string_view what = {}, std::string_view known = {});

private:
  std::optional<std::int64_t> integer_at(std::string_view key, std::int64_t least, std::int64_t most,
                                         bool needed);

  Problems& problems_;
  const llvm::json::Object* object_;
  const Spot* spot_;
  std::vector<std::string_view> read_;
};

/// The ids of a list's elements, before any of them is read; doubles are problems.
Ids collect_ids(Problems& problems, const llvm::json::Value& parent, std::string_view key,
                std::string_view kind, const Spot* up);

/// A date as days since 1970-01-01.
std::optional<std::int32_t> parse_date(std::string_view text);
/// `09:30` as minutes; 24:00 is 1440.
std::optional<std::uint16_t> parse_time(std::string_view text);

/// read_actors.cpp, read_nodes.cpp
void read_named(ObjectReader& in, Named& out);
void read_place(ObjectReader& in, Place& out);
Weekdays read_weekdays(ObjectReader& in);
Cadence read_cadence(Problems& problems, const llvm::json::Value& value, const Spot* spot, const Ids& zones);
Distribution read_distribution(Problems& problems, const llvm::json::Value& value, const Spot* spot);

/// The ids of all that stands at the top level.
struct TopIds {
  Ids zones, calendars, pools, committees, criteria, outcomes, processes;
  /// By process.
  std::vector<Ids> slots, measures;
  int version = 0;  ///< of the document
};
void read_actors(ObjectReader& in, const TopIds& ids, Plan& plan);
/// In read_goals.cpp: what good looks like.
Goal read_goal(Problems& problems, const llvm::json::Value& value, const Spot* spot, const TopIds& ids);
Process read_process(Problems& problems, const llvm::json::Value& value, const Spot* spot, const TopIds& ids,
                     Index self);
void read_expressions(ObjectReader& in, const Ids& slots, const Ids& nodes, const Ids& measures,
                      const Ids& criteria, Process& out);

}  // namespace wain::plan
