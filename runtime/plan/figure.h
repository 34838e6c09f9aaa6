/// What is counted of a case: its times, by their causes too, its costs, its detours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace wain::plan {

/// The causes come last, in the order of their table.
enum class Figure : std::uint8_t {
  CycleTime,
  TouchTime,
  WaitingTime,
  Effort,
  Cost,
  Rework,
  Loss,
#define WAIN_CAUSE(id, word) id,
#include "runtime/plan/causes.def"
#undef WAIN_CAUSE
};

/// How figures are called in JSON.
inline constexpr std::string_view figure_words[] = {
    "cycleTime", "touchTime", "waitingTime", "effort", "cost", "rework", "loss",
#define WAIN_CAUSE(id, word) word,
#include "runtime/plan/causes.def"
#undef WAIN_CAUSE
};
inline constexpr std::size_t figures = std::size(figure_words);
inline constexpr std::size_t first_cause = static_cast<std::size_t>(Figure::WorkHuman);

}  // namespace wain::plan
