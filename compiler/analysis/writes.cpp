#include "analysis/writes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace wain::analysis {
namespace {

bool holds(const std::vector<ir::Path>& paths, const ir::Path& path) {
  return std::any_of(paths.begin(), paths.end(), [&](const ir::Path& p) { return ir::is_prefix(p, path); });
}

void visit_updates(const Writes& writes, const ir::Node& node,
                   llvm::function_ref<void(const ir::Path&)> visit) {
  for (const ir::Path& path : node.updates) visit(path);
  if (node.kind != ir::NodeKind::Call || !node.callee) return;
  const ir::Process& callee = writes.definition[node.callee];
  for (const ir::Path& path : writes.updates_of_callees[node.callee.index]) {
    if (const auto mapped = in_caller(callee, node, path)) visit(*mapped);
  }
}

void visit_products(const ir::Node& node, llvm::function_ref<void(const ir::Path&)> visit) {
  for (const ir::Product& product : node.produces) visit(ir::Path{product.variable, {}, product.span});
}

}  // namespace

std::optional<ir::Path> in_caller(const ir::Process& callee, const ir::Node& call, const ir::Path& path) {
  const auto at = std::find(callee.parameters.begin(), callee.parameters.end(), path.variable);
  if (at == callee.parameters.end()) return std::nullopt;
  const auto position = static_cast<std::size_t>(at - callee.parameters.begin());
  if (position >= call.arguments.size()) return std::nullopt;
  ir::Path result = call.arguments[position];
  result.fields.insert(result.fields.end(), path.fields.begin(), path.fields.end());
  return result;
}

void Writes::on_exit(const ir::Edge& edge, llvm::function_ref<void(const ir::Path&)> visit) const {
  const ir::Node& node = process[edge.from];
  visit_updates(*this, node, visit);
  if (edge.kind == ir::EdgeKind::Next || edge.kind == ir::EdgeKind::Approve) visit_products(node, visit);
}

void Writes::anywhere(const ir::Node& node, llvm::function_ref<void(const ir::Path&)> visit) const {
  visit_updates(*this, node, visit);
  visit_products(node, visit);
}

ParameterUpdates parameter_updates(const ir::Definition& definition, const CallOrder& calls) {
  ParameterUpdates result(definition.processes.size());
  for (const ir::ProcessId id : calls.order) {
    const ir::Process& process = definition[id];
    std::vector<ir::Path>& updated = result[id.index];
    const Writes writes{definition, process, result};
    for (const ir::Node& node : process.nodes) {
      if (node.kind == ir::NodeKind::Audit) continue;
      visit_updates(writes, node, [&](const ir::Path& path) {
        if (path.variable && process[path.variable].parameter && !holds(updated, path))
          updated.push_back(path);
      });
    }
  }
  return result;
}

}  // namespace wain::analysis
