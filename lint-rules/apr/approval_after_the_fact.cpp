// approval-after-the-fact (APR015): a gate judges what cannot be undone any more.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/judgments.h"
#include "rules/engine/concerns.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// What stands before a gate.
struct Before {
  std::vector<ir::NodeId> done;  ///< irreversible steps whose data it judges, in order of writing
  ir::Path seen;                 ///< of the first
  bool on_every_path = false;
};

class AfterTheFact {
public:
  AfterTheFact(const View& view, ir::ProcessId id)
      : process_(view[id]), reach_(view.reaches[id.index]), writes_(view.writes(id)) {
    std::copy_if(reach_.order.begin(), reach_.order.end(), std::back_inserter(irreversible_),
                 [&](ir::NodeId node) { return process_[node].irreversible; });
  }

  [[nodiscard]] std::optional<Before> of(ir::NodeId gate) {
    Before result;
    llvm::BitVector done(static_cast<unsigned>(process_.nodes.size()));
    for (const ir::Path& seen : process_[gate].sees) {
      if (!behind_what_is_done(seen).test(gate.index)) continue;
      const llvm::BitVector found = done_before(gate, seen);
      if (found.any() && done.none()) result.seen = seen;
      done |= found;
    }
    const llvm::BitVector before = done;
    for (const unsigned i : before.set_bits()) {
      if (!can_start_without(gate, {i})) done.reset(i);  // the gate has judged before it was done
    }
    if (done.none()) return std::nullopt;
    for (const unsigned i : done.set_bits()) result.done.push_back({i});
    result.on_every_path = !comes_without(gate, done);
    return result;
  }

private:
  /// The nodes that a case may come to after irreversible work that concerns `seen`. Most gates have none
  /// before them, and this is answered once for all that see the same.
  const llvm::BitVector& behind_what_is_done(const ir::Path& seen) {
    for (const auto& [path, nodes] : behind_[seen.variable]) {
      if (path == seen) return nodes;
    }
    llvm::BitVector nodes(static_cast<unsigned>(process_.nodes.size()));
    std::vector<ir::NodeId> work;
    std::copy_if(irreversible_.begin(), irreversible_.end(), std::back_inserter(work),
                 [&](ir::NodeId node) { return concerns(process_, process_[node], seen); });
    while (!work.empty()) {
      const ir::NodeId node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process_[node].out) {
        const ir::NodeId to = process_[edge].to;
        if (nodes.test(to.index)) continue;
        nodes.set(to.index);
        work.push_back(to);
      }
    }
    return behind_[seen.variable].emplace_back(seen, std::move(nodes)).second;
  }

  /// Irreversible work that concerns `seen`, after which nobody makes it anew before the gate.
  [[nodiscard]] llvm::BitVector done_before(ir::NodeId gate, const ir::Path& seen) const {
    llvm::BitVector result(static_cast<unsigned>(process_.nodes.size()));
    analysis::leading_to(process_, reach_, {gate}, [&](const ir::Edge& edge) {
      const ir::Node& from = process_[edge.from];
      const bool is_done = edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve;
      if (from.irreversible && is_done && edge.from != gate && concerns(process_, from, seen))
        result.set(edge.from.index);
      bool anew = false;
      writes_.on_exit(edge, [&](const ir::Path& path) { anew = anew || ir::is_prefix(path, seen); });
      return !anew;
    });
    return result;
  }

  /// Whether a case may come to `node` without `gate` having approved.
  [[nodiscard]] bool can_start_without(ir::NodeId gate, ir::NodeId node) const {
    return starts_before(
        node, [&](const ir::Edge& edge) { return edge.from != gate || edge.kind != ir::EdgeKind::Approve; });
  }

  [[nodiscard]] bool comes_without(ir::NodeId gate, const llvm::BitVector& done) const {
    return starts_before(gate, [&](const ir::Edge& edge) {
      return !done.test(edge.from.index) ||
             (edge.kind != ir::EdgeKind::Next && edge.kind != ir::EdgeKind::Approve);
    });
  }

  /// Whether a case may come there from the start over edges that `follow` lets through.
  [[nodiscard]] bool starts_before(ir::NodeId node, llvm::function_ref<bool(const ir::Edge&)> follow) const {
    return analysis::leading_to(process_, reach_, {node}, follow).test(0);
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  std::vector<ir::NodeId> irreversible_;
  std::map<ir::VariableId, std::vector<std::pair<ir::Path, llvm::BitVector>>> behind_;
};

void report(const View& view, Place place, const Before& before, Reporter& reporter) {
  const ir::Process& process = view[place.process];
  const ir::Node& gate = process[place.node];
  const DiagArg data = arg("data", ir::str(view.definition, &process, before.seen));
  Diagnostics::Builder finding = reporter.report(
      rule::ApprovalAfterTheFact, gate.name_span,
      {arg("gate", gate.name), data, arg("step", process[before.done.front()].name)}, gate.span);
  finding.symbol(view.symbol(place));
  if (!before.on_every_path) finding.level(Level::Warning);
  for (std::size_t i = 0; i < std::min(before.done.size(), places_shown); ++i) {
    const ir::Node& step = process[before.done[i]];
    finding.note(names_data(step) ? rule::NoteDoneHere : rule::NoteDoneWithAll, step.name_span,
                 {arg("step", step.name)});
  }
  if (!before.on_every_path) finding.help(rule::NoteOnSomePath, {arg("gate", gate.name)});
  finding.help(rule::NoteJudgeBefore);
}

}  // namespace

void check_ApprovalAfterTheFact(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const std::vector<ir::Node>& nodes = view[id].nodes;
    if (std::none_of(nodes.begin(), nodes.end(), [](const ir::Node& node) { return node.irreversible; }))
      continue;
    AfterTheFact search(view, id);
    for (const ir::NodeId gate : view.gates(id)) {
      if (view[id][gate].judges.empty()) continue;
      if (const auto before = search.of(gate)) report(view, {id, gate}, *before, reporter);
    }
  }
}

}  // namespace wain::lint
