#include "rules/engine/way_there.h"

#include <algorithm>

namespace wain::lint {

std::vector<ir::NodeId> way_there(const ir::Process& process, ir::NodeId from,
                                  llvm::function_ref<bool(ir::NodeId)> found,
                                  llvm::function_ref<bool(const ir::Edge&)> follow) {
  std::vector<ir::NodeId> previous(process.nodes.size());
  std::vector<ir::NodeId> queue{from};
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const ir::NodeId node = queue[next];
    for (const ir::EdgeId id : process[node].out) {
      const ir::NodeId to = process[id].to;
      if (previous[to.index].valid() || !follow(process[id])) continue;
      previous[to.index] = node;
      if (!found(to)) {
        if (to != from) queue.push_back(to);
        continue;
      }
      std::vector<ir::NodeId> way{to};
      for (ir::NodeId at = node; at != from; at = previous[at.index]) way.push_back(at);
      way.push_back(from);
      std::reverse(way.begin(), way.end());
      return way;
    }
  }
  return {};
}

std::string way_text(const ir::Process& process, const std::vector<ir::NodeId>& way) {
  constexpr std::size_t shown = 4;
  std::vector<std::string_view> names;
  for (const ir::NodeId node : way) {
    if (!process[node].name.empty()) names.push_back(process[node].name);
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += " → ";
    if (names.size() > 2 * shown && i == shown) {
      text += "… → ";
      i = names.size() - shown;
    }
    text += '`';
    text += names[i];
    text += '`';
  }
  return text;
}

}  // namespace wain::lint
