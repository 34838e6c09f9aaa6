/// How often cases come: from the scenario's arrivals, through calls, to every process.
#pragma once

#include <optional>
#include <vector>

#include "estimate/flows.h"
#include "estimate/settings.h"
#include "estimate/timeline.h"

namespace wain::estimate {

/// The arrivals of one `runs`.
struct Stream {
  ir::ProcessId process;
  ir::CalendarId during;  ///< invalid: always
  double per_open_hour = 0;
  double per_week = 0;  ///< of a standard week
  bool poisson = false;
};

/// Of one `runs`; nothing if it does not say how often, or never.
std::optional<Stream> stream_of(const Settings& settings, const ir::Run& run);

struct ArrivalRates {
  std::vector<Stream> streams;   ///< of runs that say how often
  std::vector<double> per_week;  ///< by process: cases that start in a standard week, calls included
  bool complete = false;         ///< every run of the scenario says how often
  bool poisson = false;          ///< all of them are Poisson streams
};

/// Mean time between arrivals or rate, in open hours of the calendar.
ArrivalRates arrival_rates(const Settings& settings, Flows& flows);
const Stream* stream_of(const ArrivalRates& rates, ir::ProcessId process);

}  // namespace wain::estimate
