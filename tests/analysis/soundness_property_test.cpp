// The search for unsound runs against every run, on small random graphs: nested ones with a few edges bent.
#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analysis/graph_builder.h"
#include "analysis/one_process.h"
#include "analysis/random_process.h"
#include "analysis/soundness.h"
#include "analysis/token_game.h"

namespace wain::analysis {
namespace {

using ir::NodeKind;
using test::Graph;

/// As likely each, at whatever size of the case.
std::uint32_t pick(std::uint32_t least, std::uint32_t end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(least, end));
}

/// Grows a nested graph, then bends it.
class Grower {
public:
  Graph grow() {
    const ir::NodeId last = block({0}, 0);
    const ir::NodeId end = graph_.add(NodeKind::End, "");
    graph_.edge(last, end);
    const std::uint32_t bends = pick(0, 4);
    for (std::uint32_t i = 0; i < bends; ++i) bend();
    return std::move(graph_);
  }

private:
  static bool chance(std::uint32_t percent) { return pick(0, 100) < percent; }

  /// What follows `before`; its last node, which has one way out to come.
  ir::NodeId block(ir::NodeId before, int depth) {
    const std::uint32_t kind = depth > 2 ? 0 : pick(0, 6);
    if (kind < 2) return then(before, NodeKind::Task);
    if (kind == 2) return block(block(before, depth + 1), depth + 1);
    if (kind == 3) return loop(before, depth);
    return pair(before, depth, kind == 4);
  }
  ir::NodeId then(ir::NodeId before, NodeKind kind) {
    const ir::NodeId node = graph_.add(kind, "n" + std::to_string(graph_.process.nodes.size()));
    graph_.edge(before, node);
    return node;
  }
  ir::NodeId loop(ir::NodeId before, int depth) {
    const ir::NodeId head = then(before, NodeKind::Merge);
    const ir::NodeId test = then(block(head, depth + 1), NodeKind::Split);
    graph_.edge(test, head);
    return test;
  }
  ir::NodeId pair(ir::NodeId before, int depth, bool parallel) {
    const ir::NodeId open = then(before, parallel ? NodeKind::Fork : NodeKind::Split);
    const ir::NodeId close = graph_.add(parallel ? NodeKind::Join : NodeKind::Merge, "");
    const std::uint32_t branches = pick(1, 4);
    for (std::uint32_t i = 0; i < branches; ++i) {
      if (chance(20))
        graph_.edge(open, close);
      else
        graph_.edge(block(open, depth + 1), close);
    }
    return close;
  }

  /// An edge goes elsewhere, or a gateway becomes another.
  void bend() {
    ir::Process& process = graph_.process;
    if (chance(60)) {
      const ir::EdgeId edge{pick(0, static_cast<std::uint32_t>(process.edges.size()))};
      graph_.redirect(edge, {pick(1, static_cast<std::uint32_t>(process.nodes.size()))});
      return;
    }
    ir::Node& node = process.nodes[pick(1, static_cast<std::uint32_t>(process.nodes.size()))];
    switch (node.kind) {
      case NodeKind::Fork: node.kind = NodeKind::Split; break;
      case NodeKind::Split: node.kind = NodeKind::Fork; break;
      case NodeKind::Join: node.kind = NodeKind::Merge; break;
      case NodeKind::Merge: node.kind = NodeKind::Join; break;
      default: break;
    }
  }

  Graph graph_;
};

std::string text_of(const ir::Process& process) {
  std::ostringstream out;
  for (const ir::Edge& edge : process.edges) {
    out << edge.from.index << ' ' << ir::name(process[edge.from].kind) << " -> " << edge.to.index << ' '
        << ir::name(process[edge.to].kind) << '\n';
  }
  return out.str();
}

bool all_lead_to_ends(const Graph& graph) {
  const Reach reach = graph.reach();
  std::vector<ir::NodeId> ends;
  for (const ir::NodeId node : reach.order) {
    if (graph.process[node].kind == NodeKind::End) ends.push_back(node);
  }
  return leading_to(graph.process, reach, ends).count() == reach.order.size();
}

/// What the search gets wrong about a graph; empty: nothing.
std::string disagreement(const Graph& graph, const test::Played& played, const Soundness& found) {
  const auto has = [&](Fault fault) {
    return std::any_of(found.faults.begin(), found.faults.end(),
                       [&](const UnsoundRun& run) { return run.fault == fault; });
  };
  const auto is_run = [&](const UnsoundRun& run) { return test::leads_to(graph.process, run); };
  if (!found.decided) return "not decided";
  if (has(Fault::Deadlock) != played.deadlock) return "deadlock";
  if ((has(Fault::TwiceAtOnce) || has(Fault::EndsEarly)) != (played.twice || played.early))
    return "lack of synchronization";
  // Where loops are left, nothing goes on for ever that does not also stop.
  if (played.goes_on && found.faults.empty() && all_lead_to_ends(graph)) return "goes on for ever";
  return std::all_of(found.faults.begin(), found.faults.end(), is_run) ? "" : "the run does not lead there";
}

TEST(SoundnessProperty, FindsWhatEveryRunShows) {
  constexpr int graphs_a_case = 20;
  std::size_t sound = 0;
  std::size_t unsound = 0;
  const bool ok = rc::check("soundness agrees with every run", [&] {
    for (int i = 0; i < graphs_a_case; ++i) {
      const Graph graph = Grower().grow();
      const test::Played played = test::play(graph.process, 3'000);
      if (!played.complete) continue;
      const Soundness found = soundness(graph.process, graph.reach());
      const std::string wrong = disagreement(graph, played, found);
      if (!wrong.empty()) RC_FAIL(wrong + "\n" + text_of(graph.process));
      ++(found.faults.empty() ? sound : unsound);
    }
  });
  EXPECT_TRUE(ok);
  EXPECT_GT(unsound, 100U);
  std::cout << sound << " sound, " << unsound << " unsound\n";
}

TEST(SoundnessProperty, TextIsWellNestedAndSound) {
  const bool ok = rc::check("text is sound", [] {
    const test::OneProcess p(test::random_body());
    RC_ASSERT(is_well_nested(p.process(), p.reach()));
    const Soundness found = soundness(p.process(), p.reach(), 20'000);
    RC_ASSERT(found.faults.empty());
  });
  EXPECT_TRUE(ok);
}

}  // namespace
}  // namespace wain::analysis
