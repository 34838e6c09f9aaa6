/// The walk through one region of a process; private to the walk.
#pragma once

#include <utility>
#include <vector>

#include "estimate/walk.h"

namespace wain::estimate {

/// Cases that leave a region by an edge: to its join, out of a parallel, or to an end.
struct Exit {
  ir::EdgeId edge;
  Density cases;
};

struct Exits {
  Density joined;            ///< came to the region's join
  std::vector<Exit> leaving;  ///< one an edge
  void leave(ir::EdgeId edge, const Density& cases, double factor);
};

class RegionWalk {
public:
  RegionWalk(Walker& walker, ir::ProcessId process, std::uint32_t region, std::vector<NodeSums>& sums,
             Counting counting);
  /// All the ways out of cases that come in at the region's entry.
  Exits run(const Density& entry);

private:
  void sweep();
  bool converged(std::size_t sweeps);
  [[nodiscard]] double pending_mass() const;
  void arrive(std::uint32_t place, const Density& cases);
  void on(ir::EdgeId edge, const Density& cases, double factor);
  /// Cases on their way through one step.
  struct Passing {
    const Step& step;
    NodeSums& sums;
    Seen& seen;
    Density done;
    std::vector<Exit> timeouts;
    double never;
    std::uint64_t moves;
  };
  void pass(ir::NodeId node, const Step& step, const Density& cases);
  void pass(Passing& passing, Spread spread, double mass, double age);
  void hand_on(Passing& passing, Spread part, double mass, double age, const std::vector<Move>& last);
  void call(ir::NodeId node, const Density& cases);
  void note_inside(const Step& step, Seen& seen, double at, double mass) const;
  void count(NodeSums& sums, const Step& step, const Move& move, double mass) const;

  // Parallels (region_fork.cpp).
  struct Branching;
  void fork(ir::NodeId node, const Density& cases);
  Branching branching(ir::NodeId node, const Density& cases);
  void weigh(Branching& branching, const Density& cases) const;
  Exits through(const ForkBranch& branch, const Density& cases, Counting counting);
  void note_bounds(const Branching& branching, const Density& cases);
  void correct(ir::NodeId fork, const std::vector<double>& before, double seconds);
  [[nodiscard]] std::vector<ir::NodeId> inside(ir::NodeId fork) const;
  [[nodiscard]] bool is_certain(std::uint32_t region) const;

  Walker& walker_;
  ir::ProcessId id_;
  const ir::Process& process_;
  Walker::Compiled& compiled_;
  const Regions& regions_;
  std::uint32_t region_;
  const std::vector<ir::NodeId>& nodes_;
  std::vector<NodeSums>& sums_;
  Counting counting_;
  std::vector<std::uint32_t> place_;  // by node index: in nodes_
  std::vector<Density> pending_;      // by place
  std::vector<Density> before_;       // pending_ one sweep ago, where that is compared
  std::uint32_t sweeping_ = 0;        // the place that is worked on
  bool last_sweep_ = false;           // what comes back is counted already
  Exits exits_;
  std::vector<Move> moves_;
};

/// Mean seconds from the entry of a region to its join or to where it is left, by cell of entry: enough to
/// tell which branch of a parallel is the slower one.
class BranchValues {
public:
  explicit BranchValues(Walker& walker) : walker_(walker) {}
  const std::vector<double>& of(ir::ProcessId process, std::uint32_t region);

private:
  void solve(ir::ProcessId process, std::uint32_t region);
  Walker& walker_;
};

}  // namespace wain::estimate
