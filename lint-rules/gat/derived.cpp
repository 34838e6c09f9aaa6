// A forward may analysis: one bit for each path that is written in the region, "holds something of the
// machine's work".
#include "rules/gat/derived.h"

#include <algorithm>

namespace wain::lint {
namespace {

void append(std::vector<ir::Path>& to, const std::vector<ir::Path>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class Trail {
public:
  Trail(const View& view, ir::ProcessId id, ir::NodeId machine, const llvm::BitVector& region)
      : process_(view[id]),
        reach_(view.reaches[id.index]),
        writes_(view.writes(id)),
        machine_(machine),
        region_(region) {
    const ir::Node& node = process_[machine];
    writes_.anywhere(node, [&](const ir::Path& path) { add(path); });
    if (!node.checks.empty()) {
      for (const ir::Path& path : in_hand(node)) add(path);
    }
    at_start_ = static_cast<unsigned>(paths_.size());
    for (const unsigned i : region.set_bits())
      writes_.anywhere(process_.nodes[i], [&](const ir::Path& path) { add(path); });
  }

  using Question = llvm::function_ref<std::vector<ir::Path>(ir::NodeId)>;

  llvm::BitVector run(Question judged_on) {
    llvm::BitVector result(region_.size());
    if (at_start_ == 0) return result;
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
  void add(const ir::Path& path) {
    if (std::find(paths_.begin(), paths_.end(), path) == paths_.end()) paths_.push_back(path);
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
      const auto at = std::find(paths_.begin(), paths_.end(), path);
      if (at != paths_.end()) facts.set(static_cast<unsigned>(at - paths_.begin()));
    });
    return facts;
  }

  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  ir::NodeId machine_;
  const llvm::BitVector& region_;
  std::vector<ir::Path> paths_;  // the machine's first
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

llvm::BitVector sees_work_of(const View& view, ir::ProcessId process, ir::NodeId machine,
                             const llvm::BitVector& region,
                             llvm::function_ref<std::vector<ir::Path>(ir::NodeId)> judged_on) {
  return Trail(view, process, machine, region).run(judged_on);
}

}  // namespace wain::lint
