/// A layered drawing of a directed graph, from top to bottom: nodes in rows, edges that go down bend between
/// the rows only, edges that go back run beside them. Nothing overlaps. Knows nothing of what is drawn.
///
/// The steps are Sugiyama's: rows by longest path, order by barycentre, then places by exact least squares a
/// row. The same graph gives the same drawing.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::layout {

/// In whatever unit the caller measures text.
struct Size {
  double width = 0, height = 0;
};

struct Point {
  double x = 0, y = 0;
};

struct Node {
  Size size;
  double port_span = 0;  ///< how wide its upper and lower side are, for edges to come and go; 0: one point
};

struct Edge {
  std::uint32_t from = 0, to = 0;  ///< indices of nodes
  Size label;                      ///< {0, 0}: none
  double weight = 1;               ///< the greater, the straighter
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

struct Spacing {
  double rows = 18;    ///< between a row of nodes and the row of labels below it, and so twice between nodes
  double nodes = 26;   ///< between neighbours
  double lines = 14;   ///< between an edge and what it passes
  double ports = 16;   ///< between edges at one side of a node
  double margin = 10;  ///< around all
};

/// The points go down (or up, beside the rows, where the edge goes back) and sideways only between two rows:
/// two neighbours either have the same x, or stand at the bottom of one row and the top of the next, or, at
/// the turns of an edge that goes back, at the same y.
struct PlacedEdge {
  std::vector<Point> points;
  Point label;  ///< its middle
  bool back = false;
};

struct Drawing {
  Size size;
  std::vector<Point> nodes;  ///< their middles
  std::vector<PlacedEdge> edges;
};

/// Edges that close a cycle, seen from the first node on, go back; an edge from a node to itself, too.
Drawing draw_layered(const Graph& graph, const Spacing& spacing = {});

}  // namespace wain::layout
