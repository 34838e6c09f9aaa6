/// Which data a step, gate or call writes, exit by exit, and what parallel branches write under it.
#pragma once

#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis {

/// By process: the paths into its parameters that it, or what it calls, may update.
using ParameterUpdates = std::vector<std::vector<ir::Path>>;
ParameterUpdates parameter_updates(const ir::Definition& definition, const CallOrder& calls);

/// A path into a callee's parameter as the caller's data; nothing for other variables.
std::optional<ir::Path> in_caller(const ir::Process& callee, const ir::Node& call, const ir::Path& path);

/// Where the writes of one process are read off.
struct Writes {
  const ir::Definition& definition;
  const ir::Process& process;
  const ParameterUpdates& updates_of_callees;

  /// W(n, e): products and updates on the exits `next` and `approve`; updates alone on every other.
  /// A call writes what its callee may update.
  void on_exit(const ir::Edge& edge, llvm::function_ref<void(const ir::Path&)> visit) const;
  /// The union of W(n, e) over all exits.
  void anywhere(const ir::Node& node, llvm::function_ref<void(const ir::Path&)> visit) const;
};

}  // namespace wain::analysis
