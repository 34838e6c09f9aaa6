/// Pairs of fork and join where a document names none.
#pragma once

#include "ir/process.h"

namespace wain::ingest {

/// Where neither forks and joins have partners nor nodes have branches: makes pairs, with their branches, of
/// each fork and join between which all goes from the one to the other and nothing comes in, goes out or
/// ends. So what a token does stays what it was: no edge leaves a branch, which would withdraw the others.
/// A join of one way in, or a fork of one way out, becomes a merge, since it would have no partner.
/// Nothing changes in a process in which somebody has made pairs. O(V+E) a fork.
void pair_branches(ir::Process& process);

}  // namespace wain::ingest
