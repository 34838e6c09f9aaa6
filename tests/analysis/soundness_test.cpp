// Soundness of graphs that text cannot say, and of some that it can.
#include "analysis/soundness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/graph_builder.h"
#include "analysis/one_process.h"

namespace wain::analysis {
namespace {

using ir::NodeKind;
using test::Graph;
using test::OneProcess;
using testing::IsEmpty;

Soundness check(const Graph& graph, std::size_t limit = most_states) {
  return soundness(graph.process, graph.reach(), limit);
}

std::string run_text(const ir::Process& process, const UnsoundRun& found) {
  std::string text;
  for (const ir::NodeId node : found.run) {
    if (!process[node].name.empty())
      text += std::string(text.empty() ? "" : " ") + std::string(process[node].name);
  }
  return text;
}

TEST(Soundness, AForkWhoseBranchesMeetInAMergeDoesWhatFollowsTwice) {
  Graph g;
  const auto fork = g.add(NodeKind::Fork, "");
  const auto a = g.add(NodeKind::Task, "A");
  const auto b = g.add(NodeKind::Task, "B");
  const auto merge = g.add(NodeKind::Merge, "");
  const auto pay = g.add(NodeKind::Task, "Pay");
  const auto end = g.add(NodeKind::End, "");
  g.way({{0}, fork, a, merge, pay, end});
  g.way({fork, b, merge});
  EXPECT_FALSE(is_well_nested(g.process, g.reach()));
  const Soundness found = check(g);
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].fault, Fault::TwiceAtOnce);
  EXPECT_EQ(found.faults[0].at, pay);
  EXPECT_EQ(found.faults[0].other, fork);
  EXPECT_EQ(run_text(g.process, found.faults[0]), "A B Pay Pay");
}

TEST(Soundness, AChoiceIntoAJoinStops) {
  Graph g;
  const auto first = g.add(NodeKind::Task, "First");
  const auto split = g.add(NodeKind::Split, "");
  const auto a = g.add(NodeKind::Task, "A");
  const auto b = g.add(NodeKind::Task, "B");
  const auto join = g.add(NodeKind::Join, "");
  const auto end = g.add(NodeKind::End, "");
  g.way({{0}, first, split, a, join, end});
  g.way({split, b, join});
  const Soundness found = check(g);
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].fault, Fault::Deadlock);
  EXPECT_EQ(found.faults[0].at, join);
  EXPECT_EQ(found.faults[0].wanted, 2U);
  EXPECT_EQ(found.faults[0].arrived, std::vector{a});
  EXPECT_EQ(found.faults[0].missing, std::vector{b});
  EXPECT_EQ(run_text(g.process, found.faults[0]), "First A");
}

TEST(Soundness, OneBranchThatGoesElsewhereLeavesTheJoinWaiting) {
  Graph g;
  const auto fork = g.add(NodeKind::Fork, "");
  const auto a = g.add(NodeKind::Task, "A");
  const auto b = g.add(NodeKind::Task, "B");
  const auto join = g.add(NodeKind::Join, "");
  const auto done = g.add(NodeKind::End, "");
  const auto other = g.add(NodeKind::End, "");
  g.way({{0}, fork, a, join, done});
  g.way({fork, b, join});
  EXPECT_THAT(check(g).faults, IsEmpty());
  g.edge(b, other);  // B fails, and the case ends without A
  const Soundness found = check(g);
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].fault, Fault::EndsEarly);
  EXPECT_EQ(found.faults[0].at, other);
}

TEST(Soundness, OfJoinsThatWaitTheOneIsReportedThatWaitsForNoOther) {
  Graph g;
  const auto fork = g.add(NodeKind::Fork, "");
  const auto split = g.add(NodeKind::Split, "");
  const auto inner = g.add(NodeKind::Join, "");
  const auto outer = g.add(NodeKind::Join, "");
  const auto b = g.add(NodeKind::Task, "B");
  const auto end = g.add(NodeKind::End, "");
  g.way({{0}, fork, split, inner, outer, end});
  g.edge(split, inner);
  g.way({fork, b, outer});
  const Soundness found = check(g);
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].fault, Fault::Deadlock);
  EXPECT_EQ(found.faults[0].at, inner);
}

TEST(Soundness, LoopsAndChoicesInBranchesReduceToNothing) {
  Graph g;
  const auto fork = g.add(NodeKind::Fork, "");
  const auto join = g.add(NodeKind::Join, "");
  const auto end = g.add(NodeKind::End, "");
  g.edge({0}, fork);
  g.edge(join, end);
  for (int i = 0; i < 40; ++i) {  // 3^40 states
    const auto head = g.add(NodeKind::Merge, "");
    const auto work = g.add(NodeKind::Task, "W");
    const auto split = g.add(NodeKind::Split, "");
    const auto left = g.add(NodeKind::Task, "L");
    const auto right = g.add(NodeKind::Task, "R");
    const auto merge = g.add(NodeKind::Merge, "");
    const auto again = g.add(NodeKind::Split, "");
    g.way({fork, head, work, split, left, merge, again, join});
    g.way({split, right, merge});
    g.edge(again, head);
  }
  const Soundness found = check(g);
  EXPECT_TRUE(found.decided);
  EXPECT_LT(found.states, 10U);
  EXPECT_THAT(found.faults, IsEmpty());
}

TEST(Soundness, SaysThatItIsNotDecidedPastTheLimit) {
  // Branches that wait for each other crosswise do not reduce.
  Graph g;
  const auto fork = g.add(NodeKind::Fork, "");
  const auto last = g.add(NodeKind::Join, "");
  const auto end = g.add(NodeKind::End, "");
  g.edge({0}, fork);
  g.edge(last, end);
  ir::NodeId before;
  for (int i = 0; i < 8; ++i) {
    const auto split = g.add(NodeKind::Fork, "");
    const auto meet = g.add(NodeKind::Join, "");
    g.way({fork, split, meet, last});
    if (before) g.edge(before, meet);
    before = split;
  }
  g.edge(before, last);
  EXPECT_TRUE(check(g).decided);
  EXPECT_THAT(check(g).faults, IsEmpty());
  EXPECT_FALSE(check(g, 20).decided);
}

TEST(Soundness, OfAnInclusiveForkWithoutPartnerAPartMayBeTaken) {
  Graph g;
  const auto fork = g.add(NodeKind::Fork, "");
  const auto a = g.add(NodeKind::Task, "A");
  const auto b = g.add(NodeKind::Task, "B");
  const auto join = g.add(NodeKind::Join, "");
  const auto end = g.add(NodeKind::End, "");
  g.way({{0}, fork, a, join, end});
  g.way({fork, b, join});
  EXPECT_THAT(check(g).faults, IsEmpty());
  g.process[fork].inclusive = true;
  for (const ir::EdgeId edge : g.process[fork].out) g.process[edge].kind = ir::EdgeKind::When;
  const Soundness found = check(g);
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].fault, Fault::Deadlock);
}

TEST(Soundness, AChoiceIntoTheJoinOfAForkStops) {
  // The verifier allows this edge: the join stands in no branch.
  OneProcess p(R"(
    step First by X { fails 5% -> Second }
    parallel { branch A { step One by X } branch B { step Two by Y } }
    step Second by X
    end Done
  )");
  ir::Process process = p.process();
  const auto join = std::find_if(process.nodes.begin(), process.nodes.end(),
                                 [](const ir::Node& node) { return node.kind == NodeKind::Join; });
  const ir::NodeId join_id{static_cast<std::uint32_t>(join - process.nodes.begin())};
  EXPECT_TRUE(is_well_nested(process, reach(process)));
  for (std::uint32_t i = 0; i < process.edges.size(); ++i) {
    ir::Edge& edge = process.edges[i];
    if (edge.kind != ir::EdgeKind::Fail) continue;
    std::erase(process[edge.to].in, ir::EdgeId{i});
    edge.to = join_id;
    process[join_id].in.push_back({i});
  }
  EXPECT_FALSE(is_well_nested(process, reach(process)));
  const Soundness found = soundness(process, reach(process));
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].fault, Fault::Deadlock);
  EXPECT_EQ(found.faults[0].at, join_id);
}

TEST(Soundness, TextIsWellNestedAndSoundWhateverItsJoinsAndJumps) {
  for (const char* body : {
           "parallel join first { branch A { step One by X } branch B { wait 3d  end No } } end Done",
           "parallel join 2 of 3 { branch A { step One by X } branch B { step Two by Y { fails 1% -> end No "
           "} }"
           " branch C { } } end Done",
           "step In by X  parallel { branch A { -> In } branch B { step Two by Y } } end Done",
           "step In by X  parallel { branch A when ~ 5% { -> In } branch B { step Two by Y } } end Done",
           "parallel { branch A { parallel { branch B { } branch C { end No } } } branch D { } } end Done",
           "parallel { branch A when ~ 5% { step One by X } branch B when ~ 5% { step Two by Y } } end Done",
           "step In by X  parallel { branch A { parallel join first { branch C { step One by X } branch D { "
           "step Two by Y { fails 3% -> In } } } } branch B { step Three by Z  -> In } } end Done",
       }) {
    OneProcess p(body);
    EXPECT_TRUE(is_well_nested(p.process(), p.reach())) << body;
    const Soundness found = soundness(p.process(), p.reach());
    EXPECT_TRUE(found.decided) << body;
    EXPECT_THAT(found.faults, IsEmpty()) << body;
  }
}

}  // namespace
}  // namespace wain::analysis
