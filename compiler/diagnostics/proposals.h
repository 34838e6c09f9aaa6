/// Which rules propose something: the rows WAIN_PROPOSAL of rules.def.
#pragma once

#include <vector>

#include "diagnostics/diagnostic.h"

namespace wain {

/// In the order of the table.
const std::vector<Diag>& proposing_rules();

}  // namespace wain
