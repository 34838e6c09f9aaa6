// no-exception-path (GOV004): a model that cannot say "this one not": neither by `fails` nor by what it
// writes.
#include <algorithm>
#include <set>
#include <utility>

#include "ir/visit_paths.h"
#include "rules/engine/registry.h"
#include "rules/gov/supervision.h"

namespace wain::lint {
namespace {

bool has_fails(const ir::Process& process, const ir::Node& node) {
  return std::any_of(node.out.begin(), node.out.end(),
                     [&](ir::EdgeId edge) { return process[edge].kind == ir::EdgeKind::Fail; });
}

/// Every path that some reachable choice reads.
std::vector<ir::Path> read_by_choices(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  std::vector<ir::Path> result;
  for (const ir::NodeId node : view.reaches[id.index].order) {
    const ir::NodeKind kind = process[node].kind;
    if (kind != ir::NodeKind::Split && kind != ir::NodeKind::Fork) continue;
    for (const ir::EdgeId arm : process[node].out) {
      ir::visit_paths(view.definition, process[arm].guard,
                      [&](const ir::Expr& use) { result.push_back(use.path); });
    }
  }
  return result;
}

bool writes_any(const View& view, ir::ProcessId id, const ir::Node& node, const std::vector<ir::Path>& read) {
  bool result = false;
  view.writes(id).anywhere(node, [&](const ir::Path& written) {
    result = result || std::any_of(read.begin(), read.end(),
                                   [&](const ir::Path& path) { return ir::overlap(written, path); });
  });
  return result;
}

/// The next node on the onward way that is more than a merge; invalid if that leads in a circle.
ir::NodeId next_of(const ir::Process& process, ir::NodeId node) {
  for (std::size_t steps = 0; steps <= process.nodes.size(); ++steps) {
    const std::vector<ir::EdgeId>& out = process[node].out;
    const auto onward = std::find_if(
        out.begin(), out.end(), [&](ir::EdgeId edge) { return process[edge].kind == ir::EdgeKind::Next; });
    if (onward == out.end()) return {};
    node = process[*onward].to;
    if (process[node].kind != ir::NodeKind::Merge) return node;
  }
  return {};
}

/// A choice without conditions right behind the step: what it goes by is not said, so it may be the machine's
/// own word.
bool is_open_choice(const ir::Process& process, ir::NodeId node) {
  if (!node || process[node].kind != ir::NodeKind::Split) return false;
  return std::none_of(process[node].out.begin(), process[node].out.end(),
                      [&](ir::EdgeId arm) { return process[arm].guard.valid(); });
}

}  // namespace

void check_NoExceptionPath(const View& view, Reporter& reporter) {
  std::set<std::pair<ir::ProcessId, ir::NodeId>> unsupervised;  // these have a finding of their own
  for (const Unsupervised& one : unsupervised_steps(view))
    unsupervised.insert({one.step.process, one.step.node});
  for (const ir::ProcessId id : view.processes) {
    const ir::Process& process = view[id];
    const std::vector<ir::Path> read = read_by_choices(view, id);
    for (const ir::NodeId node : view.reaches[id.index].order) {
      const ir::Node& step = process[node];
      if (step.kind != ir::NodeKind::Task || step.broken || has_fails(process, step)) continue;
      if (view.actor_of(step).kind != ir::ActorKind::Model || unsupervised.contains({id, node})) continue;
      const ir::NodeId next = next_of(process, node);
      if (writes_any(view, id, step, read) || is_open_choice(process, next)) continue;
      Diagnostics::Builder finding =
          reporter.report(rule::NoExceptionPath, step.name_span,
                          {arg("model", view.actor_of(step).name), arg("step", step.name)}, step.span);
      finding.symbol(view.symbol({id, node}));
      if (next && !process[next].name.empty())
        finding.note(rule::NoteAllGoTheSameWay, process[next].name_span, {arg("step", process[next].name)});
      finding.help(rule::NoteSayFails);
    }
  }
}

}  // namespace wain::lint
