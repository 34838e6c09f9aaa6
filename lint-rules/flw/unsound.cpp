#include "rules/flw/unsound.h"

#include <algorithm>
#include <vector>

namespace wain::lint {
namespace {

ir::NodeId nearest_named(const ir::Process& process, ir::NodeId start, bool behind) {
  llvm::BitVector known(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> queue{start};
  known.set(start.index);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const ir::Node& node = process[queue[next]];
    if (!node.name.empty()) return queue[next];
    for (const ir::EdgeId edge : behind ? node.out : node.in) {
      const ir::NodeId to = behind ? process[edge].to : process[edge].from;
      if (known.test(to.index)) continue;
      known.set(to.index);
      queue.push_back(to);
    }
  }
  return {};
}

/// The edge that a run takes from the choice or fork that is its i-th node: towards what comes first of what
/// follows there. Invalid if that cannot be told.
ir::EdgeId taken_from(const ir::Process& process, const analysis::UnsoundRun& found, std::size_t i) {
  std::vector<ir::NodeId> after(found.run.begin() + static_cast<std::ptrdiff_t>(i) + 1, found.run.end());
  after.push_back(found.at);
  if (found.other) after.push_back(found.other);
  for (const ir::NodeId node : after) {
    for (const ir::EdgeId edge : process[found.run[i]].out)
      if (process[edge].to == node) return edge;
  }
  return {};
}

/// The conditions that a case fulfils on the run, each once, in order.
std::vector<ir::ExprId> guards_on(const ir::Process& process, const analysis::UnsoundRun& found) {
  std::vector<ir::ExprId> guards;
  const auto add = [&](ir::EdgeId edge) {
    const ir::ExprId guard = edge ? process[edge].guard : ir::ExprId{};
    if (guard && std::find(guards.begin(), guards.end(), guard) == guards.end()) guards.push_back(guard);
  };
  for (std::size_t i = 0; i < found.run.size(); ++i) {
    const ir::Node& node = process[found.run[i]];
    if (node.kind == ir::NodeKind::Split) add(taken_from(process, found, i));
    if (node.kind != ir::NodeKind::Fork || !node.inclusive) continue;
    for (const ir::EdgeId edge : node.out) add(edge);
  }
  return guards;
}

}  // namespace

void qualify(const View& view, ir::ProcessId id, const analysis::UnsoundRun& found,
             Diagnostics::Builder& finding) {
  const std::vector<ir::ExprId> guards = guards_on(view[id], found);
  if (guards.empty()) return;
  std::string text;
  for (std::size_t i = 0; i < std::min(guards.size(), places_shown); ++i) {
    if (i > 0) text += "`, `";
    text += ir::str(view.definition, &view[id], guards[i]);
  }
  finding.level(Level::Warning);
  finding.help(rule::NoteRunTakesGuards, {arg("guards", text)});
}

ir::NodeId named_before(const ir::Process& process, ir::NodeId node) {
  return nearest_named(process, node, false);
}

ir::NodeId named_behind(const ir::Process& process, ir::NodeId node) {
  return nearest_named(process, node, true);
}

std::string name_or_kind(const ir::Process& process, ir::NodeId node) {
  const ir::Node& of = process[node];
  return std::string(of.name.empty() ? ir::name(of.kind) : of.name);
}

}  // namespace wain::lint
