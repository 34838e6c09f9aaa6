/// The flow graph of a process as LLVM's graph templates want it: dominators, post-order, strongly
/// connected components and the nest of loops. Only reachable nodes are in it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/GraphTraits.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/iterator_range.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

class FlowGraph;

/// A reachable node. Two edges between the same nodes are one step here.
struct FlowNode {
  using Links = llvm::SmallVector<FlowNode*, 2>;

  FlowGraph* graph = nullptr;
  ir::NodeId id;
  Links next, previous;  ///< in order of the edges

  [[nodiscard]] FlowGraph* getParent() const { return graph; }  // as the templates call it
  void printAsOperand(llvm::raw_ostream& out, bool types) const;
};

/// The nodes in reverse post-order; the start is the first. The process and its `Reach` need not outlive
/// it. It stays where it was made: nodes point at it and at each other.
class FlowGraph {
public:
  FlowGraph(const ir::Process& process, const Reach& reach);
  FlowGraph(const FlowGraph&) = delete;
  FlowGraph& operator=(const FlowGraph&) = delete;
  ~FlowGraph() = default;

  [[nodiscard]] std::vector<FlowNode>& nodes() { return nodes_; }
  [[nodiscard]] const std::vector<FlowNode>& nodes() const { return nodes_; }
  [[nodiscard]] FlowNode& front() { return nodes_.front(); }
  /// The node must be reachable.
  [[nodiscard]] FlowNode& operator[](ir::NodeId id) { return nodes_[position_[id.index]]; }
  [[nodiscard]] const FlowNode& operator[](ir::NodeId id) const { return nodes_[position_[id.index]]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

private:
  std::vector<FlowNode> nodes_;
  std::vector<std::uint32_t> position_;  // by node index
};

/// A strongly connected component.
struct Component {
  std::vector<ir::NodeId> nodes;  ///< in reverse post-order
  bool cyclic = false;            ///< control can come round: more than one node, or an edge to itself
};
/// In topological order: what leads to a component stands before it. O(V+E).
std::vector<Component> components(FlowGraph& graph);

/// The dominator tree. O(E log V).
class Dominators {
public:
  explicit Dominators(FlowGraph& graph);
  Dominators(const Dominators&) = delete;
  Dominators& operator=(const Dominators&) = delete;
  ~Dominators();

  /// Every way to `below` leads through `above`; a node dominates itself. Both must be reachable.
  [[nodiscard]] bool dominates(ir::NodeId above, ir::NodeId below) const;
  /// The next node that every way to `node` leads through; invalid for the start.
  [[nodiscard]] ir::NodeId immediate(ir::NodeId node) const;

private:
  struct Tree;
  FlowGraph& graph_;
  std::unique_ptr<Tree> tree_;
};

/// A loop: a strongly connected component of what is left of the loop around it once the edges to that
/// one's entries are dropped. Irreducible ones have several entries.
struct Loop {
  std::vector<ir::NodeId> nodes;    ///< in reverse post-order, inner loops included
  std::vector<ir::NodeId> entries;  ///< those with an edge from outside, in reverse post-order
  std::uint32_t parent = UINT32_MAX;
  std::uint32_t depth = 1;
};

/// The loops of a process, outer before inner.
struct LoopNest {
  std::vector<Loop> loops;
  std::vector<std::uint32_t> innermost;  ///< by node index; UINT32_MAX: in none
  /// False if loops nest deeper than `deepest_loop`: of the deepest, every node counts as an entry.
  bool complete = true;

  /// Whether control comes back over an edge between these nodes: both in one loop, `to` its entry.
  [[nodiscard]] bool is_back_edge(ir::NodeId from, ir::NodeId to) const;
};
constexpr std::uint32_t deepest_loop = 64;
/// O((V+E) · depth).
LoopNest loop_nest(const ir::Process& process, const Reach& reach);

}  // namespace wain::analysis

// How the templates walk it.
template <>
struct llvm::GraphTraits<wain::analysis::FlowNode*> {
  using NodeRef = wain::analysis::FlowNode*;
  using ChildIteratorType = wain::analysis::FlowNode::Links::iterator;
  static NodeRef getEntryNode(NodeRef node) { return node; }
  static ChildIteratorType child_begin(NodeRef node) { return node->next.begin(); }
  static ChildIteratorType child_end(NodeRef node) { return node->next.end(); }
};

template <>
struct llvm::GraphTraits<llvm::Inverse<wain::analysis::FlowNode*>> {
  using NodeRef = wain::analysis::FlowNode*;
  using ChildIteratorType = wain::analysis::FlowNode::Links::iterator;
  static NodeRef getEntryNode(Inverse<NodeRef> inverse) { return inverse.Graph; }
  static ChildIteratorType child_begin(NodeRef node) { return node->previous.begin(); }
  static ChildIteratorType child_end(NodeRef node) { return node->previous.end(); }
};

template <>
struct llvm::GraphTraits<wain::analysis::FlowGraph*> : llvm::GraphTraits<wain::analysis::FlowNode*> {
  using nodes_iterator = llvm::pointer_iterator<std::vector<wain::analysis::FlowNode>::iterator>;
  static NodeRef getEntryNode(wain::analysis::FlowGraph* graph) { return &graph->front(); }
  static nodes_iterator nodes_begin(wain::analysis::FlowGraph* graph) {
    return nodes_iterator(graph->nodes().begin());
  }
  static nodes_iterator nodes_end(wain::analysis::FlowGraph* graph) {
    return nodes_iterator(graph->nodes().end());
  }
  static unsigned size(wain::analysis::FlowGraph* graph) { return static_cast<unsigned>(graph->size()); }
};
