/// Cases on their way from an automated step, with a count of the human gates that they meet.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <llvm/ADT/BitVector.h>

#include "rules/engine/exit_shares.h"
#include "rules/gat/chain.h"
#include "rules/gat/derived.h"

namespace wain::lint {

/// What a case has met so far.
struct Met {
  std::uint32_t gates = 0;
  bool seen = false;                 ///< one of them looked at the machine's work
  bool ended = false;                ///< inside a callee
  bool handed = false;               ///< there, at an automated step with a chain of its own
  std::vector<std::uint32_t> again;  ///< of these, the nodes that control may come to again
  friend auto operator<=>(const Met&, const Met&) = default;
};

/// What came of one walk.
struct Verdict {
  bool some = false;    ///< some path meets more than the limit, before any other chain
  bool misses = false;  ///< some path does not
  double share = 0;     ///< of the cases: meet more
  bool complete = true;
  std::vector<std::pair<ir::NodeId, double>> handed;  ///< to automated steps with a chain of their own
};

/// What is fixed for all walks through one process.
struct ChainGround {
  const View& view;
  ir::ProcessId id;
  const ir::Process& process;
  const analysis::Reach& reach;
  const std::map<std::uint32_t, CalleeGates>& callees;
  GateMap map;
  std::vector<std::uint32_t> positions;
  llvm::BitVector cyclic;  ///< control may come round to these
  llvm::BitVector firing;  ///< automated steps with a chain of their own
  std::uint32_t cap = 0;
  bool calls_count = true;                  ///< what callees put in the way counts
  Lookers lookers{};                        ///< filled before the first machine is looked at
  std::map<ir::NodeId, Verdict> settled{};  ///< automated steps with no chain before another one's

  [[nodiscard]] const CalleeGates* callee(const ir::Node& node) const {
    const auto at = callees.find(node.callee.index);
    return at == callees.end() ? nullptr : &at->second;
  }
  /// What becomes of a case that comes to this automated step before any gate, if that is known.
  [[nodiscard]] const Verdict* settled_at(ir::NodeId node, const Met& met) const {
    if (met.gates > 0 || process[node].branch) return nullptr;
    const auto at = settled.find(node);
    return at == settled.end() ? nullptr : &at->second;
  }
  [[nodiscard]] bool ends_walk(ir::NodeId node) const {
    return process[node].kind == ir::NodeKind::End || map.works.test(node.index) || firing.test(node.index);
  }
  /// Visits the exits that lead onward, of calls those whose outcome an onward way through the callee has.
  template <class Visit>
  void onward(ir::NodeId node, Visit visit) const {
    const CalleeGates* inside = process[node].kind == ir::NodeKind::Call ? callee(process[node]) : nullptr;
    for (const ir::EdgeId edge : process[node].out) {
      if (!is_onward(process[edge])) continue;
      if (inside != nullptr) {
        const ir::OutcomeId outcome = analysis::outcome_of(view.definition, process[node], process[edge]);
        if (std::none_of(inside->exits.begin(), inside->exits.end(),
                         [&](const CalleeExit& exit) { return exit.outcome == outcome; }))
          continue;
      }
      visit(edge);
    }
  }
};

/// What comes of the cases that leave `start` over onward exits. `sees`: nodes that look at its work.
Verdict judge(const ChainGround& ground, const ExitShares& shares, const llvm::BitVector& sees,
              ir::NodeId start);
/// What the cases that start in a process have met where they leave it, or where the walk ends.
std::vector<CalleeExit> callee_exits(const ChainGround& ground, const ExitShares& shares);

/// The nodes on onward ways from `start`, up to and with those where the walk ends.
llvm::BitVector onward_region(const ChainGround& ground, ir::NodeId start);
bool is_call_in_the_way(const ChainGround& ground, ir::NodeId node);

}  // namespace wain::lint
