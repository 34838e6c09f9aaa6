#include "rules/apr/costume.h"

#include <algorithm>
#include <set>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>

#include "rules/apr/written_before.h"

namespace wain::lint {
namespace {

/// A choice (or another round of a loop) with no visible condition straight after a step is how the
/// step says no.
bool decides_by_itself(const ir::Process& process, const ir::Node& step) {
  const ir::Node& next = process[process[step.out.front()].to];
  return next.kind == ir::NodeKind::Split &&
         std::any_of(next.out.begin(), next.out.end(), [&](ir::EdgeId arm) {
           const ir::EdgeKind kind = process[arm].kind;
           return (kind == ir::EdgeKind::When || kind == ir::EdgeKind::Until) && !process[arm].guard;
         });
}

/// Reads something, writes nothing, can be undone, and goes on whatever it saw.
bool only_looks(const View& view, const ir::Process& process, const ir::Node& node) {
  return node.kind == ir::NodeKind::Task && view.is_human(node) &&
         !(node.reads.empty() && node.sees.empty()) && node.produces.empty() && node.updates.empty() &&
         !node.irreversible && node.out.size() == 1 && process[node.out.front()].kind == ir::EdgeKind::Next &&
         !decides_by_itself(process, node);
}

struct Write {
  ir::NodeId node;
  ir::Path path;
};

/// The work of one process, with that behind its calls, by the variable it writes or sees.
class CostumeSearch {
public:
  CostumeSearch(const View& view, ir::ProcessId id)
      : view_(view),
        id_(id),
        process_(view[id]),
        reach_(view.reaches[id.index]),
        writes_of_(view.writes(id)) {
    for (std::uint32_t i = 0; i < process_.nodes.size(); ++i) {
      const ir::Node& node = process_.nodes[i];
      if (!reach_.has({i}) || !(View::is_work(node) || node.kind == ir::NodeKind::Call)) continue;
      writes_of_.anywhere(node,
                          [&](const ir::Path& path) { writes_[path.variable.index].push_back({{i}, path}); });
      if (node.kind == ir::NodeKind::Gate) {
        for (const ir::Path& path : node.sees) seen_[path.variable.index].push_back({{i}, path});
      }
    }
  }

  std::optional<Costume> of(ir::NodeId id) {
    const ir::Node& step = process_[id];
    std::optional<Costume> milder;
    for (const std::vector<ir::Path>* paths : {&step.reads, &step.sees}) {
      for (const ir::Path& path : *paths) {
        if (!may_be_anothers(step, id, path)) continue;
        const llvm::BitVector before = last_writers(id, path);
        for (const Write& write : writes_[path.variable.index]) {
          if (write.node == id || !before.test(write.node.index) || !ir::overlap(write.path, path)) continue;
          if (const std::optional<Place> machine = machine_of(write.node, path))
            return Costume{id, path, *machine, true, {}};
          if (milder || !is_work_of_others(step, write.node)) continue;
          if (const ir::NodeId gate = later_gate(id, path))
            milder = Costume{id, path, {id_, write.node}, false, gate};
        }
      }
    }
    return milder;
  }

private:
  /// The machine's work that writes it: the node itself, or what it calls, if no person writes it there.
  [[nodiscard]] std::optional<Place> machine_of(ir::NodeId writer, const ir::Path& path) const {
    const ir::Node& node = process_[writer];
    if (node.kind != ir::NodeKind::Call)
      return view_.is_automated(node) ? std::optional(Place{id_, writer}) : std::nullopt;
    std::set<ir::OutcomeId> outcomes;
    for (const ir::EdgeId edge : node.out)
      outcomes.insert(analysis::outcome_of(view_.definition, node, process_[edge]));
    const std::vector<Place> authors = authors_behind(view_, {id_, writer}, outcomes, path);
    const auto is_machine = [&](Place author) { return view_.is_automated(view_[author]); };
    const bool all = !authors.empty() && std::all_of(authors.begin(), authors.end(), is_machine);
    return all ? std::optional(authors.front()) : std::nullopt;
  }

  [[nodiscard]] bool is_work_of_others(const ir::Node& step, ir::NodeId writer) const {
    return View::is_work(process_[writer]) && other_people(step.actor, process_[writer].actor);
  }

  /// The step, and the nodes from which `path` comes to it as they left it: nobody else writes all of it on
  /// some way between.
  [[nodiscard]] llvm::BitVector last_writers(ir::NodeId step, const ir::Path& path) const {
    llvm::BitVector overwrites(static_cast<unsigned>(process_.nodes.size()));
    for (const Write& write : writes_.find(path.variable.index)->second) {
      if (ir::is_prefix(write.path, path)) overwrites.set(write.node.index);
    }
    return analysis::leading_to(process_, reach_, {step}, [&](const ir::Edge& edge) {
      return edge.to == step || !overwrites.test(edge.to.index);
    });
  }

  /// Whether a machine, or somebody else whose work a gate sees, writes it at all: asked before a walk
  /// through the whole process.
  [[nodiscard]] bool may_be_anothers(const ir::Node& step, ir::NodeId id, const ir::Path& path) const {
    const auto writes = writes_.find(path.variable.index);
    if (writes == writes_.end()) return false;
    const auto gates = seen_.find(path.variable.index);
    const bool is_seen =
        gates != seen_.end() && std::any_of(gates->second.begin(), gates->second.end(),
                                            [&](const Write& w) { return ir::overlap(w.path, path); });
    return std::any_of(writes->second.begin(), writes->second.end(), [&](const Write& w) {
      if (w.node == id || !ir::overlap(w.path, path)) return false;
      const ir::Node& writer = process_[w.node];
      return writer.kind == ir::NodeKind::Call || view_.is_automated(writer) ||
             (is_seen && is_work_of_others(step, w.node));
    });
  }

  [[nodiscard]] bool other_people(ir::ActorId a, ir::ActorId b) const {
    const std::vector<ir::ActorId> first = view_.people.acting(a);
    const std::vector<ir::ActorId> second = view_.people.acting(b);
    return std::none_of(first.begin(), first.end(), [&](ir::ActorId actor) {
      return std::find(second.begin(), second.end(), actor) != second.end();
    });
  }

  /// A gate after the step that sees the same data.
  ir::NodeId later_gate(ir::NodeId step, const ir::Path& path) {
    llvm::SmallVector<ir::NodeId, 4> gates;
    for (const Write& seen : seen_[path.variable.index]) {
      if (ir::overlap(seen.path, path)) gates.push_back(seen.node);
    }
    for (const ir::NodeId gate : gates) {
      if (analysis::leading_to(process_, reach_, {gate}).test(step.index)) return gate;
    }
    return {};
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_of_;
  llvm::DenseMap<std::uint32_t, std::vector<Write>> writes_, seen_;  // by variable; only looked up
};

}  // namespace

std::vector<Costume> costumes(const View& view, ir::ProcessId id) {
  std::vector<Costume> result;
  const ir::Process& process = view[id];
  std::optional<CostumeSearch> search;
  for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
    if (!view.reaches[id.index].has({i}) || !only_looks(view, process, process.nodes[i])) continue;
    if (!search) search.emplace(view, id);
    if (auto costume = search->of({i})) result.push_back(std::move(*costume));
  }
  return result;
}

}  // namespace wain::lint
