/// What all elements of a plan share: units of time, references, names, places in the source.
#pragma once

#include <cstdint>
#include <string>

namespace wain::plan {

inline constexpr std::int64_t second = 1'000'000;
inline constexpr std::int64_t minute = 60 * second;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;
inline constexpr std::int64_t week = 7 * day;

using Index = std::uint32_t;
/// No element.
inline constexpr Index none = UINT32_MAX;

/// Where something is declared: for messages. `file` is an index into Plan::files; none: nowhere.
struct Place {
  Index file = none;
  std::uint32_t line = 0, column = 0;
};

/// What every named element carries. `id` is unique among its kind (of nodes, slots, branches, measures:
/// within the process), and what JSON refers to it by. `key` is what its random draws hang on: elements of
/// the same key in two plans draw the same. In JSON an absent name is the id, an absent key the name.
struct Named {
  std::string id, name, title, key;
  Place place;
};

}  // namespace wain::plan
