/// Graphs of processes without branches and partners, as they come from elsewhere.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/graph.h"
#include "ir/definition.h"

namespace wain::analysis::test {

struct Graph {
  std::unique_ptr<ir::Definition> definition = std::make_unique<ir::Definition>();
  ir::Process process;

  Graph() { add(ir::NodeKind::Start, ""); }

  ir::NodeId add(ir::NodeKind kind, std::string_view name) {
    ir::Node node;
    node.kind = kind;
    node.name = definition->keep(name);
    process.nodes.push_back(std::move(node));
    return {static_cast<std::uint32_t>(process.nodes.size() - 1)};
  }
  ir::EdgeId edge(ir::NodeId from, ir::NodeId to) {
    const ir::EdgeId id{static_cast<std::uint32_t>(process.edges.size())};
    ir::Edge edge;
    edge.from = from;
    edge.to = to;
    process.edges.push_back(edge);
    process[from].out.push_back(id);
    process[to].in.push_back(id);
    return id;
  }
  /// One after the other.
  void way(std::initializer_list<ir::NodeId> nodes) {
    const ir::NodeId* before = nullptr;
    for (const ir::NodeId& node : nodes) {
      if (before != nullptr) edge(*before, node);
      before = &node;
    }
  }
  void redirect(ir::EdgeId id, ir::NodeId to) {
    auto& in = process[process[id].to].in;
    in.erase(std::find(in.begin(), in.end(), id));
    process[id].to = to;
    process[to].in.push_back(id);
  }
  [[nodiscard]] Reach reach() const { return analysis::reach(process); }
};

}  // namespace wain::analysis::test
