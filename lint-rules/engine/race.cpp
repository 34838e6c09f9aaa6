#include "rules/engine/race.h"

namespace wain::lint {

bool stands_in_race(const ir::Process& process, const ir::Node& node) {
  for (ir::BranchId branch = node.branch; branch; branch = process[branch].parent) {
    const ir::Node& fork = process[process[branch].fork];
    const bool needs_all = fork.join_rule == ir::JoinRule::All ||
                           (fork.join_rule == ir::JoinRule::KOfN && fork.join_count >= fork.branches.size());
    if (!needs_all) return true;
  }
  return false;
}

}  // namespace wain::lint
