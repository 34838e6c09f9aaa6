/// What a committee's meetings have to do: who is heard before, and who must wait for a place (2.5).
#pragma once

#include <optional>
#include <vector>

#include "estimate/arrivals.h"
#include "estimate/desks.h"

namespace wain::estimate {

/// Mean backlog after a meeting that hears `places` cases, with Poisson arrivals of this mean between two
/// meetings: X' = max(X + A - k, 0), by Spitzer's identity. Infinite if arrivals are as many as places.
double mean_backlog(double arrivals, std::uint32_t places);

/// One kind of case that a committee hears.
struct Hearing {
  ir::ProcessId process;
  ir::NodeId node;
  double per_week = 0;
  double mean_hours = 0, variance = 0;
  /// All of them come. If not, fewer may: they are an upper bound, or a clock takes cases away first.
  bool certain = true;
};
/// All that come before this committee, from every process of the scenario.
std::vector<Hearing> hearings(const Settings& settings, Flows& flows, const ArrivalRates& rates,
                              ir::ActorId committee);

/// How often a committee meets, with a quorum: of a year, where a week does not tell. 0: it has no meetings.
double meetings_a_week(const Settings& settings, ir::ActorId committee, Zones& zones);

/// What was found out about one committee.
struct AgendaResult {
  Agenda agenda;
  double heard_a_meeting = 0;  ///< mean number of cases at a meeting
  std::optional<WhyNot> why;   ///< a limit that is not in it, or that cannot hold
  bool never_finite = false;   ///< certainly more cases come than there are places
};
/// `sittings`: those of a week, or of all of a line; `weeks`: how many that are.
AgendaResult agenda_of(const Settings& settings, const std::vector<Hearing>& hearings, ir::ActorId committee,
                       const std::vector<Sitting>& sittings, double weeks, bool poisson, bool repeats);

}  // namespace wain::estimate
