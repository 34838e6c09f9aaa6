#include "report/process_svg.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "diagnostics/simulation_ids.h"
#include "layout/layered.h"
#include "report/html.h"
#include "report/map_node.h"
#include "rules/engine/figures.h"

namespace wain::report {
namespace {

constexpr double label_character = 6.9, label_line = 13;
constexpr double label_characters = 26;
constexpr std::size_t label_lines = 3;
constexpr double usual = 30;         // the usual way is straight
constexpr double least_scale = 0.8;  // below it, the map scrolls in its box instead of shrinking

std::string at(const layout::Point& point) { return coordinate(point.x) + " " + coordinate(point.y); }

/// The steps of a process in the order of its nodes; null where a node is no step.
std::vector<const simulation::StepFigures*> steps_of(const plan::Plan& plan, plan::Index process,
                                                     const simulation::ScenarioFigures& figures) {
  std::vector<const simulation::StepFigures*> found;
  std::size_t next = 0;
  for (plan::Index p = 0; p <= process; ++p)
    for (const plan::Node& node : plan.processes[p].nodes) {
      const bool step = node.kind == plan::NodeKind::Work || node.kind == plan::NodeKind::Gate ||
                        node.kind == plan::NodeKind::Wait;
      const simulation::StepFigures* of = nullptr;
      if (step && next < figures.steps.size()) of = &figures.steps[next++];
      if (p == process) found.push_back(of);
    }
  return found;
}

/// Between rows a line swings over; beside them, where it goes back, it turns round.
std::string path_of(const layout::PlacedEdge& edge) {
  constexpr double turn = 18;
  std::string path = "M" + at(edge.points.front());
  bool below = true;
  for (std::size_t i = 1; i < edge.points.size(); ++i) {
    const layout::Point a = edge.points[i - 1], b = edge.points[i];
    if (a.x == b.x) {
      path += "V" + coordinate(b.y);
    } else if (edge.back) {
      const double y = a.y + (below ? turn : -turn);
      path += fmt::format("C{},{},{}", at({a.x, y}), at({b.x, y}), at(b));
      below = false;
    } else {
      const double y = (a.y + b.y) / 2;
      path += fmt::format("C{},{},{}", at({a.x, y}), at({b.x, y}), at(b));
    }
  }
  return path;
}

std::string_view tone_of(const plan::Node& node, const plan::Exit& exit) {
  switch (exit.kind) {
    case plan::ExitKind::Reject: return "no";
    case plan::ExitKind::Return: return "back";
    case plan::ExitKind::Fail: return "fail";
    case plan::ExitKind::Timeout: return "late";
    case plan::ExitKind::Next: return node.kind == plan::NodeKind::Gate ? "yes" : "plain";
    default: return "plain";
  }
}

class Picture {
public:
  Picture(const plan::Plan& plan, plan::Index process, const simulation::ScenarioFigures& figures,
          double longest)
      : process_(plan.processes[process]) {
    const auto steps = steps_of(plan, process, figures);
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
      nodes_.push_back(map_node(plan, process_.nodes[i], steps[i], longest));
      graph_.nodes.push_back({nodes_.back().size, nodes_.back().port_span});
    }
    for (plan::Index i = 0; i < process_.nodes.size(); ++i) add_edges(plan, i);
    drawing_ = layout::draw_layered(graph_);
  }

  std::string svg(std::string_view id, std::string_view title, std::string_view description) {
    out_ = fmt::format(
        "<svg class=\"map\" role=\"group\" aria-labelledby=\"{0}-t {0}-d\" width=\"{1}\" "
        "style=\"min-width:{5}px\" "
        "viewBox=\"0 0 {1} {2}\"><title id=\"{0}-t\">{3}</title><desc id=\"{0}-d\">{4}</desc>\n",
        id, coordinate(std::ceil(drawing_.size.width)), coordinate(std::ceil(drawing_.size.height)), title,
        description, coordinate(std::ceil(drawing_.size.width * least_scale)));
    for (std::size_t e = 0; e < graph_.edges.size(); ++e) edge(e);
    for (std::size_t e = 0; e < graph_.edges.size(); ++e) label(e);
    for (std::size_t n = 0; n < nodes_.size(); ++n) node(n);
    out_ += "</svg>";
    return std::move(out_);
  }

  [[nodiscard]] double width() const { return drawing_.size.width; }

private:
  struct Arrow {
    std::string_view tone;
    std::vector<std::string> lines;
  };

  void add_edges(const plan::Plan& plan, plan::Index from) {
    const plan::Node& node = process_.nodes[from];
    for (const plan::Exit& exit : node.exits) {
      if (exit.to == plan::none) continue;
      Arrow arrow{tone_of(node, exit),
                  wrapped(exit_label(plan, process_, node, exit), label_characters, label_lines)};
      double width = 0;
      for (const std::string& line : arrow.lines) width = std::max(width, text_width(line));
      layout::Edge edge{from, exit.to, {}, 1};
      if (exit.kind == plan::ExitKind::Next) edge.weight = usual;
      if (!arrow.lines.empty())
        edge.label = {width * label_character + 6, static_cast<double>(arrow.lines.size()) * label_line + 2};
      graph_.edges.push_back(edge);
      arrows_.push_back(std::move(arrow));
    }
    if (node.kind != plan::NodeKind::Audit || node.audited == plan::none) return;
    graph_.edges.push_back({node.audited, from, {}, 0.5});
    arrows_.push_back({"audit", {}});
  }

  void edge(std::size_t e) {
    const layout::PlacedEdge& placed = drawing_.edges[e];
    const layout::Point end = placed.points.back();
    out_ += fmt::format("<g class=\"edge {}{}\"><path d=\"{}\"/>", arrows_[e].tone,
                        placed.back ? " goes-back" : "", path_of(placed));
    if (arrows_[e].tone != "audit") out_ += fmt::format("<path class=\"head\" d=\"M{}l-4 -7h8z\"/>", at(end));
    out_ += "</g>\n";
  }

  void label(std::size_t e) {
    const std::vector<std::string>& lines = arrows_[e].lines;
    const layout::Point middle = drawing_.edges[e].label;
    double y = middle.y - (static_cast<double>(lines.size()) - 1) / 2 * label_line + 4;
    for (const std::string& line : lines) {
      out_ += fmt::format("<text class=\"label {}\" x=\"{}\" y=\"{}\">{}</text>\n", arrows_[e].tone,
                          coordinate(middle.x), coordinate(y), escaped(line));
      y += label_line;
    }
  }

  void node(std::size_t n) {
    const MapNode& node = nodes_[n];
    const layout::Point at = drawing_.nodes[n];
    static constexpr std::string_view classes[] = {
        "start", "step",  "machine", "gate", "committee", "machine gate-of", "wait", "call",
        "split", "merge", "bar",     "end",  "audit"};
    const bool told = !node.time.empty();
    out_ += fmt::format(
        "<g class=\"node {} h{}\" data-node=\"{}\" role=\"img\" aria-label=\"{}\"{} transform=\"translate({} "
        "{})\">"
        "<title>{}</title>",
        classes[static_cast<std::size_t>(node.shape)], node.shade, n, escaped(node.told),
        told ? fmt::format(" tabindex=\"0\" data-tip=\"{}\"", escaped(node.told)) : "",
        coordinate(at.x - node.size.width / 2), coordinate(at.y - node.size.height / 2), escaped(node.told));
    outline(node);
    words(node);
    out_ += "</g>\n";
  }

  void box(const MapNode& node, double radius, double inset = 0, std::string_view name = "shape") {
    out_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>", name,
                        coordinate(inset), coordinate(inset), coordinate(node.size.width - 2 * inset),
                        coordinate(node.size.height - 2 * inset), coordinate(radius));
  }

  /// A stop sign, or as much of one as a text needs.
  void octagon(const MapNode& node, double inset, std::string_view name) {
    const double w = node.size.width - inset, h = node.size.height - inset;
    const double cut = gate_cut - inset / 2;
    out_ +=
        fmt::format("<path class=\"{}\" d=\"M{} {}H{}L{} {}V{}L{} {}H{}L{} {}V{}Z\"/>", name,
                    coordinate(inset + cut), coordinate(inset), coordinate(w - cut), coordinate(w),
                    coordinate(inset + cut), coordinate(h - cut), coordinate(w - cut), coordinate(h),
                    coordinate(inset + cut), coordinate(inset), coordinate(h - cut), coordinate(inset + cut));
  }

  void outline(const MapNode& node) {
    const double w = node.size.width, h = node.size.height;
    switch (node.shape) {
      case Shape::Start:
      case Shape::Merge:
        out_ += fmt::format("<circle class=\"shape\" cx=\"{0}\" cy=\"{0}\" r=\"{0}\"/>", coordinate(w / 2));
        return;
      case Shape::Split:
        out_ += fmt::format("<path class=\"shape\" d=\"M{0} 0L{1} {0}L{0} {1}L0 {0}Z\"/>", coordinate(w / 2),
                            coordinate(w));
        return;
      case Shape::Gate: return octagon(node, 0, "shape");
      case Shape::Committee: octagon(node, 0, "shape"); return octagon(node, committee_inset, "inner");
      case Shape::MachineGate: return octagon(node, 0, "shape");
      case Shape::Bar: return box(node, 3);
      case Shape::Wait: return box(node, std::min(w, h) / 2);
      case Shape::End: return box(node, std::min(w, h) / 2);
      case Shape::Call:
        box(node, 4);
        out_ +=
            fmt::format("<path class=\"inner\" d=\"M7 0V{0}M{1} 0V{0}\"/>", coordinate(h), coordinate(w - 7));
        return;
      case Shape::Machine: return box(node, 0);
      case Shape::Audit:
      case Shape::Step: return box(node, 8);
    }
  }

  void line(const MapNode& node, std::string_view name, double y, std::string_view text) {
    out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", name,
                        coordinate(node.size.width / 2), coordinate(y), escaped(text));
  }

  void words(const MapNode& node) {
    double y = padding + (node.shape == Shape::Committee ? committee_inset : 0);
    for (const std::string& text : node.title) line(node, "title", (y += title_line) - 4, text);
    for (const std::string& text : node.by) line(node, "by", (y += small_line) - 4, text);
    if (node.time.empty()) return;
    line(node, "time", (y += title_line) - 3, node.time);
    // The same as the shade, for who sees no colours: a part of a line, and a number.
    constexpr double room = 48;
    const double track = node.size.width - 4 * gate_cut - room;
    const double left = (node.size.width - track - room) / 2;
    out_ += fmt::format(
        "<rect class=\"track\" x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" rx=\"2.5\"/><rect "
        "class=\"share\" "
        "x=\"{0}\" y=\"{1}\" width=\"{4}\" height=\"{3}\" rx=\"2.5\"/>",
        coordinate(left), coordinate(y + 4), coordinate(track), coordinate(bar_height),
        coordinate(track * std::clamp(node.share, 0.0, 1.0)));
    out_ += fmt::format("<text class=\"percent\" x=\"{}\" y=\"{}\">{}</text>", coordinate(left + track + 6),
                        coordinate(y + 10), escaped(share_of_time(node.share)));
  }

  const plan::Process& process_;
  std::vector<MapNode> nodes_;
  std::vector<Arrow> arrows_;
  layout::Graph graph_;
  layout::Drawing drawing_;
  std::string out_;
};

}  // namespace

ProcessPicture process_svg(const plan::Plan& plan, plan::Index process,
                           const simulation::ScenarioFigures& figures, double longest, std::string_view id) {
  const std::vector<DiagArg> args{arg("process", display(plan.processes[process])),
                                  arg("scenario", figures.name)};
  Picture picture(plan, process, figures, longest);
  const double least = std::ceil(picture.width() * least_scale);
  return {picture.svg(id, text(sim::ReportMapTitle, args), text(sim::ReportMapDescription, args)), least};
}

}  // namespace wain::report
