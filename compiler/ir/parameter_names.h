/// What the JSON of the IR calls the parameters of a distribution; writer and reader go by it.
#pragma once

#include <string_view>
#include <vector>

#include "ir/process.h"

namespace wain::ir {

/// In the order of `Distribution::parameters`; of an empirical one, which has points, none.
std::vector<std::string_view> parameter_names(DistributionKind kind);

}  // namespace wain::ir
