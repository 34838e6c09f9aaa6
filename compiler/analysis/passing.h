/// Nodes at which nothing happens.
#pragma once

#include "ir/process.h"

namespace wain::analysis {

/// A case only passes here: where ways meet, and into and out of a parallel of one branch.
inline bool is_passed(const ir::Process& process, ir::NodeId id) {
  const ir::Node& node = process[id];
  if (node.kind == ir::NodeKind::Merge) return true;
  const ir::NodeId fork = node.kind == ir::NodeKind::Fork ? id : node.partner;
  const bool is_of_parallel = node.kind == ir::NodeKind::Fork || node.kind == ir::NodeKind::Join;
  return is_of_parallel && fork && !process[fork].inclusive && process[fork].out.size() == 1;
}

}  // namespace wain::analysis
