#include "diagnostics/proposals.h"

#include "diagnostics/rule_ids.h"

namespace wain {

const std::vector<Diag>& proposing_rules() {
  static const std::vector<Diag> rows = {
#define WAIN_PROPOSAL(rule_id) rule::rule_id,
#include "diagnostics/rules.def"
  };
  return rows;
}

}  // namespace wain
