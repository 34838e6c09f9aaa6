/// A process taken apart at its parallels: each branch is a small graph of its own, in which an inner
/// parallel is one step from its fork to its join.
#pragma once

#include <vector>

#include "analysis/graph.h"
#include "estimate/flow.h"
#include "ir/definition.h"

namespace wain::estimate {

/// The part outside all branches, or one branch without what stands in inner branches.
struct Region {
  ir::BranchId branch;  ///< invalid: outside
  ir::NodeId entry;     ///< where control comes in
  ir::NodeId join;      ///< where a branch ends
  std::vector<ir::NodeId> nodes;  ///< reachable ones, in reverse post-order
};

/// A branch as its fork sees it.
struct ForkBranch {
  ir::EdgeId edge;
  std::uint32_t region = UINT32_MAX;  ///< none for an empty branch: the edge leads to the join
};

class Regions {
public:
  Regions(const ir::Process& process, const analysis::Reach& reach);

  /// Inner before outer; the last is the part outside all branches.
  [[nodiscard]] const std::vector<Region>& all() const { return regions_; }
  [[nodiscard]] std::uint32_t outside() const { return static_cast<std::uint32_t>(regions_.size() - 1); }
  [[nodiscard]] std::uint32_t of(ir::NodeId node) const { return region_[node.index]; }
  [[nodiscard]] std::uint32_t parent(std::uint32_t region) const { return parent_[region]; }
  /// The branches of a reachable fork, in order of its edges.
  [[nodiscard]] std::vector<ForkBranch> branches(ir::NodeId fork) const;
  /// Whether an edge from within a branch's region leaves its parallel. An end does, wherever it stands.
  [[nodiscard]] bool leaves(std::uint32_t region, const ir::Edge& edge) const {
    if (region == outside()) return false;
    if (process_[edge.to].kind == ir::NodeKind::End) return true;
    return of(edge.to) != region && edge.to != regions_[region].join;
  }
  /// The branch is nothing but an end.
  [[nodiscard]] bool only_ends(const ForkBranch& branch) const {
    return branch.region != UINT32_MAX && process_[process_[branch.edge].to].kind == ir::NodeKind::End;
  }

private:
  const ir::Process& process_;
  std::vector<Region> regions_;
  std::vector<std::uint32_t> region_;     // by node index; UINT32_MAX: never reached
  std::vector<std::uint32_t> parent_;     // by region
  std::vector<std::uint32_t> of_branch_;  // by branch index; UINT32_MAX: never reached
};

/// Visits and times taken, per case that starts.
struct FlowOfShares {
  std::vector<double> visits, edges;
  std::vector<double> tries;  ///< by edge: the same as if nobody had left a parallel before
  ir::NodeId endless;  ///< a node that a case comes to and from which it never ends
  [[nodiscard]] bool solved() const { return !endless.valid(); }
};
/// `shares`: the chance of every edge; of a split, task, gate, wait or call those of one visit, which add up
/// to 1; of a fork the chance of each branch by itself.
FlowOfShares flow_of(const ir::Process& process, const Regions& regions, const std::vector<double>& shares);

/// Which nodes' visits are upper bounds, and why.
void mark_bounds(const ir::Process& process, ir::ProcessId id, const Regions& regions,
                 const std::vector<double>& shares, Flow& flow);

}  // namespace wain::estimate
