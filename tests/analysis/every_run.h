/// Every run of a small process, by brute force: all interleavings of its branches, all exits, all arms. It
/// knows the graph and what a judgment is, and nothing of the analyses that it is to check.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/judgments.h"

namespace wain::analysis::test {

/// Sets of judgments, or of variables, by index.
using Bits = std::uint32_t;

/// Where a case is, and what holds.
struct Moment {
  struct Token {
    std::uint8_t node = 0;
    bool busy = false;  ///< its work has begun
    Bits stale = 0;     ///< variables that others wrote since
    friend auto operator<=>(const Token&, const Token&) = default;
  };
  struct Parallel {
    std::uint8_t fork = 0, started = 0, arrived = 0;
    friend auto operator<=>(const Parallel&, const Parallel&) = default;
  };
  std::vector<Token> tokens;        // sorted
  std::vector<Parallel> parallels;  // those under way; sorted by fork
  Bits holds = 0;
  friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// What one move did.
struct Move {
  Moment after;
  ir::NodeId done;     ///< work that was finished here; invalid: none
  ir::EdgeId over;     ///< by this exit
  Bits judged = 0;     ///< judgments that it made
  Bits written = 0;    ///< variables that it, or what was withdrawn, wrote
  ir::NodeId arrived;  ///< where the case came to; invalid: it waits at a join
  bool ended = false;
};

class EveryRun {
public:
  EveryRun(const ir::Definition& definition, const ir::Process& process,
           const std::vector<Judgment>& judgments);

  [[nodiscard]] static Moment start();
  /// Every move that is possible; only over approving exits, if asked so.
  void moves(const Moment& from, bool approving_only, llvm::function_ref<void(const Move&)> visit) const;
  /// Judgments whose evidence is among these variables.
  [[nodiscard]] Bits resting_on(Bits variables) const;

private:
  void leave(const Moment& from, std::size_t token, ir::EdgeId over,
             llvm::function_ref<void(const Move&)> visit) const;
  void open_fork(const Moment& from, std::size_t token, llvm::function_ref<void(const Move&)> visit) const;
  void go(Move move, ir::EdgeId over, llvm::function_ref<void(const Move&)> visit) const;
  void pass_join(Move move, ir::NodeId join, llvm::function_ref<void(const Move&)> visit) const;
  void withdraw(Move& move, ir::NodeId fork) const;
  void write(Move& move, Bits variables) const;
  [[nodiscard]] Bits written_on(const ir::Edge& edge) const;
  [[nodiscard]] Bits judged_on(const ir::Edge& edge, Bits stale) const;

  const ir::Definition& definition_;
  const ir::Process& process_;
  std::vector<ir::CriterionId> criteria_;  // by judgment
  std::vector<Bits> evidence_;             // by judgment: variables
};

}  // namespace wain::analysis::test
