// The whole linter on definitions that nobody would write: an answer for each, and none hangs (CTest's
// TIMEOUT says so; nothing here is timed).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/lint_text.h"

namespace wain::lint {
namespace {

using test::findings;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string people =
    "person Head\nperson Ann { reports to Head }\nrole Clerk { staff 4  reports to Head }\n"
    "model Machine { accountable Head }\nrecord Claim { amount money EUR  score ratio }\n"
    "document Summary\ncriterion Right\ncriterion Fair\n"
    "outcome Done { owner Head  requires Right  good when p90(cycle_time) <= 5d }\n"
    "outcome Refused { owner Head  good when p90(cycle_time) <= 5d }\n"
    "scenario S { runs P  arrivals 5 per day  for 12w  warmup 2w }\n";

std::string process(const std::string& body) {
  return people + "process P(claim: Claim) yields Done | Refused {\n" + body + "}\n";
}

/// A machine, work, a gate, another gate, work.
std::string stretch(int i) {
  return fmt::format(
      " auto A{0} by Machine {{ takes 1s  reads claim  produces s{0}: Summary  checks Right  fails 1% -> end "
      "Refused }}\n"
      " step W{0} by Clerk {{ takes 5min  reads claim  updates claim.score }}\n"
      " approval G{0} by Ann {{ judges Right  sees s{0}  takes 5min  rejects 1% -> end Refused }}\n"
      " approval H{0} by Head {{ judges Fair, Right  sees s{0}  takes 5min  returns 1% -> W{0} }}\n"
      " step X{0} by Clerk {{ takes 5min  reads claim  produces x{0}: Summary }}\n",
      i);
}

std::string branches(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += fmt::format(
        "  branch B{0} {{\n"
        "   auto S{0} by Machine {{ takes 1s  reads claim  produces s{0}: Summary  fails 1% -> end Refused "
        "}}\n"
        "   approval G{0} by Ann {{ judges Right  sees s{0}  takes 5min  rejects 5% -> end Refused }}\n"
        "   approval H{0} by Clerk {{ judges Fair  sees s{0}  takes 5min  returns 1% -> S{0} }}\n  }}\n",
        i);
  }
  return text;
}

TEST(BadInputs, NoWayToAnEnd) {
  const auto found = findings(
      process(" auto A by Machine { takes 1s  reads claim  updates claim.score }\n"
              " approval G by Ann { judges Right  sees claim  takes 5min  rejects 5% -> A }\n"
              " approval H by Head { judges Fair  sees claim  takes 5min  rejects 5% -> A }\n -> A\n"));
  EXPECT_THAT(found, Contains("warning unreachable-outcome P.Done"));
  EXPECT_THAT(found, Contains("error automation-behind-serial-gates P.A"));
}

TEST(BadInputs, FortyBranches) {
  const std::string last =
      " approval Z by Head { judges Fair  sees claim  takes 5min  rejects 5% -> end Refused }\n";
  const std::string first =
      " auto A by Machine { takes 1s  reads claim  produces a: Summary  checks Right }\n";
  const auto all = findings(process(first + " parallel {\n" + branches(40) + " }\n" + last + " end Done\n"));
  for (int i = 0; i < 40; ++i)
    EXPECT_THAT(all, Contains(fmt::format("error automation-behind-serial-gates P.S{}", i)));
  const auto some =
      findings(process(first + " parallel join 20 of 40 {\n" + branches(40) + " }\n" + last + " end Done\n"));
  EXPECT_THAT(some, Contains("error automation-behind-serial-gates P.S39"));
}

TEST(BadInputs, SixtyParallelsInEachOther) {
  std::string text =
      " auto A by Machine { takes 1s  reads claim  produces s: Summary  fails 1% -> end Refused }\n";
  for (int i = 0; i < 60; ++i)
    text += fmt::format(
        "parallel {{ branch L{0} {{ approval G{0} by Ann {{ judges Right  sees s  takes 5min  "
        "rejects 1% -> end Refused }} }} branch R{0} {{ ",
        i);
  text += "step W by Clerk { takes 1h  reads claim }";
  for (int i = 0; i < 60; ++i) text += " } }";
  const auto found = findings(process(text + "\n end Done\n"));
  EXPECT_THAT(found, Contains(HasSubstr("duplicate-judgment")));
  EXPECT_THAT(found, Not(Contains(HasSubstr("automation-behind-serial-gates"))));  // side by side
}

TEST(BadInputs, AGuardOverTwoHundredVariables) {
  std::string fields, guard;
  for (int i = 0; i < 200; ++i) {
    fields += fmt::format("f{} money EUR  ", i);
    guard += fmt::format("{}(big.f{} > {} EUR or big.f{} < {} EUR)", i == 0 ? "" : " and ", i, i,
                         (i * 7 + 3) % 200, 1000 + i);
  }
  const auto gated = [&](std::string_view name, std::string_view by) {
    return fmt::format(
        " if {} ~ 50% {{ approval {} by {} {{ judges Right  sees big  takes 5min  rejects 5% -> end "
        "Refused }} }}\n",
        guard, name, by);
  };
  const auto found =
      findings(people + "record Big { " + fields + "}\nprocess P(big: Big) yields Done | Refused {\n" +
               gated("G", "Ann") + gated("H", "Head") + " end Done\n}\n");
  EXPECT_THAT(found, Contains("warning redundant-approval P.H"));
  EXPECT_THAT(found, Contains("error unjudged-criterion P.Done"));
}

TEST(BadInputs, SharesOfNothingAndOfAll) {
  const auto found = findings(
      process(" auto A by Machine { takes 1s  reads claim  produces s: Summary  checks Right  fails 0% -> "
              "end Refused }\n"
              " approval G by Ann { judges Right  sees s  takes 5min  rejects 100% -> end Refused }\n"
              " if ~ 0% \"never\" { approval H by Head { judges Fair  sees s  takes 5min  rejects 0% -> end "
              "Refused } }\n"
              " repeat { step W by Clerk { takes 1h  reads s } } until ~ 0%\n end Done\n"));
  EXPECT_THAT(found, Contains("info human-recheck P.G"));  // it says no to everything: the machine is bad
  EXPECT_THAT(found, Contains("warning rubber-stamp P.H"));
}

TEST(BadInputs, OneMinuteAYear) {
  const auto found = findings(
      "calendar Minute { Mon..Sun 00:00-00:01  closed 2026-01-02..2026-12-31, 2027-01-02..2027-12-31, "
      "2028-01-02..2099-12-31 }\nperson Slow { hours Minute }\n" +
      process(
          " auto A by Machine { takes 1s  reads claim  produces s: Summary  fails 1% -> end Refused }\n"
          " approval G by Slow { judges Right  sees s  takes 5min  rejects 5% -> end Refused }\n"
          " approval H by Head { judges Fair  sees s  takes 40h  rejects 5% -> end Refused }\n end Done\n"));
  EXPECT_THAT(found, Contains("error automation-behind-serial-gates P.A"));
}

TEST(BadInputs, CommitteesThatNeverMeet) {
  const auto found = findings(
      "calendar Never { Mon..Sun 09:00-10:00  closed 1990-01-01..2199-12-31 }\n"
      "calendar Night { Mon 01:00-02:00 }\nperson Eve { hours Never }\nperson Moe { hours Night }\n"
      "committee Unsaid { members Head, Ann }\n"
      "committee Closed { members Eve, Moe  quorum 2  meets every Thu 10:00 for 1h }\n"
      "committee Fifth { members Head, Moe  quorum 2  meets 5th Mon of month 10:00 for 1min  hears 1  agenda "
      "closes "
      "500h before }\n" +
      process(" auto A by Machine { takes 1s  reads claim  produces s: Summary  fails 1% -> end Refused }\n"
              " approval G by Unsaid { judges Right  sees s  takes 5min  rejects 5% -> end Refused }\n"
              " auto B by Machine { takes 1s  reads claim  produces t: Summary  fails 1% -> end Refused }\n"
              " approval H by Closed { judges Fair  sees t  takes 5min  rejects 5% -> end Refused }\n"
              " auto C by Machine { takes 1s  reads claim  produces u: Summary  fails 1% -> end Refused }\n"
              " approval I by Fifth { judges Right  sees u  takes 5min  rejects 5% -> end Refused }\n end "
              "Done\n"));
  for (const char* step : {"A", "B", "C"})
    EXPECT_THAT(found, Contains(fmt::format("warning machine-waits-for-meeting P.{}", step)));
}

TEST(BadInputs, TenThousandNodesInOneLoop) {
  std::string body = " repeat {\n";
  for (int i = 0; i < 2'000; ++i) body += stretch(i);
  const auto found = findings(process(body + " } until ~ 50%\n end Done\n"));
  EXPECT_THAT(found, Contains("warning human-recheck P.G1999"));
}

TEST(BadInputs, TenThousandMachinesInFrontOfTwoGates) {
  std::string body;
  for (int i = 0; i < 10'000; ++i)
    body += fmt::format(
        " auto A{0} by Machine {{ takes 1s  reads claim  produces s{0}: Summary  checks Right }}\n", i);
  body +=
      " approval G by Ann { judges Right  sees s5, claim  takes 5min  rejects 1% -> end Refused }\n"
      " approval H by Head { judges Fair  sees s9999  takes 5min  rejects 1% -> end Refused }\n end Done\n";
  const auto found = findings(process(body), "automation-behind-serial-gates");
  EXPECT_THAT(found, testing::ElementsAre("error automation-behind-serial-gates P.A9999"));
}

TEST(BadInputs, ThreeThousandGatesThatFewMeet) {
  std::string body =
      " auto A by Machine { takes 1s  reads claim  produces s: Summary  fails 1% -> end Refused }\n";
  for (int i = 0; i < 3'000; ++i)
    body += fmt::format(
        " if claim.amount > {0} EUR ~ 1% {{ approval G{0} by Ann {{ judges Right  sees s  takes 5min  "
        "rejects 1% -> end Refused }} }}\n",
        i);
  const auto found = findings(process(body + " end Done\n"), "automation-behind-serial-gates");
  EXPECT_THAT(found, testing::ElementsAre("warning automation-behind-serial-gates P.A"));
}

// Each machine makes something that nobody judges on; who does looks at what was there before.
TEST(BadInputs, ThreeThousandMachinesThatNobodyLooksAt) {
  std::string body;
  for (int i = 0; i < 3'000; ++i)
    body += fmt::format(
        " auto A{0} by Machine {{ takes 1s  reads claim{1}  produces s{0}: Summary  fails 1% -> end Refused "
        "}}\n"
        " approval G{0} by Ann {{ judges Right  sees claim  takes 5min  rejects 1% -> end Refused }}\n",
        i, i == 0 ? "" : fmt::format(", s{}", i - 1));
  EXPECT_THAT(findings(process(body + " end Done\n"), "automation-behind-serial-gates"), testing::IsEmpty());
}

TEST(BadInputs, ThreeThousandPaymentsEachBeforeAGate) {
  std::string body;
  for (int i = 0; i < 3'000; ++i)
    body += fmt::format(
        " auto A{0} by Machine {{ takes 1s  reads claim  irreversible }}\n"
        " approval G{0} by Ann {{ judges Right  sees claim  takes 5min  rejects 1% -> end Refused }}\n",
        i);
  EXPECT_THAT(findings(process(body + " end Done\n"), "approval-after-the-fact"), testing::SizeIs(3'000));
}

TEST(BadInputs, ThreeThousandSelfApprovals) {
  std::string body = " together W7, G7\n separate W0, G0\n";
  for (int i = 0; i < 3'000; ++i)
    body += fmt::format(
        " step W{0} by Clerk {{ takes 5min  reads claim  updates claim.score }}\n"
        " approval G{0} by Clerk {{ judges Right  sees claim  takes 5min  rejects 1% -> end Refused }}\n",
        i);
  // Only the first has nobody but W0 before it.
  EXPECT_THAT(findings(process(body + " end Done\n"), "self-approval"), testing::SizeIs(2'999));
}

// Two people for each of two thousand roles, in a ring: all are needed, and with one away nobody is left.
TEST(BadInputs, TwoThousandDutiesInARing) {
  std::string roles, body = " separate W0";
  for (int i = 1; i < 2'000; ++i) body += fmt::format(", W{}", i);
  for (int i = 0; i < 2'000; ++i) {
    roles += fmt::format("role R{0}\nperson P{0} plays R{0}, R{1}\n", i, (i + 1) % 2'000);
    body += fmt::format("\n step W{0} by R{0} {{ takes 5min  reads claim }}", i);
  }
  const std::string text = roles + process(body + "\n end Done\n");
  EXPECT_THAT(findings(text, "unsatisfiable-duties"), testing::IsEmpty());
  EXPECT_THAT(findings(text, "unsatisfiable-duties", "2026-06-30", {}, "unsatisfiable-duties.away=1"),
              testing::ElementsAre("info unsatisfiable-duties P"));
}

}  // namespace
}  // namespace wain::lint
