/// Soundness of a workflow: from wherever a case comes to, it can end (option to complete), and when it ends
/// nothing of it is still under way (proper completion). W. M. P. van der Aalst, The application of Petri
/// nets to workflow management, 1998; the names of the two mistakes are those of J. Vanhatalo, H. Völzer and
/// F. Leymann, Faster and more focused control-flow analysis for business process models, 2007.
///
/// A case is a set of tokens on edges. A fork puts one on each way out (an inclusive one on some, of which
/// without a partner at least one is taken); a join waits for `JoinNeed` says; every other node takes one
/// token from one way in and puts one on one way out. An edge that leaves a branch withdraws the tokens in
/// the other branches, as does a join with `first` or k of n. An `end` ends the case. What no path leads to
/// at all is not looked at: nodes that are never reached are `unreachable-step`'s; nor is whether loops are
/// left, which `endless-loop` says. Where they are, a case that can go on for ever but never end can also
/// stop: the nets are free-choice (J. Desel and J. Esparza, Free choice Petri nets, 1995, chapter 4:
/// bounded and strongly connected, they are live if they are free of deadlocks).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// Forks and joins stand in pairs, every edge into a branch comes from its fork, and every edge into a join
/// from a branch of its fork. Such a process is sound as far as its branches go, and all processes written in
/// text are such. O(E · nesting).
bool is_well_nested(const ir::Process& process, const Reach& reach);

enum class Fault : std::uint8_t {
  Deadlock,     ///< nothing can go on, and the case has not ended
  TwiceAtOnce,  ///< two tokens on one edge
  EndsEarly,    ///< the case ends, and another branch of it is under way
};

/// A mistake, with a run that leads there.
struct UnsoundRun {
  Fault fault = Fault::Deadlock;
  ir::NodeId at;             ///< the join that waits, what is done twice, the end
  ir::NodeId other;          ///< of EndsEarly: where another token is; of TwiceAtOnce: the fork before
  std::uint32_t wanted = 0;  ///< tokens that the join waits for
  std::vector<ir::NodeId> arrived, missing;  ///< where edges into the join come from
  std::vector<ir::NodeId> run;               ///< the nodes in the order in which they are done
  /// Other runs to the same join, or to anything else that is done twice or ends early: the first that the
  /// search met, without others of their own. Where no case can take `run`, one may take one of these.
  std::vector<UnsoundRun> others;
};
constexpr std::size_t most_other_runs = 15;

struct Soundness {
  bool decided = true;
  std::size_t states = 0;  ///< that were looked at
  /// Each join that waits in vain, once, and one of what is done twice or ends early: the shortest each.
  std::vector<UnsoundRun> faults;
};

/// Enough for sixteen branches that nothing reduces, and done in about half a second.
constexpr std::size_t most_states = 100'000;

/// By a search over the states of what is left when sequences, choices that meet again, and forks that are
/// joined again have been reduced. Conditions are not looked at: every way of a choice may be taken. Not
/// decided past `limit` states, and where an inclusive fork has too many ways to go through.
Soundness soundness(const ir::Process& process, const Reach& reach, std::size_t limit = most_states);
/// The same without reducing anything: more runs to a mistake, where no case can take the ones that are left
/// of the reduced graph.
Soundness soundness_in_full(const ir::Process& process, const Reach& reach, std::size_t limit);

}  // namespace wain::analysis
