#include "rules/dif/versions.h"

namespace wain::lint {

ir::OutcomeId Comparison::now(ir::OutcomeId was) const {
  for (const OutcomePair pair : renamed)
    if (pair.before == was) return pair.after;
  return named<ir::OutcomeId>(after.definition.outcomes, before.definition[was].name);
}

ir::OutcomeId Comparison::then(ir::OutcomeId is) const {
  for (const OutcomePair pair : renamed)
    if (pair.after == is) return pair.before;
  return named<ir::OutcomeId>(before.definition.outcomes, after.definition[is].name);
}

Comparison replacements(const View& view) {
  Comparison result{view, view, {}, {}, true};
  for (const ir::ProcessId id : view.processes) {
    const ir::ProcessId replaced = view[id].replaces;
    if (replaced && view.calls.sound.test(replaced.index)) result.pairs.push_back({replaced, id});
  }
  return result;
}

llvm::BitVector called_from(const View& view, ir::ProcessId process) {
  llvm::BitVector found(static_cast<unsigned>(view.definition.processes.size()));
  std::vector<ir::ProcessId> work{process};
  found.set(process.index);
  while (!work.empty()) {
    const ir::ProcessId id = work.back();
    work.pop_back();
    for (const ir::NodeId at : view.reaches[id.index].order) {
      const ir::Node& node = view[id][at];
      if (node.kind != ir::NodeKind::Call || found.test(node.callee.index)) continue;
      found.set(node.callee.index);
      work.push_back(node.callee);
    }
  }
  return found;
}

llvm::BitVector callers_of(const View& view, ir::ProcessId process) {
  llvm::BitVector found(static_cast<unsigned>(view.definition.processes.size()));
  std::vector<ir::ProcessId> work{process};
  while (!work.empty()) {
    const ir::ProcessId id = work.back();
    work.pop_back();
    for (const Place call : view.callers[id.index]) {
      if (found.test(call.process.index)) continue;
      found.set(call.process.index);
      work.push_back(call.process);
    }
  }
  found.reset(process.index);
  return found;
}

}  // namespace wain::lint
