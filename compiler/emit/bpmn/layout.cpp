#include "emit/bpmn/layout.h"

#include <algorithm>
#include <array>
#include <map>

#include "layout/layers.h"

namespace wain::emit::bpmn {
namespace {

constexpr int task_width = 130, task_height = 80, event_size = 36, gateway_size = 50;
constexpr int annotation_width = 150, annotation_height = 60;
constexpr int gutter = 80;   ///< between columns: flows run down it
constexpr int channel = 48;  ///< above each row: flows run along it
constexpr int row_gap = 30;  ///< below the tallest shape of a row: names of events
constexpr int lane_head = 30, pool_head = 30, margin = 20, pool_gap = 60;
constexpr int boundary_pitch = 44;

int width_of(const Node& node) {
  switch (node.kind) {
    case Kind::StartEvent:
    case Kind::EndEvent:
    case Kind::CatchEvent:
    case Kind::BoundaryEvent: return event_size;
    case Kind::ExclusiveGateway:
    case Kind::InclusiveGateway:
    case Kind::ParallelGateway:
    case Kind::ComplexGateway:
    case Kind::EventBasedGateway: return gateway_size;
    case Kind::Annotation: return annotation_width;
    default: return task_width;
  }
}

int height_of(const Node& node) {
  const int width = width_of(node);
  if (node.kind == Kind::Annotation) return annotation_height;
  return width == task_width ? task_height : width;
}

/// One process on its way onto the grid. Boundary events have the cell of their host.
class Layout {
public:
  explicit Layout(Process& process) : process_(process) {}

  /// With its upper left corner there; `pools`: with lanes and their heads around it.
  void run(Point at, bool pools) {
    find_columns();
    find_rows();
    place(at, pools);
    route();
  }

private:
  [[nodiscard]] Index cell_of(Index node) const {
    const Node& one = process_.nodes[node];
    return one.kind == Kind::BoundaryEvent ? one.host : node;
  }
  [[nodiscard]] bool in_cell(Index node) const { return process_.nodes[node].kind != Kind::BoundaryEvent; }
  [[nodiscard]] std::size_t lanes() const { return std::max<std::size_t>(1, process_.lanes.size()); }
  [[nodiscard]] std::size_t lane_of(Index node) const {
    const Index lane = process_.nodes[node].lane;
    return lane == none ? 0 : lane;
  }

  /// The longest way to each node, from left to right; an annotation stands with what it is about.
  void find_columns() {
    std::vector<layout::Arrow> arrows;
    out_.assign(process_.nodes.size(), {});
    for (Index i = 0; i < process_.flows.size(); ++i) {
      arrows.emplace_back(cell_of(process_.flows[i].from), cell_of(process_.flows[i].to));
      out_[arrows.back().first].push_back(i);
    }
    const layout::Layers layers = layout::layers_of(process_.nodes.size(), arrows);
    order_ = layers.order;
    back_ = layers.back;
    column_.assign(layers.layer.begin(), layers.layer.end());
    for (Index i = 0; i < process_.nodes.size(); ++i)
      if (process_.nodes[i].kind == Kind::Annotation) column_[i] = column_[process_.nodes[i].host];
    columns_ = 1 + *std::max_element(column_.begin(), column_.end());
  }

  /// In its lane a node takes the row of the node before it if that is in the lane and the cell is free,
  /// else the first free one.
  void find_rows() {
    row_.assign(process_.nodes.size(), 0);
    rows_.assign(lanes(), 1);
    std::map<std::array<int, 3>, bool> taken;  // lane, column, row
    std::vector<Index> wanted(process_.nodes.size(), none);
    std::vector<Index> sorted;
    for (const Index node : order_)
      if (in_cell(node)) sorted.push_back(node);
    std::stable_sort(sorted.begin(), sorted.end(), [&](Index a, Index b) {
      const bool beside_a = process_.nodes[a].kind == Kind::Annotation;
      const bool beside_b = process_.nodes[b].kind == Kind::Annotation;
      return std::pair(column_[a], beside_a) < std::pair(column_[b], beside_b);
    });
    for (const Index node : sorted) {
      const int lane = static_cast<int>(lane_of(node));
      int row = wanted[node] == none ? 0 : row_[wanted[node]];
      if (taken[{lane, column_[node], row}])
        for (row = 0; taken[{lane, column_[node], row}];) ++row;
      taken[{lane, column_[node], row}] = true;
      row_[node] = row;
      rows_[static_cast<std::size_t>(lane)] = std::max(rows_[static_cast<std::size_t>(lane)], row + 1);
      for (const Index flow : out_[node]) {
        const Index to = cell_of(process_.flows[flow].to);
        if (wanted[to] == none && lane_of(to) == lane_of(node)) wanted[to] = node;
      }
    }
  }

  void place(Point at, bool pools) {
    std::vector<int> widths(static_cast<std::size_t>(columns_), event_size);
    for (Index i = 0; i < process_.nodes.size(); ++i) {
      Node& node = process_.nodes[i];
      node.box.width = width_of(node);
      node.box.height = height_of(node);
      if (node.kind == Kind::BoundaryEvent) {
        Box& host = process_.nodes[node.host].box;
        host.width = std::max(host.width, 10 + boundary_pitch * ++events_[node.host]);
      }
    }
    for (Index i = 0; i < process_.nodes.size(); ++i)
      if (in_cell(i)) {
        int& width = widths[static_cast<std::size_t>(column_[i])];
        width = std::max(width, process_.nodes[i].box.width);
      }
    const int heads = pools ? pool_head + (process_.lanes.empty() ? 0 : lane_head) : 0;
    int x = at.x + heads + margin;
    for (const int width : widths) {
      left_.push_back(x);
      x += width + gutter;
    }
    left_.push_back(x);
    place_rows(at.y);
    process_.box = {at.x, at.y, x - at.x, bottom_ - at.y};
    for (std::size_t i = 0; i < process_.lanes.size(); ++i) {
      Box& box = process_.lanes[i].box;
      box.x = at.x + pool_head;
      box.width = x - box.x;
    }
    for (Index i = 0; i < process_.nodes.size(); ++i)
      if (in_cell(i)) place_node(process_.nodes[i], i, widths);
    std::map<Index, int> seen;
    for (Node& node : process_.nodes)
      if (node.kind == Kind::BoundaryEvent) {
        const Box& host = process_.nodes[node.host].box;
        node.box.x = host.x + 5 + boundary_pitch * seen[node.host]++;
        node.box.y = host.y + host.height - event_size / 2;
      }
  }

  void place_rows(int y) {
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
      const int top = y;
      for (int row = 0; row < rows_[lane]; ++row) {
        top_[{static_cast<int>(lane), row}] = y;
        y += channel + task_height + row_gap;
      }
      // Below the last row of a lane there is a channel too: exits downwards never leave the lane for one.
      top_[{static_cast<int>(lane), rows_[lane]}] = y;
      y += channel;
      if (lane < process_.lanes.size()) process_.lanes[lane].box = {0, top, 0, y - top};
    }
    bottom_ = y;
  }

  void place_node(Node& node, Index index, const std::vector<int>& widths) {
    const auto column = static_cast<std::size_t>(column_[index]);
    node.box.x = left_[column] + (widths[column] - node.box.width) / 2;
    node.box.y = channel_of(index) + channel + (task_height - node.box.height) / 2;
  }

  /// The top of the channel above the row of a node.
  [[nodiscard]] int channel_of(Index node, int rows_below = 0) const {
    return top_.at({static_cast<int>(lane_of(node)), row_[node] + rows_below});
  }

  /// A place in the channel or gutter: flows side by side do not lie on each other.
  static int lane_in(int start, int width, std::size_t flow) {
    constexpr int pitch = 6;
    const int places = std::max(1, (width - 2 * pitch) / pitch);
    return start + pitch + pitch * static_cast<int>(flow % static_cast<std::size_t>(places));
  }

  void route() {
    for (Index i = 0; i < process_.flows.size(); ++i) {
      Flow& flow = process_.flows[i];
      const Node& from = process_.nodes[flow.from];
      const Node& to = process_.nodes[flow.to];
      if (from.kind == Kind::BoundaryEvent)
        route_down(flow, i);
      else
        route_right(flow, i);
      const auto middle = Point{to.box.x, to.box.y + to.box.height / 2};
      flow.points.push_back(middle);
      tidy(flow.points);
    }
  }

  /// Down the gutter before the target's column, from a height to the target's.
  void enter(Flow& flow, Index i, int y) {
    const Node& to = process_.nodes[flow.to];
    const int x = gutter_before(column_[flow.to], i);
    flow.points.push_back({x, y});
    flow.points.push_back({x, to.box.y + to.box.height / 2});
  }

  [[nodiscard]] int gutter_before(int column, Index i) const {
    const int right = left_[static_cast<std::size_t>(column)];
    return column == 0 ? right - margin + 2 : lane_in(right - gutter, gutter, i);
  }

  void route_right(Flow& flow, Index i) {
    const Node& from = process_.nodes[flow.from];
    const int y = from.box.y + from.box.height / 2;
    const Index source = flow.from;
    flow.points.push_back({from.box.x + from.box.width, y});
    if (column_[flow.to] == column_[source] + 1) {
      enter(flow, i, y);
      return;
    }
    // Further away, or back: out of the row, along its channel, and in.
    const int out = gutter_before(column_[source] + 1, i);
    const int along = lane_in(channel_of(flow.to), channel, i);
    flow.points.push_back({out, y});
    flow.points.push_back({out, along});
    enter(flow, i, along);
  }

  void route_down(Flow& flow, Index i) {
    const Node& from = process_.nodes[flow.from];
    const int x = from.box.x + from.box.width / 2;
    const int along = lane_in(channel_of(from.host, 1), channel, i);
    flow.points.push_back({x, from.box.y + from.box.height});
    flow.points.push_back({x, along});
    enter(flow, i, along);
  }

  /// Without points that lie on the line between their neighbours.
  static void tidy(std::vector<Point>& points) {
    std::vector<Point> kept;
    for (const Point& point : points) {
      if (!kept.empty() && kept.back().x == point.x && kept.back().y == point.y) continue;
      if (kept.size() > 1) {
        const Point &a = kept[kept.size() - 2], &b = kept.back();
        if ((a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y)) kept.pop_back();
      }
      kept.push_back(point);
    }
    points = std::move(kept);
  }

  Process& process_;
  std::vector<std::vector<Index>> out_;  // by node: its flows, those of its boundary events too
  std::vector<bool> back_;
  std::vector<Index> order_;
  std::vector<int> column_, row_;
  int columns_ = 1;
  std::vector<int> rows_;                   // by lane
  std::map<Index, int> events_;             // by host
  std::vector<int> left_;                   // by column, and the right end
  std::map<std::pair<int, int>, int> top_;  // by lane and row
  int bottom_ = 0;
};

}  // namespace

void lay_out(Model& model) {
  Point at{margin, margin};
  for (Process& process : model.processes) {
    if (process.nodes.empty()) continue;
    Layout(process).run(at, model.pools);
    at.y += process.box.height + pool_gap;
  }
}

}  // namespace wain::emit::bpmn
