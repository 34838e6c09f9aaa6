/// Cases carried through a process on a line of time: when they come to each node, and where the time goes.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

#include "estimate/density.h"
#include "estimate/desks.h"
#include "estimate/distribution.h"
#include "estimate/flows.h"
#include "estimate/model.h"
#include "estimate/step.h"

namespace wain::estimate {

/// What was seen at one node, summed over all cases (their mass is 1). Hours.
struct NodeSums {
  double mass = 0;           ///< visits
  double critical_mass = 0;  ///< visits on the critical path
  double elapsed = 0, touch = 0, wait_for_meeting = 0;
  double per_case = 0;                       ///< on the critical path
  std::array<double, time_causes> causes{};  ///< of per_case
};

/// Arrivals at one step, how many of them while somebody is there, and for how many each clock rang.
struct Seen {
  double mass = 0, inside = 0;
  std::vector<double> rung;  ///< in the order of `clocks_of`; empty: it has none, or they never rang
  void add(const Seen& other, double weight) {
    mass += weight * other.mass;
    inside += weight * other.inside;
    rung.resize(std::max(rung.size(), other.rung.size()));
    for (std::size_t i = 0; i < other.rung.size(); ++i) rung[i] += weight * other.rung[i];
  }
};

/// The end of a walk.
struct Ended {
  ir::NodeId node;
  Density cases;
};

/// How a walk's sums count: everything of the first walk through a branch, the critical path of the second.
struct Counting {
  double visits = 1, critical = 1;
};

/// A step whose work is set to 0, to see what that would buy.
struct Instant {
  ir::ProcessId process;
  ir::NodeId node;
};

/// When cases came to a step.
struct Arrivals {
  ir::ProcessId process;
  ir::NodeId node;
  Density cases;
};

/// Everything that a walk looks up.
struct WalkContext {
  const Settings& settings;
  Flows& flows;
  Desks& desks;
  std::optional<Instant> instant;
  BatchWait batch_wait;
  std::function<std::shared_ptr<const std::vector<Places>>(ir::ProcessId, ir::NodeId)> places;  ///< of steps
  std::string_view clock_of_waits = "UTC";
};

class Walker {
public:
  explicit Walker(WalkContext context);
  ~Walker();

  /// Walks all of a process. `sums` is by node, and is added to.
  std::vector<Ended> walk(ir::ProcessId process, const Density& start, std::vector<NodeSums>& sums,
                          Counting counting);

  [[nodiscard]] const std::vector<WhyNot>& why() const { return why_; }
  /// A bound of the cycle time is all that is known, and which.
  [[nodiscard]] bool at_least() const { return at_least_; }
  [[nodiscard]] bool at_most() const { return at_most_; }
  [[nodiscard]] bool about() const { return about_; }
  /// How much mass was moved, in moves.
  [[nodiscard]] std::uint64_t work() const { return work_; }
  /// The walk was given up: the process is too large, or somebody is never there.
  [[nodiscard]] bool failed() const { return failed_; }
  /// Cases that were still under way at the end of the line.
  [[nodiscard]] double lost() const { return lost_; }
  [[nodiscard]] Seen seen(ir::ProcessId process, ir::NodeId node) const;
  /// How many cases each sitting of a committee heard; empty: none.
  [[nodiscard]] std::vector<double> heard_at(const Desk& desk) const;
  /// At the steps that work in batches and at the gates of committees that meet.
  [[nodiscard]] const std::vector<Arrivals>& arrivals() const { return arrivals_; }

private:
  friend class RegionWalk;
  friend class BranchValues;
  /// A process with a step for each node that is ever reached.
  struct Compiled {
    const Prepared* prepared = nullptr;
    std::vector<Step> steps;                     // by node
    std::vector<Seen> seen;                      // by node
    std::vector<std::uint32_t> arrivals;         // by node: in `arrivals_`; UINT32_MAX: not kept
    std::vector<std::vector<double>> values;     // by region: mean seconds to its end (BranchValues)
    std::vector<std::uint32_t> loop;             // by node: in `loops`; UINT32_MAX: in none of them
    std::vector<std::vector<ir::NodeId>> loops;  // without parallels and calls, in reverse post-order
    StepCauses causes;
    std::optional<bool> overtaken;  // at a step of it, or of what it calls; worked out when asked for
  };
  Compiled& compiled(ir::ProcessId process);
  /// Whether cases may overtake one another in it.
  bool overtaken(ir::ProcessId process);
  static void find_loops(const ir::Process& process, Compiled& compiled);
  void add(WhyNot::Kind kind, ir::ProcessId process, ir::NodeId node);
  /// Where arrivals at a step are kept; null: they are not.
  Density* arrivals_at(const Compiled& process, ir::NodeId node);
  /// Counts work; false when it is too much.
  bool spend(std::uint64_t moves);
  [[nodiscard]] std::uint64_t most_work() const;
  /// Cases that a loop may lose.
  [[nodiscard]] double negligible() const;
  /// How many nodes a walk passes at least, each once for every way by which calls lead to it.
  double nodes_passed(ir::ProcessId process);

  WalkContext context_;
  std::unordered_map<std::uint32_t, std::unique_ptr<Compiled>> compiled_;
  std::vector<WhyNot> why_;
  bool at_least_ = false, at_most_ = false, about_ = false, failed_ = false;
  double lost_ = 0;
  std::uint64_t work_ = 0;
  unsigned depth_ = 0;                                          // of calls and parallels
  unsigned together_ = 0;                                       // of parallels that are followed by instants
  std::unordered_map<std::uint32_t, double> nodes_passed_;      // by process
  std::unordered_map<const Desk*, std::vector<double>> heard_;  // by committee, by sitting
  std::vector<Arrivals> arrivals_;
};

}  // namespace wain::estimate
