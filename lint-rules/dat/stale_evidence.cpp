// stale-evidence (DAT003): what a gate saw is changed on the way to something that cannot be undone and acts
// on it.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rules/engine/registry.h"
#include "rules/engine/way_there.h"

namespace wain::lint {
namespace {

/// A change of what a gate saw, and what then acts on it.
struct Stale {
  ir::NodeId writer;
  ir::Path written;
  ir::NodeId late;
  std::vector<ir::NodeId> way;  ///< from the gate
};

bool touches_any(const std::vector<ir::Path>& paths, const ir::Path& path) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const ir::Path& other) { return ir::overlap(other, path); });
}

class StaleSearch {
public:
  StaleSearch(const View& view, ir::ProcessId id)
      : process_(view[id]),
        reach_(view.reaches[id.index]),
        writes_(view.writes(id)),
        yields_(required(view, id)) {
    for (std::uint32_t i = 0; i < process_.nodes.size(); ++i) {
      bool writes = false;
      if (process_.nodes[i].branch && reach_.has({i}))
        writes_.anywhere(process_.nodes[i], [&](const ir::Path&) { writes = true; });
      if (writes) writers_in_branches_.push_back({i});
    }
  }

  [[nodiscard]] std::optional<Stale> of(ir::NodeId gate) const {
    // An outcome that requires the judgment reports that it is lost: unjudged-criterion.
    const std::vector<ir::CriterionId>& judges = process_[gate].judges;
    if (judges.empty() ||
        std::any_of(judges.begin(), judges.end(), [&](ir::CriterionId c) { return yields_.contains(c); }))
      return std::nullopt;
    for (const ir::Path& seen : process_[gate].sees) {
      if (std::optional<Stale> found = of(gate, seen)) return found;
    }
    return std::nullopt;
  }

private:
  static std::set<ir::CriterionId> required(const View& view, ir::ProcessId id) {
    std::set<ir::CriterionId> result;
    for (const ir::OutcomeId outcome : view[id].yields) {
      if (!outcome) continue;
      const std::vector<ir::CriterionId>& wanted = view.definition[outcome].requires_criteria;
      result.insert(wanted.begin(), wanted.end());
    }
    return result;
  }

  /// Whether passing the node looks at `path` anew: a gate that sees it, a machine that checks it.
  [[nodiscard]] bool looks_at(const ir::Node& node, const ir::Path& path) const {
    if (node.kind == ir::NodeKind::Gate) return touches_any(node.sees, path) || touches_any(node.reads, path);
    return !node.checks.empty() && touches_any(node.reads, path);
  }

  /// The gate approves, and somebody writes what it saw before anybody else has looked at it.
  [[nodiscard]] std::optional<Stale> of(ir::NodeId gate, const ir::Path& seen) const {
    const auto still_fresh = [&](const ir::Edge& edge) {
      if (edge.from == gate) return edge.kind == ir::EdgeKind::Approve;
      return !looks_at(process_[edge.from], seen) && !written(edge, seen);
    };
    std::set<ir::NodeId> asked;
    std::optional<Stale> result;
    way_there(
        process_, gate,
        [&](ir::NodeId node) {
          if (node == gate || !asked.insert(node).second || looks_at(process_[node], seen)) return false;
          result = changed_by(node, seen);
          return result.has_value();
        },
        still_fresh);
    if (!result) return changed_beside(gate, seen);
    std::vector<ir::NodeId> before =
        way_there(process_, gate, [&](ir::NodeId node) { return node == result->writer; }, still_fresh);
    before.insert(before.end(), result->way.begin() + 1, result->way.end());
    result->way = std::move(before);
    return result;
  }

  /// Another branch of the same parallel writes it: perhaps after the gate has looked.
  [[nodiscard]] std::optional<Stale> changed_beside(ir::NodeId gate, const ir::Path& seen) const {
    for (ir::BranchId own = process_[gate].branch; own; own = process_[own].parent) {
      for (const ir::NodeId node : writers_in_branches_) {
        const ir::BranchId other = analysis::branch_of(process_, node, process_[own].fork);
        if (!other || other == own) continue;
        if (std::optional<Stale> found = changed_by(node, seen)) return found;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<ir::Path> written(const ir::Edge& edge, const ir::Path& seen) const {
    std::optional<ir::Path> result;
    writes_.on_exit(edge, [&](const ir::Path& path) {
      if (!result && ir::overlap(path, seen)) result = path;
    });
    return result;
  }

  [[nodiscard]] std::optional<Stale> changed_by(ir::NodeId writer, const ir::Path& seen) const {
    for (const ir::EdgeId exit : process_[writer].out) {
      const std::optional<ir::Path> path = written(process_[exit], seen);
      if (!path) continue;
      std::vector<ir::NodeId> way = way_there(
          process_, writer, [&](ir::NodeId node) { return node != writer && acts_on(process_[node], *path); },
          [&](const ir::Edge& edge) {
            return edge.from == writer ? &edge == &process_[exit] : !looks_at(process_[edge.from], *path);
          });
      if (!way.empty()) return Stale{writer, *path, way.back(), std::move(way)};
    }
    return std::nullopt;
  }

  /// Irreversible, and concerned with the data; what names none acts on all parameters.
  [[nodiscard]] bool acts_on(const ir::Node& node, const ir::Path& path) const {
    if (node.kind != ir::NodeKind::Task || !node.irreversible) return false;
    if (node.reads.empty() && node.sees.empty() && node.updates.empty() && node.produces.empty())
      return process_[path.variable].parameter;
    return touches_any(node.reads, path) || touches_any(node.sees, path);
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  std::vector<ir::NodeId> writers_in_branches_;  // of parallels
  std::set<ir::CriterionId> yields_;             // criteria that an outcome requires
};

}  // namespace

void check_StaleEvidence(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    const StaleSearch search(view, id);
    std::set<ir::NodeId> said;  // by writer
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = process[node];
      if (gate.broken) continue;
      const std::optional<Stale> stale = search.of(node);
      if (!stale || !said.insert(stale->writer).second) continue;
      const ir::Node& writer = process[stale->writer];
      const ir::Node& late = process[stale->late];
      const DiagArg data = arg("data", ir::str(view.definition, &process, stale->written));
      const std::string_view name =
          writer.name.empty() && writer.callee ? view[writer.callee].name : writer.name;
      Diagnostics::Builder finding =
          reporter.report(rule::StaleEvidence, writer.name_span,
                          {arg("step", name.empty() ? ir::name(writer.kind) : name), data,
                           arg("gate", gate.name), arg("late", late.name)},
                          writer.span);
      finding.symbol(view.symbol({id, stale->writer}));
      finding.note(rule::NoteSawItHere, gate.name_span, {arg("gate", gate.name), data});
      finding.note(rule::NoteActsOnIt, late.name_span, {arg("late", late.name)});
      finding.help(rule::NoteWayThere, {arg("way", way_text(process, stale->way))});
      finding.help(rule::NoteJudgeAfterChange, {arg("gate", gate.name)});
    }
  }
}

}  // namespace wain::lint
