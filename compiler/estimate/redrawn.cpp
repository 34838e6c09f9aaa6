#include "estimate/redrawn.h"

namespace wain::estimate {
namespace {

/// What goes on from the draw. A draw that would keep a case for ever in its loop leaves it here, so that its
/// flow can be solved; ratios of visits do not depend on it.
constexpr double goes_on = 1 - 0x1p-20;

}  // namespace

std::vector<double> chances_of_redrawn(const ir::Process& process, const Regions& regions,
                                       const std::vector<double>& shares, const Redrawn& redrawn) {
  const std::size_t count = redrawn.edges.size();
  std::vector<double> taken(count), come(count), plain(count);
  bool solved = true;
  for (const Pattern& pattern : redrawn.patterns) {
    std::vector<double> chances = shares;
    for (std::size_t i = 0; i < count; ++i) {
      chances[redrawn.edges[i].index] = pattern.chances[i];
      plain[i] += pattern.weight * pattern.chances[i];
    }
    for (const ir::EdgeId edge : process[redrawn.at].out) chances[edge.index] *= goes_on;
    const FlowOfShares flow = solved ? flow_of(process, regions, chances) : FlowOfShares{};
    solved = solved && flow.solved() && flow.visits[redrawn.at.index] > 0;
    if (!solved) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const double visits = flow.visits[process[redrawn.edges[i]].from.index] / flow.visits[redrawn.at.index];
      come[i] += pattern.weight * visits;
      taken[i] += pattern.weight * visits * pattern.chances[i];
    }
  }
  // Where no way leads out of a loop beside the draw, or none to the node, the draws count alike.
  for (std::size_t i = 0; i < count; ++i)
    if (solved && come[i] > 0) plain[i] = taken[i] / come[i];
  return plain;
}

}  // namespace wain::estimate
