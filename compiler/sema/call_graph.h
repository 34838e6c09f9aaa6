/// Which process calls which.
#pragma once

#include <cstdint>
#include <vector>

#include "sema/context.h"

namespace wain::sema {

struct CallGraph {
  struct Call {
    ir::NodeId node;
    ir::ProcessId callee;
  };
  std::vector<std::vector<Call>> calls;      ///< by caller, in order of writing
  std::vector<std::uint32_t> component;      ///< processes that call each other share one
  std::vector<ir::ProcessId> callees_first;  ///< every process, after all that it calls (circles aside)
};
CallGraph call_graph(const ir::Definition& definition);

/// One message for every set of processes that call each other: the shortest circle through the first.
void check_recursion(Context& context);

}  // namespace wain::sema
