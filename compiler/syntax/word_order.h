/// What people write in the order, or without the marks, of another language: `(Claim claim)`, `p90
/// cycle_time`, `escalates to ACTOR after D`, `rejects after D`, `Mon-Fri`.
#pragma once

#include <string_view>
#include <vector>

#include "syntax/repair.h"

namespace wain::syntax {

/// Rewrites of such a slip at the failure, each with how it is written here; mostly none.
std::vector<Edit> other_orders(std::string_view text, const std::vector<Token>& tokens,
                               const Failure& failure);

}  // namespace wain::syntax
