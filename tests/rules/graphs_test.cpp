// Rules about graphs that text cannot say: built by hand, as an import would.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagnostics/rule_ids.h"
#include "ir/build.h"
#include "rules/engine/lint.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

using ir::EdgeKind;
using ir::NodeKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A process in which a clerk does steps, and a head owns the outcome.
struct Handmade : ir::test::Builder {
  ir::ActorId head = actor(ir::ActorKind::Person, "Head");
  ir::ActorId clerk = actor(ir::ActorKind::Person, "Clerk");
  ir::OutcomeId done = outcome("Done", head);
  ir::ProcessId main = process("Main");

  Handmade() {
    definition.roots = {FileId{}};  // nothing has a place
    at(main).yields = {done};
  }
  ir::NodeId step(std::string_view name) { return node(main, NodeKind::Task, name, clerk); }
  ir::NodeId plain(NodeKind kind) { return node(main, kind, ""); }
  ir::NodeId last() { return end(main, done); }
  void way(std::initializer_list<ir::NodeId> nodes) {
    const ir::NodeId* before = nullptr;
    for (const ir::NodeId& to : nodes) {
      if (before != nullptr) edge(main, *before, to);
      before = &to;
    }
  }
  /// `level rule: message (note; note)`, of the rules about flow and data.
  std::vector<std::string> findings() {
    Diagnostics diagnostics;
    lint(definition, {*ir::Date::parse("2026-06-30")}, diagnostics);
    std::vector<std::string> result;
    for (const Diagnostic& finding : diagnostics.all()) {
      const std::string_view code = info(finding.id).code;
      if (!code.starts_with("FLW") && code != info(rule::UnreadEvidence).code) continue;
      std::string text =
          fmt::format("{} {}: {} (", name(finding.level), info(finding.id).name, finding.message);
      for (std::size_t i = 0; i < finding.notes.size(); ++i)
        text += (i == 0 ? "" : "; ") + finding.notes[i].message;
      result.push_back(text + ")");
    }
    return result;
  }
};

TEST(Graphs, TwoBranchesThatMeetWithoutAJoin) {
  Handmade h;
  const auto open = h.step("Open");
  const auto fork = h.plain(NodeKind::Fork);
  const auto check = h.step("Check");
  const auto scan = h.step("Scan");
  const auto pay = h.step("Pay");
  const auto end = h.last();
  h.way({{0}, open, fork, check, pay, end});
  h.way({fork, scan, pay});
  EXPECT_THAT(
      h.findings(),
      ElementsAre("error lack-of-synchronization: `Pay` can be done twice at once: two branches of one "
                  "case come to it, and no join has brought them together (the branches are started "
                  "here; a run that leads there: `Open` → `Check` → `Scan` → `Pay` → `Pay`; bring "
                  "together by a join what a fork has started)"));
}

TEST(Graphs, AnEndBesideABranch) {
  Handmade h;
  const auto fork = h.plain(NodeKind::Fork);
  const auto check = h.step("Check");
  const auto scan = h.step("Scan");
  const auto one = h.last();
  const auto two = h.last();
  h.way({{0}, fork, check, one});
  h.way({fork, scan, two});
  EXPECT_THAT(h.findings(),
              ElementsAre(HasSubstr("error lack-of-synchronization: a case can end in `Done` while "
                                    "another branch of it is still at")));
}

TEST(Graphs, AChoiceIntoAJoin) {
  Handmade h;
  const auto split = h.plain(NodeKind::Split);
  const auto settle = h.step("Settle");
  const auto decline = h.step("Decline");
  const auto join = h.plain(NodeKind::Join);
  const auto end = h.last();
  h.way({{0}, split, settle, join, end});
  h.way({split, decline, join});
  EXPECT_THAT(
      h.findings(),
      ElementsAre("error deadlock: a case can stop for ever: `join` waits for 2 branches, and 1 came (what "
                  "came to the join came from `Settle`; nothing comes from `Decline` any more; a run that "
                  "leads there: `Settle`; a join waits for what a fork started: where only one of several "
                  "ways was taken, let them meet without a join)"));
}

TEST(Graphs, NestedWithoutPartnersIsFine) {
  Handmade h;
  const auto fork = h.plain(NodeKind::Fork);
  const auto check = h.step("Check");
  const auto scan = h.step("Scan");
  const auto join = h.plain(NodeKind::Join);
  const auto end = h.last();
  h.way({{0}, fork, check, join, end});
  h.way({fork, scan, join});
  EXPECT_THAT(h.findings(),
              ElementsAre("info unnested-branches: the branches of `Main` are not well nested: only the "
                          "rules about flow look at it, and at what calls it ()"));
}

TEST(Graphs, WhatIsNotDecidedIsSaid) {
  Handmade h;
  const auto fork = h.plain(NodeKind::Fork);
  const auto last = h.plain(NodeKind::Join);
  const auto end = h.last();
  h.way({{0}, fork});
  h.way({last, end});
  ir::NodeId before;
  for (int i = 0; i < 24; ++i) {  // each waits for the one before it
    const auto split = h.plain(NodeKind::Fork);
    const auto meet = h.plain(NodeKind::Join);
    h.way({fork, split, meet, last});
    if (before) h.way({before, meet});
    before = split;
  }
  h.way({before, last});
  EXPECT_EQ(info(rule::Deadlock).code, "FLW001");
  EXPECT_THAT(h.findings(),
              ElementsAre("info unnested-branches: whether every case of `Main` can end is not decided: its "
                          "branches have more than 100_000 states together ()"));
}

TEST(Graphs, ALoopThatIsNeverLeftIsSaidOnce) {
  Handmade h;
  const auto split = h.plain(NodeKind::Split);
  const auto fork = h.plain(NodeKind::Fork);
  const auto check = h.step("Check");
  const auto ask = h.step("Ask");
  const auto join = h.plain(NodeKind::Join);
  const auto end = h.last();
  h.way({{0}, split, fork, check, join, end});
  h.way({fork, join});
  h.way({split, ask, ask});
  EXPECT_THAT(
      h.findings(),
      testing::UnorderedElementsAre(
          HasSubstr("error endless-loop: a case that comes to `Ask` never ends"),
          HasSubstr("info unnested-branches: the branches of `Main` are not well nested: only the rules")));
}

TEST(Graphs, CallersOfATangledProcessAreNotLookedAt) {
  Handmade h;
  const auto split = h.plain(NodeKind::Split);
  const auto join = h.plain(NodeKind::Join);
  const auto end = h.last();
  h.way({{0}, split, join, end});
  h.way({split, join});
  const ir::ProcessId caller = h.process("Caller");
  h.at(caller).yields = {h.done};
  const auto call = h.node(caller, NodeKind::Call, "");
  h.at(caller, call).callee = h.main;
  const auto caller_end = h.end(caller, h.done);
  h.edge(caller, {0}, call);
  h.edge(caller, call, caller_end);
  EXPECT_THAT(h.findings(), ElementsAre(HasSubstr("error deadlock: a case can stop for ever")));
}

TEST(Graphs, AScenarioThatRunsATangledProcessIsNotEstimated) {
  Handmade h;
  const auto fork = h.plain(NodeKind::Fork);
  const auto check = h.step("Check");
  const auto scan = h.step("Scan");
  const auto join = h.plain(NodeKind::Join);
  const auto end = h.last();
  h.way({{0}, fork, check, join, end});
  h.way({fork, scan, join});
  ir::Scenario scenario;
  scenario.name = h.definition.keep("Today");
  scenario.length = ir::Duration{28 * ir::Duration::day};
  scenario.runs.push_back(
      {h.main, ir::Arrivals{ir::Decimal::make(3), ir::Arrivals::Per::Day, {}, {}, {}}, {}});
  h.definition.scenarios.push_back(scenario);
  EXPECT_THAT(h.findings(),
              ElementsAre(HasSubstr("info unnested-branches: the branches of `Main` are not well nested")));
}

struct Evidence : Handmade {
  ir::VariableId paper = variable(main, "paper", type(ir::TypeKind::Text));
  ir::NodeId gate() {
    const auto gate = node(main, NodeKind::Gate, "Approve", head);
    at(main, gate).judges = {criterion("Covered")};
    at(main, gate).sees = {ir::Path{paper, {}, {}}};
    const auto refused = last();
    edge(main, gate, last(), EdgeKind::Approve);
    edge(main, gate, refused, EdgeKind::Reject);
    return gate;
  }
};

TEST(Graphs, EvidenceThatSomeWayHasNotProduced) {
  Evidence h;
  const auto split = h.plain(NodeKind::Split);
  const auto write = h.step("Write");
  const auto skip = h.step("Skip");
  h.at(h.main, write).produces = {{h.paper, {}}};
  const auto gate = h.gate();
  h.way({{0}, split, write, gate});
  h.way({split, skip, gate});
  EXPECT_THAT(
      h.findings(),
      ElementsAre("error unread-evidence: `Approve` judges by `paper`, and on some way there nothing has "
                  "produced it (`Write` produces it; a way on which it is missing: `Skip` → `Approve`; "
                  "produce it on every way to `Approve`, or judge without it)"));
}

TEST(Graphs, EvidenceThatNobodyProduces) {
  Evidence h;
  h.way({{0}, h.gate()});
  EXPECT_THAT(h.findings(), ElementsAre(HasSubstr("`Approve` judges by `paper`, and nothing produces it")));
}

TEST(Graphs, EvidenceOfAFailedStepIsNotThere) {
  Evidence h;
  const auto write = h.step("Write");
  h.at(h.main, write).produces = {{h.paper, {}}};
  const auto gate = h.gate();
  h.way({{0}, write, gate});
  EXPECT_THAT(h.findings(), IsEmpty());
  h.edge(h.main, write, gate, EdgeKind::Fail);
  EXPECT_THAT(h.findings(), ElementsAre(HasSubstr("a way on which it is missing: `Write` → `Approve`")));
}

TEST(Graphs, EvidenceOfOneBranchIsThereBehindTheJoin) {
  Evidence h;
  const auto fork = h.plain(NodeKind::Fork);
  const auto write = h.step("Write");
  const auto other = h.step("Other");
  h.at(h.main, write).produces = {{h.paper, {}}};
  const auto join = h.plain(NodeKind::Join);
  h.way({{0}, fork, write, join, h.gate()});
  h.way({fork, other, join});
  EXPECT_THAT(h.findings(),
              ElementsAre(HasSubstr("info unnested-branches: the branches of `Main` are not well nested")));
}

TEST(Graphs, AParameterIsAlwaysThere) {
  Evidence h;
  h.at(h.main).variables[h.paper.index].parameter = true;
  h.at(h.main).parameters.push_back(h.paper);
  h.way({{0}, h.gate()});
  EXPECT_THAT(h.findings(), IsEmpty());
}

}  // namespace
}  // namespace wain::lint
