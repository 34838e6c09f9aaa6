#include "rules/engine/concerns.h"

#include <algorithm>

namespace wain::lint {

bool names_data(const ir::Node& node) {
  return !(node.reads.empty() && node.sees.empty() && node.updates.empty() && node.produces.empty());
}

bool concerns(const ir::Process& process, const ir::Node& done, const ir::Path& seen) {
  if (!names_data(done)) return process[seen.variable].parameter;
  const auto touches = [&](const ir::Path& path) { return ir::overlap(path, seen); };
  return std::any_of(done.reads.begin(), done.reads.end(), touches) ||
         std::any_of(done.sees.begin(), done.sees.end(), touches) ||
         std::any_of(done.updates.begin(), done.updates.end(), touches) ||
         std::any_of(done.produces.begin(), done.produces.end(),
                     [&](const ir::Product& product) { return product.variable == seen.variable; });
}

}  // namespace wain::lint
