/// Where on an agenda the cases of each gate stand. A committee hears cases in order of arrival, so those
/// whose gate they come to early are heard before others.
#pragma once

#include <memory>
#include <vector>

#include "estimate/walk.h"

namespace wain::estimate {

/// Arrivals at a gate of a committee.
struct HeardCases {
  const Density* cases = nullptr;
  double takes = 0;  ///< one hearing, in any unit
  double gone;       ///< seconds after which a clock takes them away; without end: none does
};

/// For each of these gates, which are heard at the same meetings, by sitting.
std::vector<std::vector<Places>> places_of(const Desk& desk, const Grid& grid,
                                           const std::vector<HeardCases>& gates);

}  // namespace wain::estimate
