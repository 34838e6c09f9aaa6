#include "rules/flw/unsound.h"

#include <vector>

namespace wain::lint {
namespace {

ir::NodeId nearest_named(const ir::Process& process, ir::NodeId start, bool behind) {
  llvm::BitVector known(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> queue{start};
  known.set(start.index);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const ir::Node& node = process[queue[next]];
    if (!node.name.empty()) return queue[next];
    for (const ir::EdgeId edge : behind ? node.out : node.in) {
      const ir::NodeId to = behind ? process[edge].to : process[edge].from;
      if (known.test(to.index)) continue;
      known.set(to.index);
      queue.push_back(to);
    }
  }
  return {};
}

}  // namespace

std::optional<analysis::Soundness> unsoundness(const View& view, ir::ProcessId id) {
  const ir::Process& process = view[id];
  const analysis::Reach& reach = view.reaches[id.index];
  if (analysis::is_well_nested(process, reach)) return std::nullopt;
  return analysis::soundness(process, reach);
}

ir::NodeId named_before(const ir::Process& process, ir::NodeId node) {
  return nearest_named(process, node, false);
}

ir::NodeId named_behind(const ir::Process& process, ir::NodeId node) {
  return nearest_named(process, node, true);
}

std::string name_or_kind(const ir::Process& process, ir::NodeId node) {
  const ir::Node& of = process[node];
  return std::string(of.name.empty() ? ir::name(of.kind) : of.name);
}

}  // namespace wain::lint
