#include "diff/removed_gate.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/BitVector.h>

namespace wain::diff {
namespace {

/// Where each criterion is judged or checked, by name; in another process with that before it.
using Judges = std::map<std::string_view, std::vector<std::string>>;

/// All that is judged or checked in the process and in what it calls, whoever does it. An audit stops
/// nothing, and does not count.
void add_judged(const ir::Definition& definition, ir::ProcessId id, std::string_view within,
                llvm::BitVector& seen, Judges& judges) {
  if (!id || seen.test(id.index)) return;
  seen.set(id.index);
  for (const ir::Node& node : definition[id].nodes) {
    if (node.kind == ir::NodeKind::Audit) continue;
    const std::string name =
        within.empty() ? std::string(node.name) : fmt::format("{}.{}", within, node.name);
    for (const ir::CriterionId each : node.judges) judges[definition[each].name].push_back(name);
    for (const ir::CriterionId each : node.checks) judges[definition[each].name].push_back(name);
    if (node.callee) add_judged(definition, node.callee, definition[node.callee].name, seen, judges);
  }
}

}  // namespace

void say_what_is_lost(const ir::Definition& before, const ir::Node& gate, const ir::Definition& after,
                      ir::ProcessId now, Change& change) {
  llvm::BitVector seen(static_cast<unsigned>(after.processes.size()));
  Judges judges;
  add_judged(after, now, {}, seen, judges);
  for (const ir::CriterionId each : gate.judges) {
    change.judged.emplace_back(before[each].name);
    const auto found = judges.find(before[each].name);
    if (found == judges.end()) {
      change.unjudged.emplace_back(before[each].name);
      continue;
    }
    for (const std::string& step : found->second)
      if (std::find(change.judges.begin(), change.judges.end(), step) == change.judges.end())
        change.judges.push_back(step);
  }
}

}  // namespace wain::diff
