/// The flows of all processes of a definition under one scenario, each solved when first asked for.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "estimate/flow.h"
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
  Prepared(const ir::Process& process, analysis::Reach of)
      : reach(std::move(of)), regions(process, reach) {}
};

class Flows {
public:
  explicit Flows(const Settings& settings);
  /// The process, and all that it calls, must be sound.
  const Prepared& of(ir::ProcessId process);
  /// The chance that a case of this process ends in this outcome.
  double outcome_share(ir::ProcessId process, ir::OutcomeId outcome);
  /// The share of cases that end without a `returns` or `fails` taken, here or in what is called.
  double first_pass_yield(ir::ProcessId process);

private:
  void prepare(ir::ProcessId process);
  void solve(ir::ProcessId process);

  const Settings& settings_;
  std::vector<std::unique_ptr<Prepared>> prepared_;  // by process
  std::vector<std::optional<double>> yields_;        // by process
};

}  // namespace wain::estimate
