#include "analysis/anticipation.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/one_process.h"

namespace wain::analysis {
namespace {

using test::OneProcess;

/// Whether what gate A judges is judged again, by one of the other gates, on every approving way on.
bool anticipated(const std::string& body, const std::string& more = {}) {
  const OneProcess one(body, more);
  const ir::NodeId a = one.node("A");
  const llvm::BitVector all(static_cast<unsigned>(one.definition().criteria.size()), true);
  const std::vector<std::vector<Export>> exports(one.definition().processes.size());
  const Writes writes = one.writes();
  const Judgments judgments(writes, one.reach(), Judges::People, all, exports);
  const auto ahead = anticipated_judgments(writes, one.reach(), judgments,
                                           irreversible_processes(one.definition(), one.calls),
                                           [&](ir::NodeId gate, unsigned) { return gate != a; });
  const ir::Node& node = one.process()[a];
  for (unsigned i = 0; i < judgments.size(); ++i) {
    const Judgment& judgment = judgments.all()[i];
    if (judgment.criterion == node.judges.front() && judgment.evidence == normalized(node.sees))
      return ahead[a.index].test(i);
  }
  ADD_FAILURE() << "A judges nothing";
  return false;
}

std::string gate(std::string_view name, std::string_view more = "rejects 5% -> end No",
                 std::string_view sees = "q") {
  return "approval " + std::string(name) + " by X { judges P  sees " + std::string(sees) + "  takes 5min  " +
         std::string(more) + " }\n";
}
const std::string a = gate("A");
const std::string b = gate("B");
const std::string edit = "step Edit by Y { takes 1h  updates q }\n";
const std::string pay = "auto Pay by S { takes 1s  reads q  irreversible }\n";
const std::string done = "end Done";
std::string in_branches(std::string_view join, const std::vector<std::string>& branches) {
  std::string text = "parallel " + std::string(join) + " {";
  for (std::size_t i = 0; i < branches.size(); ++i)
    text += " branch N" + std::to_string(i) + " {\n" + branches[i] + "}";
  return text + " }\n";
}

TEST(Anticipation, ALaterGateOfTheSame) {
  EXPECT_TRUE(anticipated(a + b + done));
  EXPECT_FALSE(anticipated(a + done));
  EXPECT_FALSE(anticipated(b + a + done));
}
TEST(Anticipation, MoreEvidenceWillDoAndLessWillNot) {
  EXPECT_TRUE(anticipated(a + gate("B", "rejects 5% -> end No", "q, o") + done));
  EXPECT_FALSE(anticipated(a + gate("B", "rejects 5% -> end No", "o") + done));
}
TEST(Anticipation, AnEditBetweenEndsIt) {
  EXPECT_FALSE(anticipated(a + edit + b + done));
  EXPECT_TRUE(anticipated(a + b + edit + done));
}
TEST(Anticipation, WhatTheGateItselfWritesIsAnotherPaper) {
  EXPECT_FALSE(anticipated(gate("A", "rejects 5% -> end No  updates q") + b + done));
  EXPECT_TRUE(anticipated(a + gate("B", "rejects 5% -> end No  updates q") + done));
}
TEST(Anticipation, SomethingIrreversibleBetweenEndsIt) {
  EXPECT_FALSE(anticipated(a + pay + b + done));
  EXPECT_TRUE(anticipated(a + b + pay + done));
  EXPECT_TRUE(anticipated(a + gate("B", "rejects 5% -> end No  irreversible") + done));
}
TEST(Anticipation, ACalleeMayDoSomethingIrreversible) {
  const std::string callee = "process Sub(p: D) yields Done {\n";
  EXPECT_FALSE(anticipated(a + "call Sub(q) as Call\n" + b + done,
                           callee + "auto Pay by S { takes 1s  irreversible }\nend Done\n}\n"));
  EXPECT_TRUE(anticipated(a + "call Sub(q) as Call\n" + b + done,
                          callee + "auto Log by S { takes 1s  reads p }\nend Done\n}\n"));
  EXPECT_FALSE(anticipated(a + "call Sub(q) as Call\n" + b + done,
                           callee + "auto Log by S { takes 1s  updates p }\nend Done\n}\n"));
}
TEST(Anticipation, OnlyApprovingExitsMatter) {
  EXPECT_TRUE(anticipated(a + gate("C", "rejects 5% -> end No  returns 5% -> A", "o") + b + done));
  EXPECT_TRUE(anticipated(a + "step Work by Y { takes 1h  reads q  fails 5% -> end Done }\n" + b + done));
  EXPECT_FALSE(anticipated(a + "if ~5% { end Done }\n" + b + done));
}
TEST(Anticipation, AChoiceMustBringItOnBothSides) {
  EXPECT_FALSE(anticipated(a + "if ~50% {\n" + b + "}\n" + done));
  EXPECT_TRUE(anticipated(a + "if ~50% {\n" + b + "} else {\n" + gate("C") + "}\n" + done));
}
TEST(Anticipation, AGateThatCannotJudgeBringsNothing) {
  EXPECT_FALSE(anticipated(a + gate("B", "") + done));
  EXPECT_FALSE(anticipated(a + gate("B", "rejects 5% -> end No  after 5d approves") + done));
  EXPECT_FALSE(anticipated(a + "approval B by S { judges P sees q takes 1s rejects 5% -> end No }\n" + done));
}
TEST(Anticipation, Loops) {
  EXPECT_TRUE(anticipated(a + "repeat { step W by Y { takes 1h reads q } } until ~50%\n" + b + done));
  EXPECT_TRUE(anticipated(a + "repeat {\n" + b + "} until ~50%\n" + done));
  EXPECT_FALSE(anticipated("repeat {\n" + a + edit + "} until ~50%\n" + b + done));
}
TEST(Anticipation, BranchesOfAJoinAll) {
  const std::string other = "step W by Y { takes 1h reads o }\n";
  EXPECT_TRUE(anticipated(a + in_branches("join all", {b, other}) + done));
  EXPECT_FALSE(anticipated(a + in_branches("join first", {b, other}) + done));
  EXPECT_TRUE(anticipated(a + in_branches("join first", {b, gate("C")}) + done));
  EXPECT_FALSE(anticipated(a + in_branches("join 2 of 3", {b, other, "step V by Y { takes 1h }\n"}) + done));
  EXPECT_TRUE(anticipated(a + in_branches("join 2 of 3", {b, other, gate("C")}) + done));
}
TEST(Anticipation, AnEditBesideEndsIt) {
  EXPECT_FALSE(anticipated(a + in_branches("join all", {b, edit}) + done));
  EXPECT_FALSE(anticipated(in_branches("join all", {a + b, edit}) + done));
  EXPECT_FALSE(anticipated(in_branches("join all", {a, edit}) + b + done));
}
TEST(Anticipation, ABranchThatMayBeSkipped) {
  EXPECT_FALSE(anticipated(a + "parallel { branch L when ~50% {\n" + b +
                           "} branch R { step W by Y { takes 1h } } }\n" + done));
  EXPECT_TRUE(anticipated(a + "parallel { branch L when ~50% { step V by Y { takes 1h } } branch R {\n" + b +
                          "} }\n" + done));
}
TEST(Anticipation, ASiblingMayWithdrawTheJudge) {
  const std::string leave = "if ~5% { end Done }\n";
  EXPECT_FALSE(anticipated(a + in_branches("join all", {b, leave}) + done));
  EXPECT_FALSE(anticipated(in_branches("join all", {a + b, leave}) + done));
  EXPECT_FALSE(anticipated(in_branches("join first", {a + b, "step W by Y { takes 1h }\n"}) + done));
  EXPECT_TRUE(anticipated(in_branches("join first", {a, "step W by Y { takes 1h }\n"}) + b + done));
}
TEST(Anticipation, ASiblingMayDoSomethingIrreversible) {
  EXPECT_FALSE(anticipated(a + in_branches("join all", {b, pay}) + done));
  EXPECT_TRUE(anticipated(a + in_branches("join all", {b, gate("C") + pay}) + done));
  EXPECT_FALSE(anticipated(in_branches("join all", {a + b, pay}) + done));
}

}  // namespace
}  // namespace wain::analysis
