// What holds of every drawing: nothing overlaps, and edges go down but for those that close a cycle.
#include "layout/layered.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace wain::layout {
namespace {

constexpr double slack = 1e-6;

struct Box {
  double left, right, top, bottom;
};

Box box_of(const Graph& graph, const Drawing& drawing, std::size_t node) {
  const Size size = graph.nodes[node].size;
  const Point at = drawing.nodes[node];
  return {at.x - size.width / 2, at.x + size.width / 2, at.y - size.height / 2, at.y + size.height / 2};
}

Box label_of(const Graph& graph, const Drawing& drawing, std::size_t edge) {
  const Size size = graph.edges[edge].label;
  const Point at = drawing.edges[edge].label;
  return {at.x - size.width / 2, at.x + size.width / 2, at.y - size.height / 2, at.y + size.height / 2};
}

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right - slack && b.left < a.right - slack && a.top < b.bottom - slack &&
         b.top < a.bottom - slack;
}

/// Whether the upright piece runs through the box; touching its ends is no harm.
bool hits(const Point& from, const Point& to, const Box& box) {
  const double top = std::min(from.y, to.y), bottom = std::max(from.y, to.y);
  return overlap({from.x - 2 * slack, from.x + 2 * slack, top + 2 * slack, bottom - 2 * slack}, box);
}

void expect_boxes_apart(const Graph& graph, const Drawing& drawing) {
  std::vector<Box> boxes;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) boxes.push_back(box_of(graph, drawing, n));
  for (std::size_t e = 0; e < graph.edges.size(); ++e)
    if (graph.edges[e].label.width > 0) boxes.push_back(label_of(graph, drawing, e));
  Box used = boxes.front();
  for (std::size_t a = 0; a < boxes.size(); ++a) {
    EXPECT_GE(boxes[a].left, 0);
    EXPECT_GE(boxes[a].top, 0);
    EXPECT_LE(boxes[a].right, drawing.size.width);
    EXPECT_LE(boxes[a].bottom, drawing.size.height);
    used = {std::min(used.left, boxes[a].left), std::max(used.right, boxes[a].right), 0, 0};
    for (std::size_t b = a + 1; b < boxes.size(); ++b)
      EXPECT_FALSE(overlap(boxes[a], boxes[b])) << a << ' ' << b;
  }
  // No more paper than it needs: beside nodes and labels stand lanes only.
  const double lanes = 40.0 * static_cast<double>(graph.edges.size());
  EXPECT_LE(drawing.size.width, used.right - used.left + lanes + 100);
}

void expect_edge(const Graph& graph, const Drawing& drawing, std::size_t e) {
  const PlacedEdge& edge = drawing.edges[e];
  const Box from = box_of(graph, drawing, graph.edges[e].from),
            to = box_of(graph, drawing, graph.edges[e].to);
  ASSERT_GE(edge.points.size(), 2U);
  EXPECT_NEAR(edge.points.front().y, from.bottom, slack);
  EXPECT_NEAR(edge.points.back().y, to.top, slack);
  EXPECT_GE(edge.points.front().x, from.left);
  EXPECT_LE(edge.points.front().x, from.right);
  EXPECT_GE(edge.points.back().x, to.left);
  EXPECT_LE(edge.points.back().x, to.right);
  for (std::size_t i = 0; i + 1 < edge.points.size(); ++i) {
    const Point a = edge.points[i], b = edge.points[i + 1];
    if (!edge.back) EXPECT_LE(a.y, b.y + slack);
    if (a.x != b.x && a.y != b.y) continue;  // bends between two rows, where nothing stands
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
      if (a.x == b.x) EXPECT_FALSE(hits(a, b, box_of(graph, drawing, n))) << e << " through " << n;
  }
}

Graph random_graph(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  Graph graph;
  const std::uint32_t count = 1 + pick(20);
  for (std::uint32_t n = 0; n < count; ++n) {
    const double width = 20 + pick(150);
    graph.nodes.push_back({{width, 12.0 + pick(60)}, width / 2});
  }
  for (std::uint32_t n = 1; n < count; ++n) graph.edges.push_back({pick(n), n, {}, 1});
  for (std::uint32_t i = pick(count + 4); i > 0; --i)
    graph.edges.push_back({pick(count), pick(count), {}, 1});
  for (Edge& edge : graph.edges)
    if (pick(3) == 0) edge.label = {30.0 + pick(60), 14};
  return graph;
}

TEST(Layered, NothingOverlapsInRandomGraphs) {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    const Graph graph = random_graph(seed);
    const Drawing drawing = draw_layered(graph);
    ASSERT_EQ(drawing.nodes.size(), graph.nodes.size());
    expect_boxes_apart(graph, drawing);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) expect_edge(graph, drawing, e);
    const Drawing again = draw_layered(graph);
    for (std::size_t n = 0; n < graph.nodes.size(); ++n) EXPECT_EQ(drawing.nodes[n].x, again.nodes[n].x);
    if (HasFailure()) return;
  }
}

TEST(Layered, AChainIsStraight) {
  Graph graph;
  for (int i = 0; i < 6; ++i) graph.nodes.push_back({{100.0 + i, 30}, 50});
  for (std::uint32_t i = 0; i + 1 < 6; ++i) graph.edges.push_back({i, i + 1, {40, 14}, 1});
  const Drawing drawing = draw_layered(graph);
  for (const Point& node : drawing.nodes) EXPECT_NEAR(node.x, drawing.nodes[0].x, 0.01);
}

TEST(Layered, ACycleGoesBackOnce) {
  Graph graph;
  graph.nodes.assign(3, {{80, 30}, 40});
  graph.edges = {{0, 1, {}, 1}, {1, 2, {}, 1}, {2, 0, {}, 1}, {1, 1, {30, 14}, 1}};
  const Drawing drawing = draw_layered(graph);
  EXPECT_FALSE(drawing.edges[0].back);
  EXPECT_FALSE(drawing.edges[1].back);
  EXPECT_TRUE(drawing.edges[2].back);
  EXPECT_TRUE(drawing.edges[3].back);
  EXPECT_LT(drawing.nodes[0].y, drawing.nodes[2].y);
  expect_boxes_apart(graph, drawing);
}

TEST(Layered, Nothing) {
  const Drawing drawing = draw_layered({});
  EXPECT_TRUE(drawing.nodes.empty());
  EXPECT_TRUE(std::isfinite(drawing.size.width));
}

TEST(Layered, ALongLadderIsDrawnInTime) {
  Graph graph;
  constexpr std::uint32_t count = 1500;
  graph.nodes.assign(count, {{100, 30}, 40});
  for (std::uint32_t i = 0; i + 1 < count; ++i) {
    graph.edges.push_back({i, i + 1, {}, 1});
    if (i % 3 == 0 && i + 7 < count) graph.edges.push_back({i, i + 7, {20, 14}, 1});
    if (i % 5 == 0 && i > 9) graph.edges.push_back({i, i - 9, {20, 14}, 1});
  }
  EXPECT_EQ(draw_layered(graph).nodes.size(), count);
}

}  // namespace
}  // namespace wain::layout
