/// Which criteria are judged on every way to an outcome.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "ir/definition.h"

namespace wain::diff {

/// By outcome index: names of the criteria that hold at every end in it, whoever judged (people or
/// machines). An outcome that nothing ends in has all of them.
struct JudgedOutcomes {
  std::vector<std::set<std::string_view>> criteria;
  std::vector<bool> reached;  ///< by outcome index: something ends in it
};
JudgedOutcomes judged_outcomes(const ir::Definition& definition);

}  // namespace wain::diff
