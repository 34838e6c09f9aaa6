/// The chance of each edge, as declared: what the scenario replaces, what is written, what was counted.
#pragma once

#include <functional>
#include <vector>

#include "analysis/graph.h"
#include "estimate/settings.h"
#include "estimate/why.h"

namespace wain::estimate {

/// By edge: of all nodes but forks the chances of one visit, which add up to 1; of a fork the chance of
/// each branch by itself. Timeouts have 0: when a clock runs out is a matter of time (`ClockShares`).
struct Shares {
  std::vector<double> edges;
  std::vector<WhyNot> why;
};

/// The chance that a call of this process ends in this outcome.
using OutcomeShare = std::function<double(ir::ProcessId, ir::OutcomeId)>;

Shares declared_shares(const Settings& settings, ir::ProcessId process, const analysis::Reach& reach,
                       const OutcomeShare& outcome_share);

/// How the noes of a gate are split among its `rejects` and `returns` when truth decides how many there are;
/// by place in `out`, adding up to 1.
std::vector<double> split_of_noes(const ir::Process& process, const ir::Node& gate);

/// The criterion whose truth decides a gate's noes; invalid: shares do.
ir::CriterionId truth_of(const ir::Definition& definition, const ir::Node& node);
/// The chance of a no to a wrong and to a right case.
struct Noes {
  double to_wrong = 1, to_right = 0;
};
Noes noes_of(const ir::Node& gate);

}  // namespace wain::estimate
