/// A plan's process with its calls in place, for simulators that know neither calls nor several ends.
#pragma once

#include <string>
#include <vector>

#include "exports/losses.h"
#include "exports/measured_shares.h"
#include "runtime/plan/plan.h"

namespace wain::exports {

enum class FlatKind : std::uint8_t { Start, Task, Xor, And, First, Wait, Outcome, End };

struct FlatNode {
  FlatKind kind = FlatKind::Xor;
  std::string id, name;                                 ///< both unique
  plan::Index process = plan::none, node = plan::none;  ///< where it comes from
  plan::Index outcome = plan::none;                     ///< of an Outcome
};

struct FlatEdge {
  std::size_t from = 0, to = 0;
  double share = 1;  ///< of a Xor that splits
  std::string label;
};

/// One start, one end that every way comes to, an Outcome before it for each outcome. `First` is a fork of
/// waits of which the first decides (race.h); where all but one of them have a fixed length, it is a Xor
/// whose shares are how often each is the first.
struct FlatGraph {
  std::vector<FlatNode> nodes;
  std::vector<FlatEdge> edges;
};

/// The process of the plan's first run. What such a graph cannot say is reported.
FlatGraph flatten(const plan::Plan& plan, const ExitShares& shares, Losses& losses);

}  // namespace wain::exports
