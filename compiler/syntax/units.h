/// Units of time as people write them.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace wain::syntax {

/// The language's unit for what somebody wrote: `h` for `hours`; its own units stand for themselves. Empty if
/// the word is no unit.
inline std::optional<std::string_view> unit_meant(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 22> meant{{
      {"s", "s"},     {"sec", "s"},    {"secs", "s"},     {"second", "s"},    {"seconds", "s"}, {"m", "min"},
      {"min", "min"}, {"mins", "min"}, {"minute", "min"}, {"minutes", "min"}, {"h", "h"},       {"hr", "h"},
      {"hrs", "h"},   {"hour", "h"},   {"hours", "h"},    {"d", "d"},         {"day", "d"},     {"days", "d"},
      {"w", "w"},     {"wk", "w"},     {"week", "w"},     {"weeks", "w"},
  }};
  for (const auto& [written, unit] : meant)
    if (written == word) return unit;
  return std::nullopt;
}

}  // namespace wain::syntax
