#include <algorithm>
#include <cmath>
#include <limits>

#include "layout/rows.h"

namespace wain::layout {
namespace {

class Router {
public:
  Router(const Graph& graph, const Rows& rows, const Spacing& spacing)
      : graph_(graph), rows_(rows), spacing_(spacing) {}

  Drawing draw() && {
    out_.edges.resize(graph_.edges.size());
    place_rows();
    place_lanes();
    place_ports();
    for (std::uint32_t e = 0; e < graph_.edges.size(); ++e)
      if (rows_.back[e])
        go_back(e);
      else
        go_down(e);
    for (const Item& item : rows_.items)
      if (item.is_node()) out_.nodes.push_back({item.x, middle(item.row)});
    frame();
    return std::move(out_);
  }

private:
  struct Row {
    double top = 0, bottom = 0;
    double left = 0, right = 0;  ///< what stands in it, with the lanes beside it
  };

  [[nodiscard]] double middle(std::uint32_t row) const { return (row_[row].top + row_[row].bottom) / 2; }
  [[nodiscard]] const Item& from(std::uint32_t edge) const { return rows_.items[graph_.edges[edge].from]; }
  [[nodiscard]] const Item& to(std::uint32_t edge) const { return rows_.items[graph_.edges[edge].to]; }

  void place_rows() {
    double y = 0;
    for (const auto& items : rows_.rows) {
      Row row;
      row.top = y;
      row.left = std::numeric_limits<double>::infinity();
      row.right = -row.left;
      double height = 0;
      for (const std::uint32_t index : items) {
        const Item& item = rows_.items[index];
        height = std::max(height, item.size.height);
        row.left = std::min(row.left, item.x - item.size.width / 2);
        row.right = std::max(row.right, item.x + item.size.width / 2);
      }
      row.bottom = y + height;
      y = row.bottom + spacing_.rows;
      row_.push_back(row);
    }
  }

  /// An edge that goes back has a straight lane beside all rows that it passes, on the nearer side. Short
  /// ones are placed first, and so stand inside.
  void place_lanes() {
    lane_.resize(graph_.edges.size(), 0);
    std::vector<std::uint32_t> order;
    for (std::uint32_t e = 0; e < graph_.edges.size(); ++e)
      if (rows_.back[e]) order.push_back(e);
    const auto span = [&](std::uint32_t e) { return from(e).row - to(e).row; };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return span(a) < span(b); });
    for (const std::uint32_t e : order) {
      double left = std::numeric_limits<double>::infinity(), right = -left;
      for (std::uint32_t r = to(e).row; r <= from(e).row; ++r) {
        left = std::min(left, row_[r].left);
        right = std::max(right, row_[r].right);
      }
      const double half = graph_.edges[e].label.width / 2 + spacing_.lines;
      const auto way = [&](double x) { return std::abs(x - from(e).x) + std::abs(x - to(e).x); };
      const bool to_right = way(right + half) <= way(left - half);
      lane_[e] = to_right ? right + half : left - half;
      for (std::uint32_t r = to(e).row; r <= from(e).row; ++r) {
        row_[r].left = std::min(row_[r].left, lane_[e] - graph_.edges[e].label.width / 2);
        row_[r].right = std::max(row_[r].right, lane_[e] + graph_.edges[e].label.width / 2);
      }
    }
  }

  /// Where the edge goes to from its upper end, and comes from at its lower one: x.
  [[nodiscard]] double after_start(std::uint32_t e) const {
    if (rows_.back[e]) return lane_[e];
    return rows_.chain[e].empty() ? to(e).x : rows_.items[rows_.chain[e].front()].x;
  }
  [[nodiscard]] double before_end(std::uint32_t e) const {
    if (rows_.back[e]) return lane_[e];
    return rows_.chain[e].empty() ? from(e).x : rows_.items[rows_.chain[e].back()].x;
  }

  /// Edges at one side of a node stand beside each other in the order in which they come or go.
  void place_ports() {
    start_.resize(graph_.edges.size());
    end_.resize(graph_.edges.size());
    std::vector<std::vector<std::uint32_t>> leaving(graph_.nodes.size()), coming(graph_.nodes.size());
    for (std::uint32_t e = 0; e < graph_.edges.size(); ++e) {
      leaving[graph_.edges[e].from].push_back(e);
      coming[graph_.edges[e].to].push_back(e);
    }
    for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
      spread(n, leaving[n], start_, [&](std::uint32_t e) { return after_start(e); });
      spread(n, coming[n], end_, [&](std::uint32_t e) { return before_end(e); });
    }
  }

  template <class Key>
  void spread(std::uint32_t n, std::vector<std::uint32_t>& edges, std::vector<double>& into, Key key) {
    std::stable_sort(edges.begin(), edges.end(), [&](auto a, auto b) { return key(a) < key(b); });
    if (edges.empty()) return;
    // The heaviest comes or goes in the middle, so that it is straight.
    std::size_t main = 0;
    for (std::size_t i = 0; i < edges.size(); ++i)
      if (weight_of(edges[i]) > weight_of(edges[main])) main = i;
    const std::size_t most = std::max(main, edges.size() - 1 - main);
    const double room = graph_.nodes[n].port_span / 2;
    const double step = most > 0 ? std::min(spacing_.ports, room / static_cast<double>(most)) : 0;
    for (std::size_t i = 0; i < edges.size(); ++i)
      into[edges[i]] = rows_.items[n].x + (static_cast<double>(i) - static_cast<double>(main)) * step;
  }

  [[nodiscard]] double weight_of(std::uint32_t e) const { return rows_.back[e] ? 0 : graph_.edges[e].weight; }

  void go_down(std::uint32_t e) {
    std::vector<Point>& points = out_.edges[e].points;
    const auto pass = [&](double x, double top, double bottom) {
      points.push_back({x, top});
      if (bottom > top) points.push_back({x, bottom});
    };
    pass(start_[e], middle(from(e).row) + from(e).size.height / 2, row_[from(e).row].bottom);
    for (const std::uint32_t index : rows_.chain[e]) {
      const Item& item = rows_.items[index];
      pass(item.x, row_[item.row].top, row_[item.row].bottom);
    }
    pass(end_[e], row_[to(e).row].top, middle(to(e).row) - to(e).size.height / 2);
    if (rows_.chain[e].empty()) return;
    const Item& first = rows_.items[rows_.chain[e].front()];
    out_.edges[e].label = {first.x, middle(first.row)};
  }

  void go_back(std::uint32_t e) {
    PlacedEdge& edge = out_.edges[e];
    edge.back = true;
    const double bottom = row_[from(e).row].bottom, top = row_[to(e).row].top;
    const double start = middle(from(e).row) + from(e).size.height / 2;
    const double end = middle(to(e).row) - to(e).size.height / 2;
    edge.points.push_back({start_[e], start});
    if (bottom > start) edge.points.push_back({start_[e], bottom});
    edge.points.push_back({lane_[e], bottom});
    edge.points.push_back({lane_[e], top});
    edge.points.push_back({end_[e], top});
    if (end > top) edge.points.push_back({end_[e], end});
    edge.label = {lane_[e], (top + bottom) / 2};
  }

  /// Moves all to the right and down, so that the margin is free.
  void frame() {
    double left = std::numeric_limits<double>::infinity(), right = -left;
    for (const Row& row : row_) {
      left = std::min(left, row.left);
      right = std::max(right, row.right);
    }
    if (left > right) left = right = 0;  // nothing is there
    // The turns of edges that go back stand out above the first row and below the last one.
    const bool turns = std::find(rows_.back.begin(), rows_.back.end(), true) != rows_.back.end();
    const double above = spacing_.margin + (turns ? spacing_.rows : 0);
    const double dx = spacing_.margin - left;
    const auto move = [&](Point& point) { point = {point.x + dx, point.y + above}; };
    for (Point& node : out_.nodes) move(node);
    for (PlacedEdge& edge : out_.edges) {
      for (Point& point : edge.points) move(point);
      move(edge.label);
    }
    const double height = row_.empty() ? 0 : row_.back().bottom;
    out_.size = {right - left + 2 * spacing_.margin, height + 2 * above};
  }

  const Graph& graph_;
  const Rows& rows_;
  const Spacing& spacing_;
  std::vector<Row> row_;
  std::vector<double> lane_, start_, end_;  ///< x, by edge
  Drawing out_;
};

}  // namespace

Drawing route(const Graph& graph, const Rows& rows, const Spacing& spacing) {
  return Router(graph, rows, spacing).draw();
}

Drawing draw_layered(const Graph& graph, const Spacing& spacing) {
  Rows rows = make_rows(graph);
  order_rows(rows);
  place_items(rows, spacing);
  straighten_lines(rows, spacing);
  return route(graph, rows, spacing);
}

}  // namespace wain::layout
