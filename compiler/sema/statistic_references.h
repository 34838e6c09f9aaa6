/// What stands in the parentheses of a statistic: `Today.Check.waiting_time`.
#pragma once

#include <optional>
#include <vector>

#include "sema/context.h"

namespace wain::sema {

/// Resolves the names of a reference into `ref`; gives the type of what is measured, nothing if that was
/// reported or cannot be known. With an `outcome` (in `good when`) a reference names a measure only.
std::optional<ir::Type> resolve_reference(const Cursor& path, std::vector<WrittenName> names,
                                          ir::OutcomeId outcome, ir::StatisticRef& ref);

}  // namespace wain::sema
