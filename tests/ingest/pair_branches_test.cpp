// Pairs change nothing of what a case can do: held against the search over states, on random graphs.
#include "ingest/pair_branches.h"

#include <array>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/graph.h"
#include "analysis/soundness.h"

namespace wain::ingest {
namespace {

/// Grows a graph of blocks from one edge, and may then spoil it.
class Grower {
public:
  explicit Grower(std::uint32_t seed) : random_(seed) {
    node(ir::NodeKind::Start);
    node(ir::NodeKind::End);
    edge(0, 1);
  }

  void grow(int blocks) {
    for (int i = 0; i < blocks; ++i) {
      const std::uint32_t at = below(static_cast<std::uint32_t>(edges_.size()));
      const std::uint32_t to = edges_[at][1];
      const bool forks = below(2) == 0;
      if (below(3) == 0) {
        const std::uint32_t task = node(ir::NodeKind::Task);
        edges_[at][1] = task;
        edge(task, to);
        continue;
      }
      const std::uint32_t opens = node(forks ? ir::NodeKind::Fork : ir::NodeKind::Split);
      const std::uint32_t closes = node(forks ? ir::NodeKind::Join : ir::NodeKind::Merge);
      edges_[at][1] = opens;
      edge(opens, closes);
      edge(opens, closes);
      if (below(4) == 0) edge(opens, closes);
      edge(closes, to);
    }
    // A way from a fork to its join, or round a choice, without anything on it is a way as well.
  }

  void spoil(int times) {
    for (int i = 0; i < times; ++i) {
      if (below(2) == 0) {
        std::array<std::uint32_t, 2>& moved = edges_[below(static_cast<std::uint32_t>(edges_.size()))];
        const std::uint32_t to = 1 + below(static_cast<std::uint32_t>(kinds_.size()) - 1);
        if (to != moved[0]) moved[1] = to;
      } else {
        ir::NodeKind& kind = kinds_[below(static_cast<std::uint32_t>(kinds_.size()))];
        if (kind == ir::NodeKind::Fork)
          kind = ir::NodeKind::Split;
        else if (kind == ir::NodeKind::Split)
          kind = ir::NodeKind::Fork;
        else if (kind == ir::NodeKind::Join)
          kind = ir::NodeKind::Merge;
        else if (kind == ir::NodeKind::Merge)
          kind = ir::NodeKind::Join;
      }
    }
  }

  [[nodiscard]] ir::Process process() const {
    ir::Process result;
    for (const ir::NodeKind kind : kinds_) {
      ir::Node& made = result.nodes.emplace_back();
      made.kind = kind;
      made.actor = {0};
      made.outcome = {0};
    }
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
      const auto [from, to] = edges_[i];
      ir::Edge& made = result.edges.emplace_back();
      made.from = {from};
      made.to = {to};
      result.nodes[from].out.push_back({i});
      result.nodes[to].in.push_back({i});
      const ir::NodeKind kind = kinds_[from];
      made.kind = kind == ir::NodeKind::Fork    ? ir::EdgeKind::Branch
                  : kind == ir::NodeKind::Split ? ir::EdgeKind::When
                                                : ir::EdgeKind::Next;
    }
    return result;
  }

private:
  std::uint32_t below(std::uint32_t limit) {
    return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(random_);
  }
  std::uint32_t node(ir::NodeKind kind) {
    kinds_.push_back(kind);
    return static_cast<std::uint32_t>(kinds_.size() - 1);
  }
  void edge(std::uint32_t from, std::uint32_t to) { edges_.push_back({from, to}); }

  std::mt19937 random_;
  std::vector<ir::NodeKind> kinds_;
  std::vector<std::array<std::uint32_t, 2>> edges_;
};

struct Verdict {
  bool decided, sound, nested;
};
Verdict verdict(const ir::Process& process) {
  const analysis::Reach reach = analysis::reach(process);
  const analysis::Soundness found = analysis::soundness(process, reach, 20'000);
  return {found.decided, found.faults.empty(), analysis::is_well_nested(process, reach)};
}

TEST(PairBranches, BlocksAreAllPaired) {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    Grower grower(seed);
    grower.grow(12);
    ir::Process process = grower.process();
    pair_branches(process);
    EXPECT_TRUE(verdict(process).nested) << seed;
  }
}

TEST(PairBranches, NothingThatACaseCanDoChanges) {
  std::size_t faulty = 0, nested = 0, in_part = 0;
  for (std::uint32_t seed = 0; seed < 6'000; ++seed) {
    Grower grower(seed);
    grower.grow(3 + static_cast<int>(seed % 8));
    grower.spoil(static_cast<int>(seed % 4));
    ir::Process process = grower.process();
    const Verdict before = verdict(process);
    pair_branches(process);
    const Verdict after = verdict(process);
    if (!before.decided || !after.decided) continue;
    EXPECT_EQ(after.sound, before.sound) << seed;
    if (after.nested) EXPECT_TRUE(before.sound) << seed;
    faulty += !before.sound;
    nested += after.nested;
    in_part += !after.nested && !process.branches.empty();
  }
  EXPECT_GT(faulty, 1'000U);
  EXPECT_GT(nested, 1'000U);
  EXPECT_GT(in_part, 200U);
}

/// A fork whose second branch comes to its join by a node of the kind.
ir::Process by_way_of(ir::NodeKind kind, bool inclusive) {
  ir::Process result;
  const auto node = [&](ir::NodeKind of) {
    result.nodes.emplace_back().kind = of;
    return ir::NodeId{static_cast<std::uint32_t>(result.nodes.size() - 1)};
  };
  const auto edge = [&](ir::NodeId from, ir::NodeId to, ir::EdgeKind of) {
    const ir::EdgeId id{static_cast<std::uint32_t>(result.edges.size())};
    ir::Edge& made = result.edges.emplace_back();
    made.from = from;
    made.to = to;
    made.kind = of;
    result.nodes[from.index].out.push_back(id);
    result.nodes[to.index].in.push_back(id);
  };
  const ir::NodeId start = node(ir::NodeKind::Start);
  const ir::NodeId fork = node(ir::NodeKind::Fork);
  const ir::NodeId between = node(kind);
  const ir::NodeId join = node(ir::NodeKind::Join);
  const ir::NodeId end = node(ir::NodeKind::End);
  result.nodes[fork.index].inclusive = inclusive;
  const ir::EdgeKind way = inclusive ? ir::EdgeKind::When : ir::EdgeKind::Branch;
  edge(start, fork, ir::EdgeKind::Next);
  edge(fork, join, way);
  edge(fork, between, way);
  edge(between, join, kind == ir::NodeKind::Fork ? ir::EdgeKind::Branch : ir::EdgeKind::Next);
  edge(join, end, ir::EdgeKind::Next);
  return result;
}

TEST(PairBranches, AJoinOfOneWayAndAForkIntoOneAreOnlyPassed) {
  for (const ir::NodeKind kind : {ir::NodeKind::Join, ir::NodeKind::Fork}) {
    for (const bool inclusive : {false, true}) {
      ir::Process process = by_way_of(kind, inclusive);
      pair_branches(process);
      EXPECT_EQ(process.nodes[2].kind, ir::NodeKind::Merge);
      EXPECT_EQ(process.edges[3].kind, ir::EdgeKind::Next);
      EXPECT_TRUE(verdict(process).nested);
      EXPECT_TRUE(verdict(process).sound);
    }
  }
}

}  // namespace
}  // namespace wain::ingest
