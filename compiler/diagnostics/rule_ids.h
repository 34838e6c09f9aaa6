/// The identifiers of the lint rules and of their notes: `rule::UnownedOutcome`.
#pragma once

#include <cstdint>

#include "diagnostics/diagnostic.h"

namespace wain {

/// Rows of rules.def count from here.
constexpr std::uint16_t first_rule_id = 4096;

namespace rule {

enum class Row : std::uint16_t {
#define WAIN_RULE(id, name, code, level, message) id,
#define WAIN_NOTE(id, message) id,
#include "diagnostics/rules.def"
};

#define WAIN_RULE(id, name, code, level, message) \
  inline constexpr Diag id = static_cast<Diag>(first_rule_id + static_cast<std::uint16_t>(Row::id));
#define WAIN_NOTE(id, message) \
  inline constexpr Diag id = static_cast<Diag>(first_rule_id + static_cast<std::uint16_t>(Row::id));
#include "diagnostics/rules.def"

}  // namespace rule
}  // namespace wain
