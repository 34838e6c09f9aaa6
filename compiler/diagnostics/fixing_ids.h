/// The identifiers of what is said about fixing: `fixing::Applied`.
#pragma once

#include <cstdint>

#include "diagnostics/diagnostic.h"

namespace wain {

/// Rows of fixing.def count from here.
constexpr std::uint16_t first_fixing_id = 12288;

namespace fixing {

enum class Row : std::uint16_t {
#define WAIN_TOOL(id, message) id,
#include "diagnostics/fixing.def"
#undef WAIN_TOOL
};

#define WAIN_TOOL(id, message) \
  inline constexpr Diag id = static_cast<Diag>(first_fixing_id + static_cast<std::uint16_t>(Row::id));
#include "diagnostics/fixing.def"
#undef WAIN_TOOL

}  // namespace fixing
}  // namespace wain
