/// The walk through one region of a process; private to the walk.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "estimate/outflow.h"
#include "estimate/passage.h"
#include "estimate/walk.h"

namespace wain::estimate {

/// Cases that leave a region by an edge: to its join, out of a parallel, or to an end.
struct Exit {
  ir::EdgeId edge;
  Density cases;
};

struct Exits {
  Density joined;             ///< came to the region's join
  std::vector<Exit> leaving;  ///< one an edge
  void leave(ir::EdgeId edge, const Density& cases, double factor);
  /// Those that leave by this edge.
  Density& at(ir::EdgeId edge);
};

/// How far two rounds of a loop may differ, each scaled to a mass of 1, so that all later ones may be taken
/// for a geometric series. With T for a round, s and s' for the two shapes, Ts' = `ratio` s; so taking Ts for
/// `ratio` s is wrong by no more than |s - s'|, in this round and by as much again in each later one: what is
/// left in the loop, over all rounds, is wrong by `mass` |s - s'| / (1 - ratio)² at most, of those that
/// `entered`.
inline double shapes_alike(double mass, double ratio, double entered) {
  constexpr double wrong = 1e-8, most = 1e-3;
  if (ratio >= 1 || mass <= 0) return 0;
  return std::min(most, wrong * entered * (1 - ratio) * (1 - ratio) / mass);
}

class RegionWalk {
public:
  RegionWalk(Walker& walker, ir::ProcessId process, std::uint32_t region, std::vector<NodeSums>& sums,
             Counting counting);
  /// All the ways out of cases that come in at the region's entry.
  Exits run(const Density& entry);

private:
  void sweep();
  bool converged(double entered);
  [[nodiscard]] double pending_mass() const;
  void arrive(std::uint32_t place, const Density& cases);
  void on(ir::EdgeId edge, const Density& cases, double factor);
  void pass(ir::NodeId node, const Step& step, const Density& cases);
  void call(ir::NodeId node, const Density& cases);
  /// Cases that nobody ever takes up.
  void never(ir::NodeId node, const Step& step, double mass);
  void count(ir::NodeId node, const Step& step, const Spent& spent);

  // Loops (region_loop.cpp).
  struct Looping;
  void loop(const std::vector<ir::NodeId>& nodes);
  [[nodiscard]] std::vector<const Density*> loop_state(const Looping& loop) const;
  void loop_round(Looping& looping);
  void loop_cell(Looping& looping, std::size_t cell);
  bool loop_step(Looping& looping, std::size_t place, const Coming& coming);
  bool loop_finish(Looping& looping, std::size_t place);
  bool loop_leave(Looping& looping, std::size_t place);
  [[nodiscard]] bool leads_back(const Looping& looping, std::size_t place, ir::EdgeId edge) const;
  Density* loop_target(ir::EdgeId edge);

  // Parallels (region_fork.cpp).
  struct Branching;
  void fork(ir::NodeId node, const Density& cases);
  Branching branching(ir::NodeId node, const Density& cases);
  void weigh(Branching& branching, const Density& cases) const;
  Exits through(const ForkBranch& branch, const Density& cases, Counting counting);
  void note_bounds(const Branching& branching, const Density& cases, bool some_leave,
                   std::optional<double> followed);
  void correct(ir::NodeId fork, const std::vector<double>& before, double seconds);
  [[nodiscard]] std::vector<ir::NodeId> inside(ir::NodeId fork) const;
  [[nodiscard]] bool is_certain(std::uint32_t region) const;
  [[nodiscard]] bool is_certain(const Branching& branching) const;
  [[nodiscard]] bool overtaken_behind(ir::NodeId fork) const;

  // Races (region_race.cpp).
  /// Whether cases that come in together are followed by themselves.
  [[nodiscard]] bool is_followed(const Branching& branching) const;
  /// All ways out of a parallel, and how often each branch decides a race; nothing: it would take too long.
  std::optional<Exits> first_done(Branching& branching, const Density& cases);
  std::vector<double> first_done_at(const Branching& branching, const Density& start, Exits& out);

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
  std::vector<Density> before_;       // pending_ one sweep ago
  std::uint32_t sweeping_ = 0;        // the place that is worked on
  bool last_sweep_ = false;           // what comes back is counted already
  Exits exits_;
  std::vector<Piece> pieces_;
};

/// A parallel that is being walked.
struct RegionWalk::Branching {
  ir::NodeId fork;
  std::vector<ForkBranch> branches;
  std::vector<double> taken;                        // chance that a branch starts
  std::vector<const std::vector<double>*> seconds;  // mean time through it (BranchValues); null: none
  std::uint32_t needed = 0;                         // so many must come
  /// By branch, by place in the cells of the arriving density: the chance that it is waited for.
  std::vector<std::vector<double>> weights;
  double least = 0, most = 0;  // bounds of the time through all, mean over cases, seconds
  bool race = false;           // the join does not wait for all
  [[nodiscard]] bool takes_time(std::size_t branch) const {
    return seconds[branch] != nullptr &&
           std::any_of(seconds[branch]->begin(), seconds[branch]->end(), [](double s) { return s > 0; });
  }
};

/// Mean seconds from the entry of a region to its join or to where it is left: enough to tell which branch of
/// a parallel is the slower one. For each cell of entry there are two slots, of who comes at the instant at
/// which it begins, which is where runs, meetings and hours begin, and of who comes in its middle.
class BranchValues {
public:
  explicit BranchValues(Walker& walker) : walker_(walker) {}
  /// The slot that tells of most of a cell's cases.
  static std::size_t slot_of(const Grid& grid, std::size_t cell, const Cell& content);
  const std::vector<double>& of(ir::ProcessId process, std::uint32_t region);

private:
  static std::size_t slot_at(const Grid& grid, double at);
  void solve(ir::ProcessId process, std::uint32_t region);
  Walker& walker_;
};

}  // namespace wain::estimate
