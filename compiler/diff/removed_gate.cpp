#include "diff/removed_gate.h"

#include <set>
#include <string_view>

#include <llvm/ADT/BitVector.h>

namespace wain::diff {
namespace {

/// Names of all that is judged or checked in the process and in what it calls, whoever does it. An audit
/// stops nothing, and does not count.
void add_judged(const ir::Definition& definition, ir::ProcessId id, llvm::BitVector& seen,
                std::set<std::string_view>& judged) {
  if (!id || seen.test(id.index)) return;
  seen.set(id.index);
  for (const ir::Node& node : definition[id].nodes) {
    if (node.kind == ir::NodeKind::Audit) continue;
    for (const ir::CriterionId each : node.judges) judged.insert(definition[each].name);
    for (const ir::CriterionId each : node.checks) judged.insert(definition[each].name);
    if (node.callee) add_judged(definition, node.callee, seen, judged);
  }
}

}  // namespace

void say_what_is_lost(const ir::Definition& before, const ir::Node& gate, const ir::Definition& after,
                      ir::ProcessId now, Change& change) {
  llvm::BitVector seen(static_cast<unsigned>(after.processes.size()));
  std::set<std::string_view> judged;
  add_judged(after, now, seen, judged);
  for (const ir::CriterionId each : gate.judges) {
    change.judged.emplace_back(before[each].name);
    if (!judged.contains(before[each].name)) change.unjudged.emplace_back(before[each].name);
  }
}

}  // namespace wain::diff
