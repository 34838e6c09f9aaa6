/// Which gates a case has passed on its ways to a node, as sets of small numbers: a forward problem over
/// families of sets in which only the smallest (or only the largest) are kept.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// A set of at most 64 claims.
using ClaimSet = std::uint64_t;
constexpr unsigned claims_limit = 64;

/// Which sets of a family are kept.
struct Keep {
  enum class Which : std::uint8_t { Smallest, Largest };
  Which which = Which::Smallest;
  ClaimSet marked = 0;  ///< only sets that agree in these are compared
};

/// Sets of which none makes another superfluous, sorted. Empty: no way there.
class ClaimFamily {
public:
  /// More sets than this are not followed: the question stays open.
  static constexpr std::size_t limit = 64;

  /// Adds a set unless one that is there makes it superfluous; drops those that it makes superfluous.
  /// False if the limit was met.
  bool add(ClaimSet set, Keep keep);
  bool add(const ClaimFamily& other, Keep keep);
  /// Each set of this joined with each of `other`.
  bool add_all_to(ClaimFamily& sum, const ClaimFamily& other, Keep keep) const;

  [[nodiscard]] const std::vector<ClaimSet>& sets() const { return sets_; }
  [[nodiscard]] bool empty() const { return sets_.empty(); }
  friend bool operator==(const ClaimFamily&, const ClaimFamily&) = default;

private:
  std::vector<ClaimSet> sets_;
};

/// What is claimed on the way over an edge: alternatives. Null: the edge is not to be followed.
using EdgeClaims = llvm::function_ref<const ClaimFamily*(ir::EdgeId)>;

/// The problem: `at_start` spreads along the edges that are followed. A join takes as many branches as
/// its rule needs.
struct ClaimProblem {
  const ir::Process& process;
  const Reach& reach;
  Keep keep;
  ClaimFamily at_start;
};
/// The family of every node, by node index; nothing if a limit was met.
std::optional<std::vector<ClaimFamily>> solve_claims(const ClaimProblem& problem, EdgeClaims claims);

}  // namespace wain::analysis
