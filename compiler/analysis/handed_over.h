/// Data across a call.
#pragma once

#include <cstddef>
#include <optional>

#include "ir/process.h"

namespace wain::analysis {

/// A caller's data by the name that it has in the callee, if the call hands all of it over.
inline std::optional<ir::Path> handed_over(const ir::Process& callee, const ir::Node& call,
                                           const ir::Path& path) {
  for (std::size_t i = 0; i < call.arguments.size() && i < callee.parameters.size(); ++i) {
    const ir::Path& handed = call.arguments[i];
    if (!ir::is_prefix(handed, path)) continue;
    ir::Path result;
    result.variable = callee.parameters[i];
    result.fields.assign(path.fields.begin() + static_cast<std::ptrdiff_t>(handed.fields.size()),
                         path.fields.end());
    return result;
  }
  return std::nullopt;
}

}  // namespace wain::analysis
