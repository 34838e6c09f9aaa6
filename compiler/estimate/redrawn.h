/// Choices that rest on data drawn anew at each visit of one step: of two guards that read the same draw, the
/// second one sees only what the first has let through.
#pragma once

#include <vector>

#include "estimate/regions.h"
#include "ir/definition.h"

namespace wain::estimate {

/// A share of the draws for which all of some choices fall alike.
struct Pattern {
  double weight = 0;
  std::vector<double> chances;  ///< one for each of the edges that are chosen between
};

struct Redrawn {
  ir::NodeId at;                  ///< where the data is drawn, at each visit
  std::vector<ir::EdgeId> edges;  ///< of the nodes that read it and nothing else
  std::vector<Pattern> patterns;  ///< weights add up to 1
};

/// By place in `edges`: the mean chance that a visit leaves by it, over the draws in proportion to how often
/// each of them comes so far. `shares`: the chance of every edge, for what other data decides its mean.
///
/// With one draw p for ever, a visit of `at` leads to h(p) visits of a node before the next one of `at`: that
/// is their ratio in the solved flow, whatever comes after. Draws are independent of each other, so the
/// chance at the node is the mean of the draw's chances with weights P(p) h(p).
std::vector<double> chances_of_redrawn(const ir::Process& process, const Regions& regions,
                                       const std::vector<double>& shares, const Redrawn& redrawn);

}  // namespace wain::estimate
