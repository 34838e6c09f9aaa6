/// Choices that the data of a case decides, over stratified cases: the same data decides all of them.
#pragma once

#include <vector>

#include "analysis/graph.h"
#include "estimate/redrawn.h"
#include "estimate/regions.h"
#include "estimate/settings.h"
#include "estimate/why.h"

namespace wain::estimate {

struct Choices {
  std::vector<ir::EdgeId> edges;  ///< of splits, inclusive forks and gates of truth that are decided here
  std::vector<Pattern> patterns;  ///< weights add up to 1; empty if nothing is decided
  std::vector<WhyNot> why;
};

/// How many cases are laid out.
inline constexpr std::size_t stratified_cases = 4096;

/// What the scenario draws, and `wrong in` of criteria. `declared`: the chance of each edge by its shares.
Choices choices_of_data(const Settings& settings, ir::ProcessId process, const analysis::Reach& reach,
                        const Regions& regions, const std::vector<double>& declared);
/// Whether there is anything to decide: cheap, so that nobody else pays.
bool may_have_choices(const Settings& settings, ir::ProcessId process);

}  // namespace wain::estimate
