#include "analysis/flow_graph.h"

#include <algorithm>
#include <utility>

#include <llvm/ADT/SCCIterator.h>
#include <llvm/Support/GenericDomTree.h>
#include <llvm/Support/GenericDomTreeConstruction.h>
#include <llvm/Support/raw_ostream.h>

namespace wain::analysis {

void FlowNode::printAsOperand(llvm::raw_ostream& out, bool /*types*/) const { out << id.index; }

FlowGraph::FlowGraph(const ir::Process& process, const Reach& reach) : position_(process.nodes.size()) {
  nodes_.resize(reach.order.size());
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].graph = this;
    nodes_[i].id = reach.order[i];
    position_[reach.order[i].index] = i;
  }
  std::vector<const FlowNode*> last(nodes_.size());  // of each target, the node last seen leading to it
  for (FlowNode& node : nodes_) {
    for (const ir::EdgeId edge : process[node.id].out) {
      const std::uint32_t to = position_[process[edge].to.index];
      if (last[to] == &node) continue;
      last[to] = &node;
      node.next.push_back(&nodes_[to]);
      nodes_[to].previous.push_back(&node);
    }
  }
}

std::vector<Component> components(FlowGraph& graph) {
  std::vector<Component> result;
  if (graph.size() == 0) return result;
  for (auto at = llvm::scc_begin(&graph); !at.isAtEnd(); ++at) {
    Component component;
    std::vector<const FlowNode*> nodes(at->begin(), at->end());
    std::sort(nodes.begin(), nodes.end());  // they stand in one vector, in reverse post-order
    for (const FlowNode* node : nodes) component.nodes.push_back(node->id);
    component.cyclic = at.hasCycle();
    result.push_back(std::move(component));
  }
  std::reverse(result.begin(), result.end());
  return result;
}

struct Dominators::Tree {
  llvm::DomTreeBase<FlowNode> of;
};

Dominators::Dominators(FlowGraph& graph) : graph_(graph), tree_(std::make_unique<Tree>()) {
  if (graph.size() == 0) return;
  tree_->of.recalculate(graph);
  tree_->of.updateDFSNumbers();
}
Dominators::~Dominators() = default;

bool Dominators::dominates(ir::NodeId above, ir::NodeId below) const {
  return tree_->of.dominates(&graph_[above], &graph_[below]);
}

ir::NodeId Dominators::immediate(ir::NodeId node) const {
  const auto* above = tree_->of.getNode(&graph_[node])->getIDom();
  return above == nullptr ? ir::NodeId{} : above->getBlock()->id;
}

namespace {

constexpr std::uint32_t none = UINT32_MAX;

/// Takes the loops apart, one level at a time. `level_` says of each node which piece it now belongs to;
/// edges between pieces, and those to the entries of a piece's loop, are gone for the levels below.
class NestBuilder {
public:
  NestBuilder(const ir::Process& process, const Reach& reach) : process_(process), reach_(reach) {
    nest_.innermost.assign(process.nodes.size(), none);
    rank_.resize(process.nodes.size());
    for (std::uint32_t i = 0; i < reach.order.size(); ++i) rank_[reach.order[i].index] = i;
    index_.assign(process.nodes.size(), none);
    low_.resize(process.nodes.size());
    open_.resize(process.nodes.size());
  }

  LoopNest run() && {
    split(reach_.order, none);
    for (std::uint32_t i = 0; i < nest_.loops.size(); ++i) {  // grows
      if (nest_.loops[i].depth >= deepest_loop) {
        nest_.complete = nest_.complete && nest_.loops[i].entries.size() == nest_.loops[i].nodes.size();
        nest_.loops[i].entries = nest_.loops[i].nodes;
        continue;
      }
      const std::vector<ir::NodeId> nodes = nest_.loops[i].nodes;
      split(nodes, i);
    }
    return std::move(nest_);
  }

private:
  [[nodiscard]] bool is_entry(ir::NodeId node, std::uint32_t loop) const {
    const std::vector<ir::NodeId>& entries = nest_.loops[loop].entries;
    const auto before = [&](ir::NodeId a, ir::NodeId b) { return rank_[a.index] < rank_[b.index]; };
    return std::binary_search(entries.begin(), entries.end(), node, before);
  }
  /// The edge stays inside of `loop` and does not lead to an entry of it.
  [[nodiscard]] bool stays(ir::NodeId to, std::uint32_t loop) const {
    return loop == none || (nest_.innermost[to.index] == loop && !is_entry(to, loop));
  }

  void open(ir::NodeId node) {
    index_[node.index] = low_[node.index] = next_++;
    open_[node.index] = true;
    path_.push_back(node);
    work_.emplace_back(node, 0);
  }

  /// Tarjan's algorithm over the nodes of `parent`, with a stack of its own.
  void split(const std::vector<ir::NodeId>& nodes, std::uint32_t parent) {
    for (const ir::NodeId node : nodes) index_[node.index] = none;
    next_ = 0;
    std::vector<std::vector<ir::NodeId>> found;
    for (const ir::NodeId root : nodes) {
      if (index_[root.index] != none) continue;
      open(root);
      while (!work_.empty()) {
        auto& [node, next] = work_.back();
        const std::vector<ir::EdgeId>& out = process_[node].out;
        if (next < out.size()) {
          const ir::NodeId to = process_[out[next++]].to;
          if (!stays(to, parent)) continue;
          if (index_[to.index] == none)
            open(to);
          else if (open_[to.index])
            low_[node.index] = std::min(low_[node.index], index_[to.index]);
          continue;
        }
        close(parent, found);
      }
    }
    std::sort(found.begin(), found.end(),
              [&](const auto& a, const auto& b) { return rank_[a.front().index] < rank_[b.front().index]; });
    for (std::vector<ir::NodeId>& loop : found) add(std::move(loop), parent);
  }

  void close(std::uint32_t parent, std::vector<std::vector<ir::NodeId>>& found) {
    const ir::NodeId node = work_.back().first;
    work_.pop_back();
    if (!work_.empty()) {
      std::uint32_t& low = low_[work_.back().first.index];
      low = std::min(low, low_[node.index]);
    }
    if (low_[node.index] != index_[node.index]) return;
    std::vector<ir::NodeId> piece;
    do {
      piece.push_back(path_.back());
      open_[path_.back().index] = false;
      path_.pop_back();
    } while (piece.back() != node);
    if (piece.size() == 1 && !leads_to_itself(node, parent)) return;
    std::sort(piece.begin(), piece.end(),
              [&](ir::NodeId a, ir::NodeId b) { return rank_[a.index] < rank_[b.index]; });
    found.push_back(std::move(piece));
  }

  [[nodiscard]] bool leads_to_itself(ir::NodeId node, std::uint32_t parent) const {
    const auto& out = process_[node].out;
    return stays(node, parent) &&
           std::any_of(out.begin(), out.end(), [&](ir::EdgeId edge) { return process_[edge].to == node; });
  }

  void add(std::vector<ir::NodeId> nodes, std::uint32_t parent) {
    const auto id = static_cast<std::uint32_t>(nest_.loops.size());
    Loop loop;
    loop.parent = parent;
    loop.depth = parent == none ? 1 : nest_.loops[parent].depth + 1;
    for (const ir::NodeId node : nodes) nest_.innermost[node.index] = id;
    for (const ir::NodeId node : nodes) {
      const auto& in = process_[node].in;
      const bool entered = node.index == 0 || std::any_of(in.begin(), in.end(), [&](ir::EdgeId edge) {
                             const ir::NodeId from = process_[edge].from;
                             return reach_.has(from) && nest_.innermost[from.index] != id;
                           });
      if (entered) loop.entries.push_back(node);
    }
    loop.nodes = std::move(nodes);
    nest_.loops.push_back(std::move(loop));
  }

  const ir::Process& process_;
  const Reach& reach_;
  LoopNest nest_;
  std::vector<std::uint32_t> rank_, index_, low_;
  std::vector<bool> open_;
  std::vector<ir::NodeId> path_;
  std::vector<std::pair<ir::NodeId, std::size_t>> work_;
  std::uint32_t next_ = 0;
};

}  // namespace

bool LoopNest::is_back_edge(ir::NodeId from, ir::NodeId to) const {
  std::vector<std::uint32_t> around;
  for (std::uint32_t loop = innermost[from.index]; loop != none; loop = loops[loop].parent)
    around.push_back(loop);
  for (std::uint32_t loop = innermost[to.index]; loop != none; loop = loops[loop].parent) {
    const bool same = std::find(around.begin(), around.end(), loop) != around.end();
    const std::vector<ir::NodeId>& entries = loops[loop].entries;
    if (same && std::find(entries.begin(), entries.end(), to) != entries.end()) return true;
  }
  return false;
}

LoopNest loop_nest(const ir::Process& process, const Reach& reach) {
  return NestBuilder(process, reach).run();
}

}  // namespace wain::analysis
