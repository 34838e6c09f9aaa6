// A forward may analysis: one bit for each path that may be written from the machine's work, "holds something
// of the machine's work".
#include "rules/gat/derived.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace wain::lint {
namespace {

void append(std::vector<ir::Path>& to, const std::vector<ir::Path>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class Trail {
public:
  Trail(const View& view, ir::ProcessId id, ir::NodeId machine, const llvm::BitVector& region,
        const Lookers& lookers)
      : process_(view[id]),
        reach_(view.reaches[id.index]),
        writes_(view.writes(id)),
        machine_(machine),
        region_(region),
        lookers_(lookers) {
    const ir::Node& node = process_[machine];
    writes_.anywhere(node, [&](const ir::Path& path) { add(path); });
    if (!node.checks.empty()) {
      for (const ir::Path& path : in_hand(node)) add(path);
    }
    at_start_ = static_cast<unsigned>(paths_.size());
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      const ir::Path path = paths_[i];
      each_looking(path, [&](ir::NodeId node) {
        writes_.anywhere(process_[node], [&](const ir::Path& made) { add(made); });
      });
    }
  }

  llvm::BitVector run(JudgedOn judged_on) {
    llvm::BitVector result(region_.size());
    if (!is_judged(judged_on)) return result;
    std::vector<llvm::BitVector> in(process_.nodes.size());
    llvm::BitVector made(static_cast<unsigned>(paths_.size()));
    made.set(0, at_start_);
    for (const ir::EdgeId edge : process_[machine_].out) come_to(edge, made, in);
    for (bool changed = true; changed;) {
      changed = false;
      for (const ir::NodeId node : reach_.order) {
        if (!region_.test(node.index) || in[node.index].empty()) continue;
        const llvm::BitVector out = node == machine_ ? made : after(node, in[node.index]);
        for (const ir::EdgeId edge : process_[node].out) changed = come_to(edge, out, in) || changed;
      }
    }
    for (const unsigned i : region_.set_bits()) {
      if (!in[i].empty() && holds(judged_on({i}), in[i])) result.set(i);
    }
    return result;
  }

private:
  /// Visits the nodes of the region that look at some of the path.
  template <class Visit>
  void each_looking(const ir::Path& path, Visit visit) const {
    for (const ir::NodeId node : lookers_.nodes[path.variable.index]) {
      if (!region_.test(node.index)) continue;
      const std::vector<ir::Path> looked = looked_at(process_[node]);
      if (std::any_of(looked.begin(), looked.end(), [&](const ir::Path& p) { return ir::overlap(p, path); }))
        visit(node);
    }
  }

  /// Somebody judges on what may hold something of the machine's work, whatever the order of things.
  [[nodiscard]] bool is_judged(JudgedOn judged_on) const {
    return std::any_of(paths_.begin(), paths_.end(), [&](const ir::Path& path) {
      bool judged = false;
      each_looking(path, [&](ir::NodeId node) { judged = judged || !judged_on(node).empty(); });
      return judged;
    });
  }

  void add(const ir::Path& path) {
    if (!lookers_.judged.test(path.variable.index)) return;
    const auto next = static_cast<unsigned>(paths_.size());
    if (bits_.try_emplace({path.variable, path.fields}, next).second) paths_.push_back(path);
  }

  bool come_to(ir::EdgeId edge, const llvm::BitVector& facts, std::vector<llvm::BitVector>& in) const {
    const ir::NodeId to = process_[edge].to;
    if (!region_.test(to.index)) return false;
    llvm::BitVector& at = in[to.index];
    if (at.empty()) {
      at = facts;
      return true;
    }
    if (!facts.test(at)) return false;  // nothing new
    at |= facts;
    return true;
  }

  [[nodiscard]] bool holds(const std::vector<ir::Path>& looked, const llvm::BitVector& facts) const {
    return std::any_of(looked.begin(), looked.end(), [&](const ir::Path& path) {
      return std::any_of(facts.set_bits_begin(), facts.set_bits_end(),
                         [&](unsigned bit) { return ir::overlap(paths_[bit], path); });
    });
  }

  [[nodiscard]] llvm::BitVector after(ir::NodeId node, const llvm::BitVector& before) const {
    llvm::BitVector facts = before;
    if (process_[node].produces.empty() && process_[node].updates.empty() &&
        process_[node].kind != ir::NodeKind::Call)
      return facts;
    if (!holds(looked_at(process_[node]), before)) {
      for (const ir::Product& product : process_[node].produces) {
        for (unsigned bit = 0; bit < paths_.size(); ++bit) {
          if (paths_[bit].variable == product.variable) facts.reset(bit);
        }
      }
      return facts;
    }
    writes_.anywhere(process_[node], [&](const ir::Path& path) {
      if (const auto at = bits_.find({path.variable, path.fields}); at != bits_.end()) facts.set(at->second);
    });
    return facts;
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  ir::NodeId machine_;
  const llvm::BitVector& region_;
  const Lookers& lookers_;
  std::map<std::pair<ir::VariableId, std::vector<std::uint32_t>>, unsigned> bits_;  // of paths
  std::vector<ir::Path> paths_;  // that may hold something of its work: the machine's first
  unsigned at_start_ = 0;
};

}  // namespace

std::vector<ir::Path> looked_at(const ir::Node& node) {
  std::vector<ir::Path> paths = node.reads;
  append(paths, node.sees);
  append(paths, node.arguments);
  return paths;
}

std::vector<ir::Path> in_hand(const ir::Node& node) {
  std::vector<ir::Path> paths = node.reads;
  append(paths, node.sees);
  append(paths, node.updates);
  for (const ir::Product& product : node.produces) paths.push_back({product.variable, {}, product.span});
  return paths;
}

Lookers lookers(const View& view, ir::ProcessId process, JudgedOn judged_on) {
  const auto variables = static_cast<unsigned>(view[process].variables.size());
  Lookers result{std::vector<std::vector<ir::NodeId>>(variables), llvm::BitVector(variables)};
  std::vector<std::vector<ir::NodeId>> writers(variables);
  std::vector<ir::VariableId> open;
  const auto judge = [&](ir::VariableId variable) {
    if (result.judged.test(variable.index)) return;
    result.judged.set(variable.index);
    open.push_back(variable);
  };
  const analysis::Writes writes = view.writes(process);
  for (const ir::NodeId node : view.reaches[process.index].order) {
    for (const ir::Path& path : looked_at(view[process][node])) {
      std::vector<ir::NodeId>& nodes = result.nodes[path.variable.index];
      if (nodes.empty() || nodes.back() != node) nodes.push_back(node);
    }
    writes.anywhere(view[process][node],
                    [&](const ir::Path& path) { writers[path.variable.index].push_back(node); });
    for (const ir::Path& path : judged_on(node)) judge(path.variable);
  }
  while (!open.empty()) {
    const ir::VariableId variable = open.back();
    open.pop_back();
    for (const ir::NodeId node : writers[variable.index]) {
      for (const ir::Path& path : looked_at(view[process][node])) judge(path.variable);
    }
  }
  return result;
}

llvm::BitVector sees_work_of(const View& view, ir::ProcessId process, ir::NodeId machine,
                             const llvm::BitVector& region, const Lookers& lookers, JudgedOn judged_on) {
  return Trail(view, process, machine, region, lookers).run(judged_on);
}

}  // namespace wain::lint
