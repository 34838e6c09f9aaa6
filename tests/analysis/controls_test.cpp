#include "analysis/controls.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/approvers.h"
#include "analysis/one_process.h"

namespace wain::analysis {
namespace {

using test::OneProcess;

std::string gate(std::string_view name, std::string_view by, std::string_view more = "required by Two") {
  return "approval " + std::string(name) + " by " + std::string(by) +
         " { judges P  sees q  takes 5min  rejects 5% -> end No  " + std::string(more) + " }\n";
}

/// Whether control Two still needs `asked`, when the other gates that may stand in for it are `others`.
NeedingControls needing(const std::string& body, std::string_view asked,
                        const std::vector<std::string_view>& others) {
  const OneProcess one(body);
  llvm::BitVector set(static_cast<unsigned>(one.process().nodes.size()));
  for (const std::string_view other : others) set.set(one.node(other).index);
  return still_needed_by(one.definition(), one.process(), one.reach(), one.node(asked), set);
}

bool needs(const std::string& body, std::string_view asked, const std::vector<std::string_view>& others) {
  const NeedingControls controls = needing(body, asked, others);
  EXPECT_TRUE(controls.open.empty());
  return !controls.certain.empty();
}

std::uint32_t distinct(const std::vector<std::string_view>& actors) {
  const OneProcess one("end Done");
  std::vector<ir::ActorId> ids;
  for (const std::string_view name : actors) {
    for (std::uint32_t i = 0; i < one.definition().actors.size(); ++i) {
      if (one.definition().actors[i].name == name) ids.push_back({i});
    }
  }
  EXPECT_EQ(ids.size(), actors.size());
  return distinct_approvers(one.definition(), ids);
}

TEST(DistinctApprovers, PersonsCountOnce) {
  EXPECT_EQ(distinct({}), 0U);
  EXPECT_EQ(distinct({"X", "X"}), 1U);
  EXPECT_EQ(distinct({"X", "Y"}), 2U);
}
TEST(DistinctApprovers, APoolBringsAsManyAsItHolds) {
  EXPECT_EQ(distinct({"Single", "Single"}), 1U);
  EXPECT_EQ(distinct({"Pool", "Pool"}), 2U);
  EXPECT_EQ(distinct({"Pool", "Pool", "Pool", "Pool"}), 3U);
}
TEST(DistinctApprovers, APersonOfTwoRolesIsOne) {
  EXPECT_EQ(distinct({"Twin", "Mara"}), 1U);
  EXPECT_EQ(distinct({"Twin", "Both"}), 2U);          // the other of Both is nameless
  EXPECT_EQ(distinct({"Twin", "Both", "Both"}), 2U);  // …and there is only one such
  EXPECT_EQ(distinct({"Both", "Twin"}), 2U);          // whatever the order: Mara is free for Twin
}
TEST(DistinctApprovers, ACommitteeCountsWithItsQuorum) {
  EXPECT_EQ(distinct({"Board"}), 2U);
  EXPECT_EQ(distinct({"Board", "X"}), 3U);       // Y and one of the pool sit there
  EXPECT_EQ(distinct({"Board", "X", "Y"}), 3U);  // Pool is one seat
}
TEST(DistinctApprovers, AMachineIsNobody) { EXPECT_EQ(distinct({"M", "S", "X"}), 1U); }

TEST(StillNeeded, TwoOfTwoAreNeeded) {
  const std::string body = gate("A", "X") + gate("B", "Y") + "end Done";
  EXPECT_TRUE(needs(body, "A", {"B"}));
  EXPECT_TRUE(needs(body, "B", {"A"}));
}
TEST(StillNeeded, TheThirdIsNot) {
  const std::string body = gate("A", "X") + gate("B", "Y") + gate("C", "Z") + "end Done";
  EXPECT_FALSE(needs(body, "C", {"A", "B"}));
  EXPECT_TRUE(needs(body, "B", {"A"}));  // only those asked about stand in
  EXPECT_FALSE(needs(body, "A", {"B", "C"}));
}
TEST(StillNeeded, TheSamePersonTwiceDoesNotStandInForTwo) {
  const std::string body = gate("A", "X") + gate("B", "X") + gate("C", "Z") + "end Done";
  EXPECT_TRUE(needs(body, "C", {"A", "B"}));
}
TEST(StillNeeded, OnlyThoseThatClaimItCount) {
  const std::string body = gate("A", "X") + gate("B", "Y", "") + gate("C", "Z") + "end Done";
  EXPECT_TRUE(needs(body, "C", {"A", "B"}));
}
TEST(StillNeeded, AGateWithoutAControlIsNeededByNone) {
  EXPECT_FALSE(needs(gate("A", "X", "") + "end Done", "A", {}));
}
TEST(StillNeeded, EveryPathThroughTheGateMustHaveThem) {
  const std::string branch = "if ~50% {\n" + gate("B", "Y") + "}\n";
  EXPECT_TRUE(needs(gate("A", "X") + branch + gate("C", "Z") + "end Done", "C", {"A", "B"}));
}
TEST(StillNeeded, PathsPastTheGateDoNotMatter) {
  const std::string body = "if ~50% {\n" + gate("A", "X") + gate("B", "Y") + gate("C", "Z") + "}\nend Done";
  EXPECT_FALSE(needs(body, "C", {"A", "B"}));
}
TEST(StillNeeded, SiblingBranchesOfAJoinAllStandIn) {
  const auto body = [](std::string_view join) {
    return "parallel " + std::string(join) + " { branch L {\n" + gate("A", "X") + "} branch R {\n" +
           gate("B", "Y") + "} }\n" + gate("C", "Z") + "end Done";
  };
  EXPECT_FALSE(needs(body("join all"), "C", {"A", "B"}));
  EXPECT_TRUE(needs(body("join first"), "C", {"A", "B"}));
}
TEST(StillNeeded, KOfNBringsAsManyAsFinish) {
  const auto body = [](std::string_view join) {
    return "parallel " + std::string(join) + " { branch L {\n" + gate("A", "X") + "} branch R {\n" +
           gate("B", "Y") + "} branch T {\n" + gate("E", "Pool") + "} }\n" + gate("C", "Z") + "end Done";
  };
  EXPECT_FALSE(needs(body("join 2 of 3"), "C", {"A", "B", "E"}));
  EXPECT_TRUE(needs(body("join 2 of 3"), "C", {"A", "B"}));
  EXPECT_TRUE(needs(body("join first"), "C", {"A", "B", "E"}));
}
TEST(StillNeeded, WhatComesAfterSomethingIrreversibleIsTooLate) {
  const std::string pay = "auto Pay by S { takes 1s  reads q  irreversible }\n";
  const std::string before = gate("A", "X") + gate("B", "Y");
  EXPECT_FALSE(needs(before + gate("C", "Z") + pay + "end Done", "A", {"B", "C"}));
  EXPECT_TRUE(needs(before + pay + gate("C", "Z") + "end Done", "A", {"B", "C"}));
}
TEST(StillNeeded, SilenceIsNoApproval) {
  const std::string body =
      gate("A", "X") + gate("B", "Y", "required by Two  after 5d approves") + gate("C", "Z") + "end Done";
  EXPECT_TRUE(needs(body, "C", {"A", "B"}));
}
TEST(StillNeeded, ARefusingEndIsNoControlPoint) {
  const std::string body =
      gate("A", "X") + "if ~10% { end No }\n" + gate("B", "Y") + gate("C", "Z") + "end Done";
  EXPECT_FALSE(needs(body, "A", {"B", "C"}));
}
TEST(StillNeeded, ALoopDoesNotCountAGateTwice) {
  const std::string body = "repeat {\n" + gate("A", "X") + "} until ~50%\n" + gate("C", "Z") + "end Done";
  EXPECT_TRUE(needs(body, "C", {"A"}));
}
TEST(StillNeeded, OneApproverMayBeAMachine) {
  const std::string body = gate("A", "S", "required by One") + gate("C", "Z", "required by One") + "end Done";
  EXPECT_FALSE(needs(body, "C", {"A"}));
  EXPECT_TRUE(needs(gate("A", "S") + gate("B", "X") + gate("C", "Z") + "end Done", "C", {"A", "B"}));
}
TEST(StillNeeded, OfTooManyClaimsItStaysOpen) {
  std::string body;
  std::vector<std::string> names;
  for (int i = 0; i < 80; ++i) names.push_back("G" + std::to_string(i));
  for (const std::string& name : names) body += gate(name, "Pool");
  const std::vector<std::string_view> others(names.begin() + 1, names.end());
  const NeedingControls controls = needing(body + "end Done", "G0", others);
  EXPECT_TRUE(controls.certain.empty());
  EXPECT_EQ(controls.open.size(), 1U);
}

}  // namespace
}  // namespace wain::analysis
