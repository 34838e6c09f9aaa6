#include "rules/own/unjudged_share.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "analysis/case_walk.h"
#include "rules/engine/exit_shares.h"

namespace wain::lint {
namespace {

/// The domain of the walk (analysis::CaseWalk): which of the wanted judgments hold.
class Holding {
public:
  using State = std::vector<unsigned>;  // their indices, in order

  Holding(const ir::Process& process, const analysis::Judgments& judgments, const llvm::BitVector& wanted,
          const ExitShares& shares)
      : process_(process), judgments_(judgments), wanted_(wanted), shares_(shares) {}

  [[nodiscard]] static State arrive(ir::NodeId, const State& held) { return held; }
  [[nodiscard]] bool stops(ir::NodeId node, const State&) const {
    return process_[node].kind == ir::NodeKind::End;
  }
  template <class Visit>
  void leave(ir::NodeId node, const State& held, Visit visit) const {
    for (const ir::EdgeId id : process_[node].out) {
      const ir::Edge& edge = process_[id];
      if (!judgments_.is_dead_exit(edge)) visit(edge.to, over(edge, held), shares_.edges[id.index]);
    }
  }
  [[nodiscard]] double enters(ir::EdgeId edge) const { return shares_.edges[edge.index]; }
  [[nodiscard]] State entering(ir::EdgeId id, const State& held) const {
    return without(held, judgments_.interference(process_[id]));
  }
  [[nodiscard]] static State merged(const State& a, const State& b, bool all) {
    State result;
    if (all)
      std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
    else
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
    return result;
  }

private:
  [[nodiscard]] State over(const ir::Edge& edge, const State& held) const {
    const llvm::BitVector killed = judgments_.killed(edge);
    llvm::BitVector now = wanted_;
    now.reset();
    for (const unsigned judgment : held) now.set(judgment);
    now.reset(killed);
    for (const llvm::BitVector& made : judgments_.made(edge)) now |= made;
    now &= wanted_;
    State result(now.set_bits_begin(), now.set_bits_end());
    return without(result, judgments_.interference(edge));
  }
  [[nodiscard]] static State without(const State& held, const llvm::BitVector* ended) {
    if (ended == nullptr) return held;
    State result;
    std::copy_if(held.begin(), held.end(), std::back_inserter(result),
                 [&](unsigned judgment) { return !ended->test(judgment); });
    return result;
  }

  const ir::Process& process_;
  const analysis::Judgments& judgments_;
  const llvm::BitVector& wanted_;
  const ExitShares& shares_;
};

}  // namespace

std::optional<double> unjudged_share(const View& view, ir::ProcessId id, const analysis::Judgments& judgments,
                                     const llvm::BitVector& wanted, const std::vector<ir::NodeId>& ends) {
  const ExitShares shares = exit_shares(view, id);
  if (!shares.known) return std::nullopt;
  const ir::Process& process = view[id];
  const Holding domain(process, judgments, wanted, shares);
  constexpr std::size_t longest = 20'000;
  const std::vector<std::uint32_t> positions = analysis::positions(process, view.reaches[id.index]);
  analysis::CaseWalk<Holding> walk(process, positions, domain, longest);
  double share = 0;
  for (const auto& arrival : walk.leaving({0}, {})) {
    if (arrival.state.empty() && std::find(ends.begin(), ends.end(), arrival.node) != ends.end())
      share += arrival.mass;
  }
  if (!walk.complete()) return std::nullopt;
  return std::min(share, 1.0);
}

}  // namespace wain::lint
