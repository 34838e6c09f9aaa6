/// The graph of a process as a search over its states wants it: arcs that tokens stand on, what joins wait
/// for, and as small as reductions that keep its mistakes make it.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// An edge, or what a way without choices was reduced to.
struct Arc {
  ir::NodeId from, to;
  ir::BranchId where;            ///< the innermost branch that a token on it stands in
  std::vector<ir::NodeId> over;  ///< nodes on the way that were reduced, in order
  bool always = true;            ///< of an inclusive fork: no condition is on it
  bool gone = false;
};

/// What a join waits for: tokens in so many groups of arcs. Arcs from one branch of its fork are one group.
struct JoinNeed {
  std::vector<std::vector<std::uint32_t>> groups;  ///< by arc; an empty one will never have a token
  std::uint32_t wanted = 0;
  ir::NodeId fork;         ///< its partner; invalid: none
  bool inclusive = false;  ///< waits while a token is in a branch of the fork
};

struct Net {
  std::vector<Arc> arcs;  ///< the first leads to the start, and is where a case begins
  std::vector<std::vector<std::uint32_t>> out, in;  ///< by node: arcs
  std::vector<JoinNeed> joins;                      ///< by node; of others than joins empty
};

/// Of the reachable nodes.
Net token_net(const ir::Process& process, const Reach& reach);

/// Sequences become one arc; choices that meet again, loops that come back, and forks all of whose ways come
/// to the join again vanish. After T. Murata, Petri nets: properties, analysis and applications, 1989,
/// section V. O(E · nesting), and it stops early where something nests very deep.
void reduce(const ir::Process& process, Net& net);

/// `inner` is `outer` or stands in it; everything stands in an invalid one.
bool is_within(const ir::Process& process, ir::BranchId inner, ir::BranchId outer);

}  // namespace wain::analysis
