/// What the files of the verifier share: the list of violations and the checks of ids and values.
/// Private to the verifier.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "ir/definition.h"
#include "ir/verifier.h"

namespace wain::ir {

/// The element that is being checked; written out only when something is wrong with it.
struct Place {
  std::string_view kind;
  std::string_view name;
  std::string_view inside = {};  ///< the process, for its parts
  std::size_t index = SIZE_MAX;
};

struct Verification {
  const Definition& definition;
  Pairing pairing = Pairing::Demanded;
  std::vector<std::string> violations;
  /// Expressions that were reached from a use, each from one.
  std::vector<bool> reached;

  template <class... Args>
  void fail(const Place& place, fmt::format_string<Args...> format, Args&&... args) {
    std::string out(place.kind);
    if (!place.name.empty()) out.append(" ").append(place.name);
    if (place.index != SIZE_MAX) out += fmt::format(" #{}", place.index);
    if (!place.inside.empty()) out.append(" of ").append(place.inside);
    violations.push_back(out + ": " + fmt::format(format, std::forward<Args>(args)...));
  }

  /// The id is valid and in range of `size` elements; an invalid one is a violation if `needed`.
  template <class Id>
  bool check_id(const Place& place, std::string_view what, Id id, std::size_t size, bool needed) {
    if (!id.valid()) {
      if (needed) fail(place, "{} is missing", what);
      return false;
    }
    if (id.index >= size) {
      fail(place, "{} is {} of {}", what, id.index, size);
      return false;
    }
    return true;
  }
  template <class Id>
  void check_ids(const Place& place, std::string_view what, const std::vector<Id>& ids, std::size_t size) {
    for (const Id id : ids) check_id(place, what, id, size, true);
  }
  void check_share(const Place& place, std::string_view what, const std::optional<Decimal>& share);
};

/// verify_values.cpp
/// A value is of the kind that its type wants.
bool fits(const Definition& definition, const Value& value, TypeId type);
void verify_distribution(Verification& verification, const Place& place, const Distribution& distribution);

/// verify_expressions.cpp
/// Every expression for itself: operands, types.
void verify_expressions(Verification& verification);
/// What an expression means where it is used: its paths, and that its type is bool if `condition`.
/// `self` is the record of a predicate. `visits` of a step needs the process.
void verify_use(Verification& verification, const Place& place, ExprId root, const Process* process,
                RecordId self, bool condition);

/// verify_limits.cpp
/// Of a definition that was not lowered from a text. Its ids are in range.
void verify_limits(Verification& verification);

/// verify_process.cpp
void verify_process(Verification& verification, const Process& process);

}  // namespace wain::ir
