#include "rules/engine/sampling.h"

#include <cmath>

namespace wain::lint {

std::int64_t samples_to_notice(double share) {
  constexpr double chance_to_miss = 0.05;
  if (share >= 1) return 1;
  if (!(share > 1e-9)) return 0;
  return static_cast<std::int64_t>(std::ceil(std::log(chance_to_miss) / std::log1p(-share)));
}

}  // namespace wain::lint
