/// The clocks of a gate: who has a case next when one rings, and how often they ring.
#pragma once

#include <utility>
#include <vector>

#include "ir/definition.h"

namespace wain::estimate {

/// `escalates after` or `after … approves`, `after … rejects`.
struct GateClock {
  ir::Duration after;
  ir::ActorId to;      ///< of an escalation: who has the case from then on
  ir::EdgeId timeout;  ///< else: the way by which the visit ends
};

/// Of a node's visit, soonest first; of clocks that ring at once escalations come first.
std::vector<GateClock> clocks_of(const ir::Process& process, ir::NodeId node);

/// By node of a process, by clock in the order of `clocks_of`: at which share of the node's visits it rings.
/// That is a matter of time, so a walk has to tell. Empty: no walk has.
struct ClockShares {
  std::vector<std::vector<double>> rings;

  [[nodiscard]] bool known() const { return !rings.empty(); }
  [[nodiscard]] double of(ir::NodeId node, std::size_t clock) const {
    return known() && clock < rings[node.index].size() ? rings[node.index][clock] : 0;
  }
};

/// Whose work a visit to this step is, each with the share of the visits; nobody's when it ends by a clock.
std::vector<std::pair<ir::ActorId, double>> doers_of(const ir::Process& process, ir::NodeId node,
                                                     const ClockShares& clocks);

/// The share of the visits that is this actor's work.
double done_by(ir::ActorId actor, const ir::Process& process, ir::NodeId node, const ClockShares& clocks);

}  // namespace wain::estimate
