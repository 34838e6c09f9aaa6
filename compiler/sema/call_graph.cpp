#include "sema/call_graph.h"

#include <algorithm>

#include <fmt/format.h>

namespace wain::sema {
namespace {

/// Tarjan's strongly connected components, without recursion: chains of calls may be long.
class Components {
public:
  explicit Components(CallGraph& graph)
      : graph_(graph), index_(graph.calls.size(), unseen), low_(graph.calls.size(), 0) {
    graph.component.assign(graph.calls.size(), unseen);
    for (std::uint32_t root = 0; root < graph.calls.size(); ++root)
      if (index_[root] == unseen) walk(root);
  }

private:
  static constexpr std::uint32_t unseen = UINT32_MAX;
  struct Frame {
    std::uint32_t process;
    std::size_t next_call = 0;
  };

  void enter(std::uint32_t process) {
    index_[process] = low_[process] = counter_++;
    stack_.push_back(process);
    frames_.push_back({process});
  }
  void leave(std::uint32_t process) {
    frames_.pop_back();
    if (!frames_.empty())
      low_[frames_.back().process] = std::min(low_[frames_.back().process], low_[process]);
    if (low_[process] != index_[process]) return;
    while (graph_.component[process] == unseen) {
      graph_.component[stack_.back()] = components_;
      graph_.callees_first.push_back({stack_.back()});
      stack_.pop_back();
    }
    ++components_;
  }
  void walk(std::uint32_t root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const std::uint32_t process = frame.process;
      if (frame.next_call == graph_.calls[process].size()) {
        leave(process);
        continue;
      }
      const std::uint32_t callee = graph_.calls[process][frame.next_call++].callee.index;
      if (index_[callee] == unseen)
        enter(callee);
      else if (graph_.component[callee] == unseen)
        low_[process] = std::min(low_[process], index_[callee]);
    }
  }

  CallGraph& graph_;
  std::vector<std::uint32_t> index_, low_, stack_;
  std::vector<Frame> frames_;
  std::uint32_t counter_ = 0, components_ = 0;
};

struct Step {
  std::uint32_t caller = UINT32_MAX;
  ir::NodeId node;
};

/// The calls of the shortest circle from `first` back to it within its component; empty if none.
std::vector<Step> shortest_circle(const CallGraph& graph, std::uint32_t first, std::vector<Step>& came_by) {
  std::vector<std::uint32_t> queue{first};
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const std::uint32_t caller = queue[at];
    for (const CallGraph::Call& call : graph.calls[caller]) {
      const std::uint32_t callee = call.callee.index;
      if (graph.component[callee] != graph.component[first] || came_by[callee].node) continue;
      came_by[callee] = {caller, call.node};
      if (callee != first) {
        queue.push_back(callee);
        continue;
      }
      std::vector<Step> circle;
      std::uint32_t back = first;
      do {
        circle.push_back(came_by[back]);
        back = came_by[back].caller;
      } while (back != first);
      std::reverse(circle.begin(), circle.end());
      return circle;
    }
  }
  return {};
}

void report_circle(Context& context, const std::vector<Step>& circle) {
  ir::Definition& definition = context.definition;
  const ir::Process& first = definition.processes[circle.front().caller];
  std::string text;
  for (const Step& step : circle) text += fmt::format("{} -> ", definition.processes[step.caller].name);
  text += first.name;
  const auto place = [&](const Step& step) { return definition.processes[step.caller][step.node].name_span; };
  auto report = context.diagnostics.report(Diag::FlowRecursion, place(circle.front()),
                                           {arg("process", first.name), arg("cycle", text)});
  report.symbol(std::string(first.name));
  for (std::size_t i = 1; i < circle.size() && i < 4; ++i)
    report.note(Diag::NoteFlowCallsHere, place(circle[i]),
                {arg("process", definition.processes[circle[i].caller].name)});
}

}  // namespace

CallGraph call_graph(const ir::Definition& definition) {
  CallGraph graph;
  graph.calls.resize(definition.processes.size());
  for (std::size_t i = 0; i < definition.processes.size(); ++i) {
    const ir::Process& process = definition.processes[i];
    for (std::uint32_t n = 0; n < process.nodes.size(); ++n)
      if (process.nodes[n].callee) graph.calls[i].push_back({{n}, process.nodes[n].callee});
  }
  [[maybe_unused]] const Components settled{graph};  // fills in graph.component
  return graph;
}

void check_recursion(Context& context) {
  const CallGraph graph = call_graph(context.definition);
  std::vector<Step> came_by(graph.calls.size());
  std::vector<bool> done(graph.calls.size()), recursive(graph.calls.size());  // by component
  for (std::uint32_t first = 0; first < graph.calls.size(); ++first) {
    if (done[graph.component[first]]) continue;
    done[graph.component[first]] = true;
    if (graph.calls[first].empty()) continue;
    const std::vector<Step> circle = shortest_circle(graph, first, came_by);
    if (circle.empty()) continue;
    report_circle(context, circle);
    recursive[graph.component[first]] = true;
  }
  for (std::uint32_t i = 0; i < graph.calls.size(); ++i)
    if (recursive[graph.component[i]]) context.definition.processes[i].broken = true;
}

}  // namespace wain::sema
