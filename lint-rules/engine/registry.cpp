#include "rules/engine/registry.h"

namespace wain::lint {

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> rules = {
#define WAIN_RULE(id, name, code, level, message) \
  {rule::id, check_##id, rule::id == rule::UnusedAllow || rule::id == rule::ExpiredAllow},
#include "diagnostics/rules.def"
  };
  return rules;
}

}  // namespace wain::lint
