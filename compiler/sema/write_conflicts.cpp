#include <algorithm>
#include <tuple>

#include "sema/assignment.h"
#include "sema/call_graph.h"

namespace wain::sema {
namespace {

/// A write as one fork sees it.
struct Seen {
  ir::VariableId variable;
  ir::NodeId fork;
  ir::BranchId branch;
  ir::NodeId node;
  ir::Path path;
};

/// The caller's data behind a path that the callee updates.
ir::Path through_call(const ir::Process& callee, const ir::Node& call, const ir::Path& update) {
  const auto parameter = std::find(callee.parameters.begin(), callee.parameters.end(), update.variable);
  const auto at = static_cast<std::size_t>(parameter - callee.parameters.begin());
  if (at >= call.arguments.size()) return {};
  ir::Path path = call.arguments[at];
  path.fields.insert(path.fields.end(), update.fields.begin(), update.fields.end());
  return path;
}

bool before(const ir::Path& a, const ir::Path& b) {
  return std::tie(a.variable, a.fields) < std::tie(b.variable, b.fields);
}

/// Sorts, and drops what a shorter path already covers.
void keep_outermost(std::vector<ir::Path>& paths) {
  std::sort(paths.begin(), paths.end(), before);
  std::vector<ir::Path> kept;
  for (ir::Path& path : paths)
    if (kept.empty() || !is_prefix(kept.back(), path)) kept.push_back(std::move(path));
  paths = std::move(kept);
}

/// Adds the writes of a node, once for every fork around it.
void add_writes(const ir::Process& process, ir::NodeId node, const std::vector<ir::Path>& paths,
                std::vector<Seen>& all) {
  for (const ir::Path& path : paths)
    for (ir::BranchId at = process[node].branch; at && path.variable; at = process[at].parent)
      all.push_back({path.variable, process[at].fork, at, node, path});
}

std::vector<ir::Path> writes_of(const ir::Node& node, const ir::Process* callee,
                                const std::vector<ir::Path>* updates) {
  std::vector<ir::Path> paths = node.updates;
  for (const ir::Product& product : node.produces) paths.push_back({product.variable, {}, product.span});
  if (callee && updates)
    for (const ir::Path& update : *updates) paths.push_back(through_call(*callee, node, update));
  return paths;
}

/// The first conflict among the writes of one variable under one fork, sorted by path: the prefixes
/// of a path stand before it, so they lie on a stack.
class Overlaps {
public:
  void add(const Seen& write) {
    while (!stack_.empty() && !is_prefix(stack_.back().path(), write.path)) stack_.pop_back();
    for (const Level& level : stack_) {
      if (level.first->branch != write.branch)
        offer(*level.first, write);
      else if (level.other)
        offer(*level.other, write);
    }
    if (stack_.empty() || !(stack_.back().path() == write.path))
      stack_.push_back({&write, nullptr});
    else if (!stack_.back().other && stack_.back().first->branch != write.branch)
      stack_.back().other = &write;
  }
  [[nodiscard]] std::optional<WriteConflict> found() const { return found_; }

private:
  struct Level {
    const Seen* first;
    const Seen* other;  ///< of another branch than `first`
    [[nodiscard]] const ir::Path& path() const { return first->path; }
  };
  void offer(const Seen& a, const Seen& b) {
    const auto key = [](const Seen& write) { return std::tuple(write.node, write.path.span); };
    const Seen& first = key(a) < key(b) ? a : b;
    const Seen& second = &first == &a ? b : a;
    WriteConflict conflict{{first.node, first.branch, first.path}, {second.node, second.branch, second.path}};
    const auto order = [](const WriteConflict& c) {
      return std::tuple(c.second.node, c.second.path.span, c.first.node, c.first.path.span);
    };
    if (!found_ || order(conflict) < order(*found_)) found_ = std::move(conflict);
  }

  std::vector<Level> stack_;
  std::optional<WriteConflict> found_;
};

}  // namespace

std::vector<std::vector<ir::Path>> parameter_updates(const ir::Definition& definition) {
  const CallGraph graph = call_graph(definition);
  std::vector<std::vector<ir::Path>> updates(definition.processes.size());
  for (const ir::ProcessId id : graph.callees_first) {
    const ir::Process& process = definition[id];
    std::vector<ir::Path>& mine = updates[id.index];
    const auto add = [&](ir::Path path) {
      if (path.variable && process[path.variable].parameter) mine.push_back(std::move(path));
    };
    for (const ir::Node& node : process.nodes)
      for (const ir::Path& path : node.updates) add(path);
    for (const CallGraph::Call& call : graph.calls[id.index]) {
      if (graph.component[call.callee.index] == graph.component[id.index]) continue;  // recursion, reported
      for (const ir::Path& path : updates[call.callee.index])
        add(through_call(definition[call.callee], process[call.node], path));
    }
    keep_outermost(mine);
  }
  return updates;
}

std::vector<WriteConflict> write_conflicts(const ir::Definition& definition, const ir::Process& process,
                                           const std::vector<std::vector<ir::Path>>& parameter_updates) {
  std::vector<Seen> all;
  if (process.branches.empty()) return {};
  for (std::uint32_t n = 0; n < process.nodes.size(); ++n) {
    const ir::Node& node = process.nodes[n];
    if (!node.branch) continue;
    const ir::Process* callee = node.callee ? &definition[node.callee] : nullptr;
    const auto* updates = node.callee ? &parameter_updates[node.callee.index] : nullptr;
    add_writes(process, {n}, writes_of(node, callee, updates), all);
  }
  const auto key = [](const Seen& w) { return std::tie(w.variable, w.fork); };
  std::sort(all.begin(), all.end(), [&](const Seen& a, const Seen& b) {
    return std::tie(a.variable, a.fork, a.path.fields, a.node, a.path.span) <
           std::tie(b.variable, b.fork, b.path.fields, b.node, b.path.span);
  });
  std::vector<WriteConflict> conflicts;
  for (std::size_t begin = 0; begin < all.size();) {
    Overlaps overlaps;
    std::size_t end = begin;
    for (; end < all.size() && key(all[end]) == key(all[begin]); ++end) overlaps.add(all[end]);
    if (auto conflict = overlaps.found()) conflicts.push_back(std::move(*conflict));
    begin = end;
  }
  return conflicts;
}

}  // namespace wain::sema
