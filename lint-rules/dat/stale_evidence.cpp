// stale-evidence (DAT003): what a gate saw is changed on the way to something that cannot be undone and acts
// on it.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rules/engine/deeds.h"
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

/// Orders data, wherever it is written.
struct ByData {
  bool operator()(const ir::Path& a, const ir::Path& b) const {
    return a.variable != b.variable ? a.variable.index < b.variable.index : a.fields < b.fields;
  }
};

/// What is asked of every gate and every write is answered once for each piece of data: from where it leads
/// to what acts on it. Only where it does is the way looked for.
class StaleSearch {
public:
  StaleSearch(const View& view, ir::ProcessId id, Deeds& deeds)
      : process_(view[id]),
        deeds_(deeds),
        reach_(view.reaches[id.index]),
        writes_(view.writes(id)),
        yields_(required(view, id)) {
    for (const ir::NodeId node : reach_.order) {
      if (is_irreversible(process_[node]) || process_[node].kind == ir::NodeKind::Call)
        acting_.push_back(node);
      bool writes = false;
      writes_.anywhere(process_[node], [&](const ir::Path&) { writes = true; });
      if (writes) writers_.push_back(node);
    }
    std::sort(writers_.begin(), writers_.end());
    std::copy_if(writers_.begin(), writers_.end(), std::back_inserter(writers_in_branches_),
                 [&](ir::NodeId node) { return process_[node].branch.valid(); });
  }

  /// Nothing in the process is irreversible, or nothing writes.
  [[nodiscard]] bool is_pointless() const { return acting_.empty() || writers_.empty(); }

  [[nodiscard]] std::optional<Stale> of(ir::NodeId gate) {
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
  [[nodiscard]] std::optional<Stale> of(ir::NodeId gate, const ir::Path& seen) {
    if (!comes_to_change(gate, seen)) return changed_beside(gate, seen);
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
  [[nodiscard]] std::optional<Stale> changed_beside(ir::NodeId gate, const ir::Path& seen) {
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

  [[nodiscard]] std::optional<Stale> changed_by(ir::NodeId writer, const ir::Path& seen) {
    for (const ir::EdgeId exit : process_[writer].out) {
      const std::optional<ir::Path> path = written(process_[exit], seen);
      if (!path || !acted_on_from(*path).test(process_[exit].to.index)) continue;
      std::vector<ir::NodeId> way = way_there(
          process_, writer, [&](ir::NodeId node) { return node != writer && acts_on(process_[node], *path); },
          [&](const ir::Edge& edge) {
            return edge.from == writer ? &edge == &process_[exit] : !looks_at(process_[edge.from], *path);
          });
      if (!way.empty()) return Stale{writer, *path, way.back(), std::move(way)};
    }
    return std::nullopt;
  }

  /// By node: whether what comes there with this data comes to something that acts on it before anybody
  /// looks.
  const llvm::BitVector& acted_on_from(const ir::Path& path) {
    const auto [at, is_new] = acted_on_from_.try_emplace(path);
    if (!is_new) return at->second;
    std::vector<ir::NodeId> acting;
    std::copy_if(acting_.begin(), acting_.end(), std::back_inserter(acting),
                 [&](ir::NodeId node) { return acts_on(process_[node], path); });
    at->second.resize(static_cast<unsigned>(process_.nodes.size()));
    if (!acting.empty())
      at->second = analysis::leading_to(process_, reach_, acting, [&](const ir::Edge& edge) {
        return !looks_at(process_[edge.from], path);
      });
    return at->second;
  }

  /// Whether a yes of the gate leads to somebody who changes what it saw and is acted on, unseen.
  [[nodiscard]] bool comes_to_change(ir::NodeId gate, const ir::Path& seen) {
    const llvm::BitVector& from = changed_from(seen);
    const std::vector<ir::EdgeId>& out = process_[gate].out;
    return std::any_of(out.begin(), out.end(), [&](ir::EdgeId exit) {
      return process_[exit].kind == ir::EdgeKind::Approve && from.test(process_[exit].to.index);
    });
  }

  const llvm::BitVector& changed_from(const ir::Path& seen) {
    const auto [at, is_new] = changed_from_.try_emplace(seen);
    if (!is_new) return at->second;
    std::vector<ir::NodeId> changing;
    std::copy_if(writers_.begin(), writers_.end(), std::back_inserter(changing),
                 [&](ir::NodeId node) { return !looks_at(process_[node], seen) && changes(node, seen); });
    at->second.resize(static_cast<unsigned>(process_.nodes.size()));
    if (!changing.empty())
      at->second = analysis::leading_to(process_, reach_, changing, [&](const ir::Edge& edge) {
        return !looks_at(process_[edge.from], seen) && !written(edge, seen);
      });
    return at->second;
  }

  /// As `changed_by`, but for a way that leads back through the writer itself.
  [[nodiscard]] bool changes(ir::NodeId writer, const ir::Path& seen) {
    const std::vector<ir::EdgeId>& out = process_[writer].out;
    return std::any_of(out.begin(), out.end(), [&](ir::EdgeId exit) {
      const std::optional<ir::Path> path = written(process_[exit], seen);
      return path && acted_on_from(*path).test(process_[exit].to.index);
    });
  }

  [[nodiscard]] static bool is_irreversible(const ir::Node& node) {
    return node.kind == ir::NodeKind::Task && node.irreversible;
  }

  /// Irreversible, and concerned with the data; what names none acts on all parameters.
  [[nodiscard]] bool acts_on(const ir::Node& node, const ir::Path& path) const {
    if (node.kind == ir::NodeKind::Call)
      return std::any_of(node.out.begin(), node.out.end(), [&](ir::EdgeId exit) {
        return deeds_.on(process_, process_[exit], path) != nullptr;
      });
    if (!is_irreversible(node)) return false;
    if (node.reads.empty() && node.sees.empty() && node.updates.empty() && node.produces.empty())
      return process_[path.variable].parameter;
    return touches_any(node.reads, path) || touches_any(node.sees, path);
  }

  const ir::Process& process_;
  Deeds& deeds_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  std::vector<ir::NodeId> acting_;               // irreversible, and calls
  std::vector<ir::NodeId> writers_;              // by index
  std::vector<ir::NodeId> writers_in_branches_;  // of parallels
  std::set<ir::CriterionId> yields_;             // criteria that an outcome requires
  std::map<ir::Path, llvm::BitVector, ByData> acted_on_from_;
  std::map<ir::Path, llvm::BitVector, ByData> changed_from_;
};

}  // namespace

void check_StaleEvidence(const View& view, Reporter& reporter) {
  Deeds deeds(view);
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    StaleSearch search(view, id, deeds);
    if (search.is_pointless()) continue;
    std::set<ir::NodeId> said;  // by writer
    for (const ir::NodeId node : view.gates(id)) {
      const ir::Node& gate = process[node];
      if (gate.broken) continue;
      const std::optional<Stale> stale = search.of(node);
      if (!stale || !said.insert(stale->writer).second) continue;
      const ir::Node& writer = process[stale->writer];
      const ir::Node& acting = process[stale->late];
      const Place at = deeds.at({id, stale->late}, stale->written);
      const ir::Node& late = view[at];
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
      if (acting.kind == ir::NodeKind::Call)
        finding.note(rule::NoteRaceInCall, acting.span,
                     {arg("step", late.name), arg("process", view[at.process].name)});
      else
        finding.note(rule::NoteActsOnIt, late.name_span, {arg("late", late.name)});
      finding.help(rule::NoteWayThere, {arg("way", way_text(process, stale->way))});
      finding.help(rule::NoteJudgeAfterChange, {arg("gate", gate.name)});
    }
  }
}

}  // namespace wain::lint
