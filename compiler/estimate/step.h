/// One node as a walk sees it: for a case that comes at an instant, when it leaves and what it waited for.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "estimate/batch_phase.h"
#include "estimate/desks.h"
#include "estimate/distribution.h"

namespace wain::estimate {

/// How long a case waits for its batch: seconds on average, and by when it comes, if a walk has told.
struct BatchDelay {
  double mean = 0;
  std::shared_ptr<const BatchWays> ways;
};
/// Nothing: not known.
using BatchWait = std::function<std::optional<BatchDelay>(ir::ProcessId, ir::NodeId)>;

/// Where on an agenda cases stand: in which eighth of it which share of them.
using Places = std::array<double, 8>;

/// One way on, of one case.
struct Move {
  double at = 0;  ///< when it leaves, in seconds on the line
  double chance = 0;
  ir::EdgeId timeout;  ///< set: a clock ran out, and it leaves by this
};

/// `escalates` or `after`.
struct Clock {
  double after = 0;
  const Desk* desk = nullptr;  ///< of an escalation
  ir::EdgeId timeout;
};

struct Step {
  enum class Kind : std::uint8_t { Pass, Work, Timer, Outside, Run } kind = Kind::Pass;
  const Desk* desk = nullptr;
  std::vector<Clock> clocks;  ///< soonest first
  Slices takes;               ///< seconds
  bool batches = false;       ///< it works on several cases at a time
  BatchDelay batch;
  std::shared_ptr<const std::vector<Places>> places;  ///< by sitting of the committee; null: anywhere
  std::vector<double> runs;                           ///< of a wait for a run
  double cut_off = 0;
  double span = 0;
  bool repeats = false;
  bool certain = true;  ///< cases that come at one instant leave at one instant, but for clocks

  /// Who comes later may leave sooner: a clock takes away whom the night keeps waiting, or others are there.
  [[nodiscard]] bool overtaken() const {
    return !clocks.empty() || (desk != nullptr && desk->sittings.empty() && desk->shifts.size() > 1);
  }
  /// Appends the ways on of a case that comes at `t`. What is missing to a chance of 1 never gets on.
  void moves(double t, std::vector<Move>& out) const;

private:
  void work(double t, std::vector<Move>& out) const;
  void work(double entered, double ready, double chance, std::vector<Move>& out) const;
  void finish(const Desk& desk, const Beginning& way, std::vector<Move>& out) const;
  void run(double t, std::vector<Move>& out) const;
};

/// Where a step without a duration, or one that never gets on, is noted.
struct StepCauses {
  std::vector<WhyNot> why;
  bool about = false;     ///< some figure is assumed
  bool at_least = false;  ///< some wait is left out
  bool unknown = false;   ///< no `takes`: nothing can be computed
};

/// `instantly`: its work is set to 0.
Step step_of(Desks& desks, ir::ProcessId process, ir::NodeId node, bool instantly,
             const BatchWait& batch_wait, std::string_view clock_of_waits, StepCauses& causes);

}  // namespace wain::estimate
