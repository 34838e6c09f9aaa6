// Held against brute force on random graphs, many of them irreducible.
#include "analysis/flow_graph.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ir/build.h"

namespace wain::analysis {
namespace {

/// A process of `count` tasks; edges are pairs of node indices, 0 is the start.
struct Graph {
  ir::test::Builder builder;
  ir::ProcessId id;
  Reach reach;

  Graph(std::uint32_t count, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) {
    id = builder.process("P");
    for (std::uint32_t i = 1; i < count; ++i) builder.node(id, ir::NodeKind::Task, "");
    for (const auto& [from, to] : edges) builder.edge(id, {from}, {to});
    reach = analysis::reach(process());
  }
  [[nodiscard]] const ir::Process& process() const { return builder.definition.processes[0]; }

  /// Nodes reached from `from` in one step or more, over edges that `passes` lets through.
  template <class Passes>
  [[nodiscard]] std::set<std::uint32_t> from(std::uint32_t start, Passes passes) const {
    std::set<std::uint32_t> seen;
    std::vector<std::uint32_t> work{start};
    while (!work.empty()) {
      const std::uint32_t node = work.back();
      work.pop_back();
      for (const ir::EdgeId edge : process().nodes[node].out) {
        const std::uint32_t to = process()[edge].to.index;
        if (passes(node, to) && seen.insert(to).second) work.push_back(to);
      }
    }
    return seen;
  }
};

Graph random_graph() {
  const auto count = *rc::gen::inRange<std::uint32_t>(1, 9);
  const auto edges = *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
      rc::gen::pair(rc::gen::inRange<std::uint32_t>(0, count), rc::gen::inRange<std::uint32_t>(0, count)));
  return {count, edges};
}
const auto any_edge = [](std::uint32_t, std::uint32_t) { return true; };

RC_GTEST_PROP(FlowGraph, DominatorsAreThoseThatNoWayAvoids, ()) {
  const Graph g = random_graph();
  FlowGraph graph(g.process(), g.reach);
  const Dominators dominators(graph);
  for (const ir::NodeId above : g.reach.order) {
    auto avoiding = g.from(
        0, [&](std::uint32_t from, std::uint32_t to) { return from != above.index && to != above.index; });
    if (above.index != 0) avoiding.insert(0);
    for (const ir::NodeId below : g.reach.order) {
      RC_ASSERT(dominators.dominates(above, below) == !avoiding.contains(below.index));
    }
  }
  RC_ASSERT(!dominators.immediate({0}).valid());
}

RC_GTEST_PROP(FlowGraph, ComponentsAreThoseThatReachEachOther, ()) {
  const Graph g = random_graph();
  FlowGraph graph(g.process(), g.reach);
  std::set<std::uint32_t> before;
  for (const Component& component : components(graph)) {
    for (const ir::NodeId node : component.nodes) {
      const auto reached = g.from(node.index, any_edge);
      RC_ASSERT(component.cyclic == reached.contains(node.index));
      for (const ir::NodeId other : component.nodes)
        RC_ASSERT(other == node || reached.contains(other.index));
      for (const std::uint32_t earlier : before) RC_ASSERT(!reached.contains(earlier));
    }
    for (const ir::NodeId node : component.nodes) before.insert(node.index);
  }
  RC_ASSERT(before.size() == g.reach.order.size());
}

RC_GTEST_PROP(FlowGraph, WithoutBackEdgesNothingComesRound, ()) {
  const Graph g = random_graph();
  const LoopNest nest = loop_nest(g.process(), g.reach);
  const auto forward = [&](std::uint32_t from, std::uint32_t to) { return !nest.is_back_edge({from}, {to}); };
  for (const ir::NodeId node : g.reach.order) {
    RC_ASSERT(!g.from(node.index, forward).contains(node.index));
    // Whoever can come round is in a loop, and nobody else.
    const bool comes_round = g.from(node.index, any_edge).contains(node.index);
    RC_ASSERT(comes_round == (nest.innermost[node.index] != UINT32_MAX));
  }
}

RC_GTEST_PROP(FlowGraph, ALoopIsEnteredAtItsEntriesOnly, ()) {
  const Graph g = random_graph();
  const LoopNest nest = loop_nest(g.process(), g.reach);
  for (const Loop& loop : nest.loops) {
    RC_ASSERT(!loop.entries.empty());
    const auto holds = [](const std::vector<ir::NodeId>& list, ir::NodeId node) {
      return std::find(list.begin(), list.end(), node) != list.end();
    };
    for (const ir::Edge& edge : g.process().edges) {
      if (!g.reach.has(edge.from) || holds(loop.nodes, edge.from) || !holds(loop.nodes, edge.to)) continue;
      RC_ASSERT(holds(loop.entries, edge.to));
    }
    if (loop.parent == UINT32_MAX) continue;
    RC_ASSERT(loop.depth == nest.loops[loop.parent].depth + 1);
    for (const ir::NodeId node : loop.nodes) {
      RC_ASSERT(holds(nest.loops[loop.parent].nodes, node));
      RC_ASSERT(!holds(nest.loops[loop.parent].entries, node));
    }
  }
}

TEST(FlowGraph, TwoEdgesBetweenTwoNodesAreOneStep) {
  const Graph g(2, {{0, 1}, {0, 1}});
  const FlowGraph graph(g.process(), g.reach);
  EXPECT_EQ(graph[{0}].next.size(), 1U);
  EXPECT_EQ(graph[{1}].previous.size(), 1U);
}

TEST(FlowGraph, AnIrreducibleLoopHasTwoEntries) {
  const Graph g(3, {{0, 1}, {0, 2}, {1, 2}, {2, 1}});
  const LoopNest nest = loop_nest(g.process(), g.reach);
  ASSERT_EQ(nest.loops.size(), 1U);
  EXPECT_EQ(nest.loops[0].entries.size(), 2U);
}

TEST(FlowGraph, WhatIsNotReachedIsNotThere) {
  const Graph g(3, {{0, 1}, {2, 1}, {2, 2}});
  FlowGraph graph(g.process(), g.reach);
  EXPECT_EQ(graph.size(), 2U);
  EXPECT_EQ(components(graph).size(), 2U);
  EXPECT_TRUE(loop_nest(g.process(), g.reach).loops.empty());
}

TEST(FlowGraph, LoopsNestedTooDeepAreCutOffAndSayso) {
  constexpr std::uint32_t count = 10'000;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::uint32_t i = 1; i < count; ++i) {
    edges.emplace_back(i - 1, i);
    if (i > 1) edges.emplace_back(i, i - 1);  // each returns to the one before it
  }
  const Graph g(count, edges);
  const LoopNest nest = loop_nest(g.process(), g.reach);
  EXPECT_FALSE(nest.complete);
  EXPECT_EQ(nest.loops.size(), deepest_loop);
  EXPECT_EQ(nest.loops.back().entries, nest.loops.back().nodes);
}

}  // namespace
}  // namespace wain::analysis
