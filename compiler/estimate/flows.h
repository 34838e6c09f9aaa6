/// The flows of all processes of a definition under one scenario, each solved when first asked for.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "estimate/clocks.h"
#include "estimate/flow.h"
#include "estimate/known_flows.h"
#include "estimate/regions.h"
#include "estimate/settings.h"

namespace wain::estimate {

/// A process ready to be walked.
struct Prepared {
  analysis::Reach reach;
  Regions regions;
  Flow flow;
  /// By edge: the mean chance that a visit to its node leaves by it (of a fork: that the branch is taken),
  /// over all data.
  std::vector<double> shares;
  /// The same of visits that no clock ends, which is what a walk goes by: of timeouts 0.
  std::vector<double> ways;
  /// Nodes to which a case may come, if only because a clock rings.
  llvm::BitVector comes;
  Prepared(const ir::Process& process, analysis::Reach of) : reach(std::move(of)), regions(process, reach) {}
};

class Flows {
public:
  /// `known`: what other scenarios of the definition have found out; both outlive this.
  Flows(const Settings& settings, KnownFlows& known);
  /// The process, and all that it calls, must be sound.
  const Prepared& of(ir::ProcessId process);
  /// Takes the clocks of all processes as they were seen to ring, and forgets what it has without them.
  void know_clocks(std::vector<ClockShares> by_process);
  [[nodiscard]] const ClockShares& clocks(ir::ProcessId process) const { return clocks_[process.index]; }
  /// The chance that a case of this process ends in this outcome.
  double outcome_share(ir::ProcessId process, ir::OutcomeId outcome);
  /// The share of cases that end without a `returns` or `fails` taken, here or in what is called.
  double first_pass_yield(ir::ProcessId process);

private:
  void prepare(ir::ProcessId process);
  void solve(ir::ProcessId process);
  std::shared_ptr<const Prepared> solved(ir::ProcessId process, analysis::Reach reach,
                                         const FlowGround& ground) const;

  const Settings& settings_;
  KnownFlows& known_;
  std::vector<ClockShares> clocks_;                        // by process
  std::vector<std::shared_ptr<const Prepared>> prepared_;  // by process
  std::vector<std::optional<double>> yields_;              // by process
};

}  // namespace wain::estimate
