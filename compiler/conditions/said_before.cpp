#include "conditions/said_before.h"

#include <algorithm>
#include <optional>

namespace wain::conditions {

RedundantGate SaidBefore::describe(const AskingGate& asking) {
  RedundantGate result{asking.gate, {}, {}};
  llvm::BitVector changing(static_cast<unsigned>(writes_.process.nodes.size()));
  for (const std::size_t asked : asking.judgments) look_back(asked, result, changing);
  const auto by_index = [](ir::NodeId a, ir::NodeId b) { return a.index < b.index; };
  std::sort(result.earlier.begin(), result.earlier.end(), by_index);
  result.earlier.erase(std::unique(result.earlier.begin(), result.earlier.end()), result.earlier.end());
  return result;
}

void SaidBefore::look_back(std::size_t asked, RedundantGate& result, llvm::BitVector& changing) {
  const ir::Process& process = writes_.process;
  Ways& ways = ways_[asked];
  if (ways.made.empty()) settle(asked_[asked], ways);
  const std::size_t enough = result.earlier.size() + most_earlier;
  analysis::leading_to(process, reach_, {result.gate}, [&](const ir::Edge& edge) {
    if (result.earlier.size() >= enough) return false;
    const auto id = static_cast<unsigned>(&edge - process.edges.data());
    const bool made_here = ways.made.test(id) && edge.from != result.gate;
    if (made_here) result.earlier.push_back(edge.from);
    if (made_here || ways.ended.test(id)) return false;
    note_changes(edge, asked_[asked], result, changing);
    return true;
  });
}

void SaidBefore::settle(const AskedJudgment& judgment, Ways& ways) const {
  const ir::Process& process = writes_.process;
  const auto edges = static_cast<unsigned>(process.edges.size());
  ways.made.resize(edges);
  ways.ended.resize(edges);
  llvm::BitVector gates(static_cast<unsigned>(process.nodes.size()));
  for (const ir::NodeId gate : judgment.gates) gates.set(gate.index);
  const std::optional<unsigned> index = judgments_.find(judgment.criterion, judgment.evidence);
  const auto is_made_by_call = [&](const ir::Edge& edge) {
    if (process[edge.from].kind != ir::NodeKind::Call || !judgment.called || !index) return false;
    const llvm::ArrayRef<llvm::BitVector> made = judgments_.made(edge);
    return std::any_of(made.begin(), made.end(),
                       [&](const llvm::BitVector& set) { return set.test(*index); });
  };
  for (unsigned i = 0; i < edges; ++i) {
    const ir::Edge& edge = process.edges[i];
    if (judgments_.is_dead_exit(edge)) {
      ways.ended.set(i);
      continue;
    }
    if ((edge.kind == ir::EdgeKind::Approve && gates.test(edge.from.index)) || is_made_by_call(edge))
      ways.made.set(i);
    if (is_written(writes_, edge, judgment.evidence)) ways.ended.set(i);
  }
}

/// `changing`: nodes that were noted before.
void SaidBefore::note_changes(const ir::Edge& edge, const AskedJudgment& judgment, RedundantGate& result,
                              llvm::BitVector& changing) const {
  writes_.on_exit(edge, [&](const ir::Path& path) {
    const ir::TypeId type = writes_.process[path.variable].type;
    if (!type || !writes_.definition[type].record) return;
    const auto sees = [&](const ir::Path& seen) { return ir::overlap(seen, path); };
    if (std::any_of(judgment.evidence.begin(), judgment.evidence.end(), sees)) return;
    const auto known = [&](const ChangedRecord& c) { return c.writer == edge.from && c.path == path; };
    if (!changing.test(edge.from.index) || std::none_of(result.changed.begin(), result.changed.end(), known))
      result.changed.push_back({edge.from, path});
    changing.set(edge.from.index);
  });
}

}  // namespace wain::conditions
