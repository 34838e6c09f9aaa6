/// The two sides of a claim as numbers. Private to the decisions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/decide.h"
#include "simulation/interval.h"

namespace wain::simulation {

/// What the replications say about one reference.
struct Side {
  Ratio ratio;  ///< of means and shares
  /// Of quantiles and greatest values: by replication, sorted; and values that are not known because cases
  /// did not end.
  std::vector<std::vector<std::int64_t>> values;
  std::vector<std::uint64_t> unknown;
  std::vector<runtime::Levels> levels;  ///< of quantiles and greatest values of loads and queues
  std::uint64_t cases = 0;              ///< of all replications
  std::vector<std::uint64_t> open;  ///< by replication: cases that did not end and that the figure depends on
  std::uint64_t unfinished = 0;     ///< of all of them
};

Side side_of(const Reference& reference, const Sample& sample);

/// The least value that at least the share q does not exceed; infinite if it is an unknown one.
double quantile_of(std::vector<std::int64_t> sorted, std::uint64_t unknown, double q);

/// The same of a queue or a load: that it is not above for at least the share q of the time. Nothing if there
/// was no time.
std::optional<double> level_of(const std::vector<runtime::Levels>& levels, double q);

/// The pool or committee that has more work than it can do in a scenario that is to be in a steady state;
/// empty if there is none.
std::string overloaded(const Sample& sample);

/// Whether the figure grows for as long as the scenario runs if somebody is overloaded.
bool grows(const Reference& reference);

}  // namespace wain::simulation
