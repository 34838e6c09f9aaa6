/// Work offered to each actor, and who can do it: what loads and queues are computed from.
#pragma once

#include <functional>
#include <vector>

#include "estimate/arrivals.h"
#include "estimate/desks.h"
#include "estimate/loads.h"
#include "estimate/sharing.h"

namespace wain::estimate {

/// One step, gate or audit, and how often cases come to it.
struct Offer {
  ir::ProcessId process;
  ir::NodeId node;
  double per_week = 0;
};

/// All that is given to one actor.
struct Pool {
  ir::ActorId actor;
  std::vector<Offer> offers;
  double visits = 0, hours = 0, squares = 0;  ///< a week: visits, their hours, the sum of squared hours
  double clocked = 0;                         ///< of these hours: of cases that a clock may take away
  std::vector<std::uint32_t> served;          ///< by whom: places in Pools::servers
  std::vector<WhyNot> why;
};

/// A person, a group of like people, or a machine.
struct Server {
  ir::ActorId person;  ///< invalid: anonymous people of one role, or a machine
  double hours = 0;    ///< a week at hand: open, without closed days and own meetings, times `available`
  std::uint32_t count = 1;
};

struct Pools {
  std::vector<Pool> pools;  ///< in order of declaration of actors
  std::vector<Server> servers;
  double weeks = 1;  ///< of the window that was measured
  std::vector<WhyNot> why;
};

/// The mean number of cases in a batch of a step to which so many come a week.
using MeanBatch = std::function<double(ir::ProcessId, ir::NodeId, double per_week)>;
/// Over a standard week, or over the measured window of the scenario where dates matter.
Pools pools_of(const Settings& settings, Flows& flows, const ArrivalRates& rates, Zones& zones,
               const MeanBatch& mean_batch);
/// Loads from pools.
Loads loads_of(const Settings& settings, const Pools& pools);

}  // namespace wain::estimate
