/// The identifiers of what is said about simulations: `sim::NoArrivals`.
#pragma once

#include <cstdint>

#include "diagnostics/diagnostic.h"

namespace wain {

/// Rows of simulation.def count from here.
constexpr std::uint16_t first_simulation_id = 8192;

namespace sim {

enum class Row : std::uint16_t {
#define WAIN_FRONT_END(id, name, code, level, message) id,
#define WAIN_NOTE(id, message) id,
#define WAIN_TOOL(id, message) id,
#include "diagnostics/simulation.def"
};

#define WAIN_FRONT_END(id, name, code, level, message) \
  inline constexpr Diag id = static_cast<Diag>(first_simulation_id + static_cast<std::uint16_t>(Row::id));
#define WAIN_NOTE(id, message) \
  inline constexpr Diag id = static_cast<Diag>(first_simulation_id + static_cast<std::uint16_t>(Row::id));
#define WAIN_TOOL(id, message) \
  inline constexpr Diag id = static_cast<Diag>(first_simulation_id + static_cast<std::uint16_t>(Row::id));
#include "diagnostics/simulation.def"

}  // namespace sim
}  // namespace wain
