/// A plan: one scenario and the processes that it runs, as plain data, with all that a simulation needs
/// and nothing that it does not. docs/schema/plan-2.schema.json is the same as JSON; docs/plan.md explains.
///
/// Times are integer microseconds, instants since 1970-01-01 UTC. Money is integer 1/10,000 of the plan's one
/// currency. Shares are 0 to 1. References are indices into the vector of the kind that they name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/plan/actors.h"
#include "runtime/plan/calendars.h"
#include "runtime/plan/distribution.h"
#include "runtime/plan/element.h"
#include "runtime/plan/expression.h"
#include "runtime/plan/figure.h"
#include "runtime/plan/goals.h"
#include "runtime/plan/process.h"

namespace wain::plan {

/// A question that gates answer. With `wrong_in`, the truth is drawn for each case.
struct Criterion : Named {
  std::optional<double> wrong_in;
  std::int64_t miss_costs = 0;
};

/// Cases that arrive: gaps in the open time of the calendar.
struct Run {
  Index process = none;
  Distribution gaps;
  Index calendar = none;  ///< none: always
  /// Criteria with `wrong_in` that its cases may be wrong in; absent: all of the plan.
  std::optional<std::vector<Index>> truth;
  Place place;
};

/// One scenario.
struct Plan {
  std::string scenario, title;
  std::vector<std::string> files;
  std::string currency;                ///< empty: no money in it
  std::int64_t start = 0;              ///< an instant
  std::int64_t length = 0;             ///< `for`
  std::optional<std::int64_t> warmup;  ///< absent: a terminating run
  std::uint32_t replications = 1;
  std::uint64_t seed = 0;
  std::vector<Zone> zones;
  std::vector<Calendar> calendars;
  std::vector<Pool> pools;
  std::vector<People> people;
  std::vector<Committee> committees;
  std::vector<Criterion> criteria;
  std::vector<Outcome> outcomes;
  std::vector<Process> processes;
  std::vector<Run> runs;
};

/// Whether cases of the run may be wrong in the criterion.
inline bool may_be_wrong(const Plan& plan, std::size_t run, std::size_t criterion) {
  if (!plan.criteria[criterion].wrong_in) return false;
  const auto& truth = plan.runs[run].truth;
  return !truth || std::find(truth->begin(), truth->end(), criterion) != truth->end();
}

}  // namespace wain::plan
