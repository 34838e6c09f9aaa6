#include "rules/engine/registry.h"

namespace wain::lint {

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> rules = {
#define WAIN_RULE(id, name, code, level, message) \
  {Diag::id, check_##id, Diag::id == Diag::UnusedAllow || Diag::id == Diag::ExpiredAllow},
#include "diagnostics/diagnostics.def"
  };
  return rules;
}

}  // namespace wain::lint
