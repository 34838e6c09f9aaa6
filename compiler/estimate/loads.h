/// How busy people and machines are (2.7), and the wait that this adds (2.8).
#pragma once

#include <optional>
#include <vector>

#include "estimate/why.h"
#include "ir/ids.h"

namespace wain::estimate {

/// The mean wait of a visit in the queue before one actor.
struct QueueWait {
  double open_hours = 0;     ///< in hours that the pool is open
  double elapsed_hours = 0;  ///< the same in elapsed time
};

/// A queue, or why it is not computed.
struct Queue {
  std::optional<QueueWait> wait;
  std::vector<WhyNot> why;
};

/// One role, person, system or model that work is given to.
struct ActorLoad {
  ir::ActorId actor;
  double offered = 0;    ///< hours of work a week
  double available = 0;  ///< hours a week at hand of all who can do it, shared persons in full
  double load = 0;       ///< of the busiest set of actors that it stands in; shared persons counted once
  std::vector<ir::ActorId> with;     ///< that set, in order of declaration; the actor alone: one element
  std::vector<ir::ActorId> persons;  ///< declared persons who can do it
  double headroom = 0;               ///< by how much arrivals may grow: 1/load - 1
  double clocked = 0;                ///< hours of `offered` for cases that a clock may take away
  double growth_a_week = 0;          ///< cases a week by which the queue grows, if the load is above 1
  double to_clock_a_week = 0;        ///< instead, where what no clock takes away fits: these leave by a clock
  double visits = 0;                 ///< a week
  double mean_service = 0;           ///< hours of work of a mean visit
  double service_variance = 0;
  std::uint32_t servers = 1;  ///< how many can work on it at once
  std::vector<WhyNot> why;    ///< why the load is a bound
};

struct Loads {
  std::vector<ActorLoad> actors;  ///< in order of declaration; those that get work
  bool steady = false;            ///< the scenario has a warm-up: it claims a steady state
  std::vector<WhyNot> why;        ///< why there are none, or not all
  [[nodiscard]] const ActorLoad* of(ir::ActorId actor) const;
};

}  // namespace wain::estimate
