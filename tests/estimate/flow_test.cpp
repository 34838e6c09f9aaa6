// Visits (2.2): the reference values, and each clause.
#include <chrono>
#include <cmath>

#include "estimated.h"

namespace wain::estimate::test {
namespace {

using Kind = WhyNot::Kind;

const std::string people =
    "role X { staff 2 }\nrole Y\nmodel M { accountable X }\ncriterion C\noutcome Done { owner X }\n"
    "outcome No { owner X }\nrecord R { amount number  size int  kind a | b | c  flag bool }\n";

std::string process(const std::string& body, const std::string& parameters = "r: R") {
  return people + "process P(" + parameters + ") yields Done | No {\n" + body + "\nend Done\n}\n";
}

// As the example of language.md stood when its values were computed (estimate.md).
const std::string handle_claim =
    "role X\nrole L\nmodel M { accountable X }\ncriterion C\noutcome Settled { owner X }\n"
    "outcome Declined { owner X }\nrecord R { amount number }\ndocument D\n"
    "process HandleClaim(r: R) yields Settled | Declined {\n"
    "step Register by X { takes 12min  produces file: D }\n"
    "auto Summarise by M { takes 40s  reads file  fails 3% -> Register }\n"
    "approval Check by X { judges C sees r takes 20min rejects 2% -> end Declined returns 5% -> Register }\n"
    "if r.amount > 10 ~ 8% {\n"
    "approval Large by L { judges C sees r takes 10min rejects 4% -> end Declined } }\n"
    "auto Pay by M { takes 2s }\nend Settled\n}\n";

TEST(Flow, HandleClaim) {
  const Estimated e(handle_claim);
  EXPECT_NEAR(e.visits("Register", "HandleClaim"), 1.085187, 5e-7);
  EXPECT_NEAR(e.visits("Check", "HandleClaim"), 1.052632, 5e-7);
  EXPECT_NEAR(e.visits("Large", "HandleClaim"), 0.078316, 5e-7);
  EXPECT_NEAR(e.visits("Pay", "HandleClaim"), 0.975815, 5e-7);
  EXPECT_NEAR(e.ends_in("Declined", "HandleClaim"), 0.024185, 5e-7);
  EXPECT_NEAR(e.model("HandleClaim").first_pass_yield(e.process("HandleClaim")), 0.9215, 1e-12);
}

TEST(Flow, EdgesAreTimesTaken) {
  const Estimated e(handle_claim);
  const ir::Process& p = e.definition()[e.process("HandleClaim")];
  for (std::uint32_t n = 0; n < p.nodes.size(); ++n) {
    double in = n == 0 ? 1 : 0, out = 0;
    for (const ir::EdgeId edge : p.nodes[n].in) in += e.flow("HandleClaim").edges[edge.index];
    for (const ir::EdgeId edge : p.nodes[n].out) out += e.flow("HandleClaim").edges[edge.index];
    EXPECT_NEAR(in, e.flow("HandleClaim").visits[n], 1e-12);
    if (p.nodes[n].kind != ir::NodeKind::End) EXPECT_NEAR(out, in, 1e-12);
  }
}

TEST(Flow, ALoopLeavesByItsShare) {
  const Estimated e(process("repeat { step A by X } until ~ 25%"));
  EXPECT_NEAR(e.visits("A"), 4, 1e-12);
}

TEST(Flow, SharesOf0And100) {
  const Estimated e(
      process("approval A by X { judges C sees r rejects 100% -> B returns 0% -> A }\nstep Never by X\n"
              "step B by X { fails 0% -> B }"));
  EXPECT_NEAR(e.visits("B"), 1, 1e-12);
  EXPECT_EQ(e.visits("Never"), 0);
  EXPECT_TRUE(e.flow().solved);
}

TEST(Flow, ALoopWithoutAWayOutIsSaid) {
  const Estimated e(process("repeat { step A by X } until ~ 0%"));
  EXPECT_FALSE(e.flow().solved);
  EXPECT_TRUE(e.says(e.flow().why, Kind::EndlessLoop));
  EXPECT_EQ(e.visits("A"), 0);
  const Estimated all_back(process("approval A by X { judges C sees r returns 100% -> A }"));
  EXPECT_TRUE(all_back.says(all_back.flow().why, Kind::EndlessLoop));
}

TEST(Flow, AnEndlessLoopThatNobodyComesToIsNone) {
  const Estimated e(process("if ~ 0% { repeat { step A by X } until ~ 0% }\nstep B by X"));
  EXPECT_TRUE(e.flow().solved);
  EXPECT_NEAR(e.visits("B"), 1, 1e-12);
}

TEST(Flow, TenThousandNodesInOneLoop) {
  std::string body = "step S0 by X\n";
  for (int i = 1; i < 10'000; ++i) body += "step S" + std::to_string(i) + " by X\n";
  body += "approval G by X { judges C sees r returns 50% -> S0 }\n";
  const Estimated e(process(body));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_NEAR(e.visits("S9999"), 2, 1e-9);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(Flow, AChoiceWithoutSharesSplitsEvenlyAndSaysSo) {
  const Estimated e(process("if r.amount > 1 { step A by X } else if r.amount > 2 { step B by X }"));
  EXPECT_NEAR(e.visits("A"), 1.0 / 3, 1e-12);
  EXPECT_TRUE(e.says(e.flow().why, Kind::EvenSplit));
  const Estimated rest(process("if r.amount > 1 ~ 60% { step A by X } else { step B by X }"));
  EXPECT_NEAR(rest.visits("B"), 0.4, 1e-12);
  EXPECT_FALSE(rest.says(rest.flow().why, Kind::EvenSplit));
}

TEST(Flow, AnExitWithoutAShareIsCountedAs0UnlessItWasObserved) {
  const Estimated e(process("approval A by X { judges C sees r rejects -> end No }"));
  EXPECT_EQ(e.ends_in("No"), 0);
  EXPECT_TRUE(e.says(e.flow().why, Kind::NoShare));
  const Estimated counted(
      process("approval A by X { judges C sees r rejects -> end No observed { cases 200 rejects 30 } }"));
  EXPECT_NEAR(counted.ends_in("No"), 0.15, 1e-12);
  EXPECT_TRUE(counted.says(counted.flow().why, Kind::ShareObserved));
}

TEST(Flow, ForkSendsOneToEachAndTheJoinNeedsAll) {
  const Estimated e(
      process("parallel {\nbranch One { approval A by X { judges C sees r rejects 10% -> end No } }\n"
              "branch Two { step B by X  step B2 by X }\n}\nstep After by X"));
  EXPECT_NEAR(e.visits("A"), 1, 1e-12);
  EXPECT_NEAR(e.visits("B"), 1, 1e-12);
  EXPECT_NEAR(e.visits("After"), 0.9, 1e-12);
  EXPECT_NEAR(e.ends_in("No"), 0.1, 1e-12);
  // B2 may be withdrawn when A says no; B starts with A.
  EXPECT_FALSE(e.flow().upper.test(e.node("B").index));
  EXPECT_TRUE(e.flow().upper.test(e.node("B2").index));
  EXPECT_FALSE(e.flow().upper.test(e.node("A").index));
}

TEST(Flow, TwoBranchesThatLeaveAddUpToOne) {
  const Estimated e(process(
      "parallel {\nbranch One { approval A by X { judges C sees r rejects 10% -> end No } }\n"
      "branch Two { approval B by X { judges C sees r rejects 20% -> end No } }\n}\nstep After by X"));
  EXPECT_NEAR(e.visits("After"), 0.72, 1e-12);
  EXPECT_NEAR(e.ends_in("No"), 0.28, 1e-12);
  EXPECT_TRUE(e.says(e.flow().why, Kind::WhoLeavesFirst));
}

TEST(Flow, LaterBranchesOfARaceAreUpperBounds) {
  const Estimated e(
      process("parallel join first {\nbranch One { step A by X step A2 by X }\nbranch Two { wait 1h "
              "}\n}\nstep After by X"));
  EXPECT_NEAR(e.visits("After"), 1, 1e-12);
  EXPECT_FALSE(e.flow().upper.test(e.node("A").index));
  EXPECT_TRUE(e.flow().upper.test(e.node("A2").index));
  EXPECT_TRUE(e.says(e.flow().why, Kind::LaterBranches));
}

TEST(Flow, InclusiveBranchesAreIndependent) {
  const Estimated e(
      process("parallel {\nbranch One when ~ 30% { step A by X { fails 50% -> end No } }\n"
              "branch Two when ~ 20% { step B by X }\n}\nstep After by X"));
  EXPECT_NEAR(e.visits("A"), 0.3, 1e-12);
  EXPECT_NEAR(e.visits("B"), 0.2, 1e-12);
  EXPECT_NEAR(e.visits("After"), 0.85, 1e-12);
  EXPECT_NEAR(e.ends_in("No"), 0.15, 1e-12);
}

TEST(Flow, NestedParallelsAndALoopAround) {
  const Estimated e(process(
      "repeat {\nparallel {\nbranch One { parallel {\nbranch In { step A by X { fails 10% -> end No } }\n"
      "branch In2 { step B by X }\n} }\nbranch Two { step D by X }\n}\n} until ~ 50%\nstep After by X"));
  // Each round is left by A with 10 %, else by the test with a half: 1 / (1 - 0.9 / 2) rounds.
  EXPECT_NEAR(e.visits("A"), 1 / 0.55, 1e-12);
  EXPECT_NEAR(e.visits("After"), 0.45 / 0.55, 1e-12);
  EXPECT_NEAR(e.ends_in("No"), 0.1 / 0.55, 1e-12);
}

TEST(Flow, KOfN) {
  const Estimated e(
      process("parallel join 2 of 3 {\nbranch One { step A by X { fails 10% -> end No } }\nbranch Two { step "
              "B by X }\n"
              "branch Three { step D by X }\n}\nstep After by X"));
  EXPECT_NEAR(e.visits("After"), 1, 1e-12);  // an upper bound: two others always come
  EXPECT_TRUE(e.flow().upper.test(e.node("After").index));
}

TEST(Flow, Calls) {
  const Estimated e(people +
                    "process Q(r: R) yields Done | No {\nrepeat { step A by X } until ~ 50%\n"
                    "approval B by X { judges C sees r rejects 20% -> end No }\nend Done\n}\n"
                    "process P(r: R) yields Done | No {\ncall Q(r) as Ask on No -> Late\nend Done\n"
                    "step Late by X { fails 50% -> Ask }\nend No\n}\n");
  EXPECT_NEAR(e.visits("A", "Q"), 2, 1e-12);
  EXPECT_NEAR(e.visits("Ask"), 1 / 0.9, 1e-12);
  EXPECT_NEAR(e.visits("Late"), 0.2 / 0.9, 1e-12);
  EXPECT_NEAR(e.ends_in("No"), 0.1 / 0.9, 1e-12);
}

TEST(Flow, ScenariosReplaceShares) {
  const Estimated e(process("approval A by X { judges C sees r rejects 10% -> end No }\n"
                            "parallel { branch B when ~ 10% { step D by X } branch B2 { } }") +
                    "scenario S { runs P  with A rejects 40%  with B ~ 50% }\n");
  EXPECT_NEAR(e.ends_in("No"), 0.4, 1e-12);
  EXPECT_NEAR(e.visits("D"), 0.3, 1e-12);
}

TEST(Flow, OneDrawDecidesTwoGuards) {
  const Estimated e(process("if r.amount > 0.9 ~ 50% { step A by X }\nif r.amount > 0.8 { step B by X }\n"
                            "if r.amount > 0.9 and r.kind == b { step D by X }") +
                    "scenario S { runs P  draws r.amount ~ uniform(0, 1)\n"
                    "draws r.kind ~ empirical(a: 50%, b: 30%, c: 20%) }\n");
  EXPECT_NEAR(e.visits("A"), 0.1, 3e-4);
  EXPECT_NEAR(e.visits("B"), 0.2, 3e-4);
  EXPECT_NEAR(e.visits("D"), 0.03, 0.004);
  EXPECT_FALSE(e.says(e.flow().why, Kind::EvenSplit));
}

TEST(Flow, ProductsOfSharesWouldBeWrong) {
  // Who passes the first guard never passes the second: marginal shares would say a quarter.
  const Estimated e(process("if r.amount > 0.5 { if r.amount < 0.5 { step A by X } else { step B by X } }") +
                    "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_EQ(e.visits("A"), 0);
  EXPECT_NEAR(e.visits("B"), 0.5, 3e-4);
}

TEST(Flow, AChoiceIsNeverAMixture) {
  // One guard of the chain reads what is not drawn: the whole chain is by shares.
  const Estimated e(
      process("if r.amount > 0.9 ~ 40% { step A by X } else if r.size > 3 ~ 30% { step B by X }") +
      "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_NEAR(e.visits("A"), 0.4, 1e-12);
  EXPECT_NEAR(e.visits("B"), 0.3, 1e-12);
}

TEST(Flow, WhatIsDrawnInALoopIsNewEachRound) {
  const Estimated e(
      people +
      "process P yields Done {\nrepeat { auto A by M { takes 1min produces r: R } } until r.amount > 0.8\n}\n"
      "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_NEAR(e.visits("A"), 5, 0.01);
}

TEST(Flow, GuardsOfOneRoundReadOneDraw) {
  // Two rounds on average; B is left to a fifth of what has passed the first guard, C to none of it.
  const Estimated e(
      people +
      "process P yields Done {\nrepeat { step A by X { takes 1min produces r: R }\n"
      "if r.amount > 0.5 { if r.amount > 0.9 { step B by X } if r.amount < 0.4 { step C by X } }\n"
      "} until ~ 50%\n}\n"
      "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_NEAR(e.visits("A"), 2, 1e-9);
  EXPECT_NEAR(e.visits("B"), 0.2, 1e-3);
  EXPECT_EQ(e.visits("C"), 0);
}

TEST(Flow, ADrawThatStaysInItsLoopIsSeenMoreOften) {
  // Above 0.8 a draw leaves the inner loop half the time, so it meets the guard behind B twice on average;
  // the others meet it once: 0.2 * 2 of 0.8 + 0.2 * 2 visits of the guard go back.
  const Estimated e(
      people +
      "process P yields Done {\nrepeat {\nstep A by X { takes 1min produces r: R }\n"
      "repeat { step B by X\nchoose { when r.amount > 0.8 { choose { when ~ 50% { step C by X } "
      "otherwise { } } } otherwise { -> Out } } } until ~ 50%\n"
      "step Out by X\n} until ~ 50%\n}\n"
      "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_NEAR(e.visits("A"), 2, 1e-9);
  EXPECT_NEAR(e.visits("B"), 2 * (0.8 + 0.2 * 2), 2e-3);
  EXPECT_NEAR(e.visits("C"), 2 * (0.2 * 2 * 0.5), 2e-3);
}

TEST(Flow, ADrawThatWouldNeverLeaveIsReplacedByTheNext) {
  // Each draw below 0.8 goes round, and most of what leaves has passed the guard.
  const Estimated e(people +
                    "process P yields Done {\nrepeat { step A by X { takes 1min produces r: R }\n"
                    "if r.amount > 0.9 { step B by X } } until r.amount > 0.8\n}\n"
                    "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_NEAR(e.visits("A"), 5, 0.01);
  EXPECT_NEAR(e.visits("B"), 0.5, 2e-3);
}

/// Two rounds on average; within a round the inner guards read what the outer one has read.
TEST(Flow, OneRoundOfALoopDecidesNestedGuards) {
  const Estimated e(people +
                    "process P yields Done {\nrepeat {\nauto A by M { takes 1min produces r: R }\n"
                    "if r.amount > 0.6 {\nstep B by X\nif r.amount > 0.8 { step D by X }\n"
                    "else if r.amount > 0.7 {\nstep E by X { updates r.amount }\n"
                    "if r.amount > 0.9 { step F by X }\n} else { step G by X }\n}\n} until r.flag\n}\n"
                    "scenario S { runs P  draws r.amount ~ uniform(0, 1)  draws r.flag ~ 50% }\n");
  EXPECT_NEAR(e.visits("A"), 2, 0.02);
  EXPECT_NEAR(e.visits("B"), 0.8, 0.01);
  EXPECT_NEAR(e.visits("D"), 0.4, 0.01);
  EXPECT_NEAR(e.visits("E"), 0.2, 0.01);
  EXPECT_NEAR(e.visits("F"), 0.02, 0.003);  // drawn again in between
  EXPECT_NEAR(e.visits("G"), 0.2, 0.01);
}

TEST(Flow, ParametersKeepTheirValueInALoop) {
  const Estimated e(process("repeat { step A by X } until r.amount > 0.5 or r.flag") +
                    "scenario S { runs P  draws r.amount ~ uniform(0, 1)  draws r.flag ~ 5% }\n");
  EXPECT_FALSE(e.flow().solved);  // a case with a small amount goes round for ever
}

TEST(Flow, AnUpdateDrawsAnew) {
  const Estimated e(
      process("if r.amount > 0.5 { step A by X }\nstep Edit by X { updates r.amount }\n"
              "if r.amount > 0.5 { step B by X }\nif r.amount > 0.5 and r.flag { step D by X }") +
      "scenario S { runs P  draws r.amount ~ uniform(0, 1)  draws r.amount ~ uniform(0, 0.6) at Edit\n"
      "draws r.flag ~ 50% }\n");
  EXPECT_NEAR(e.visits("A"), 0.5, 3e-4);
  EXPECT_NEAR(e.visits("B"), 1.0 / 6, 3e-4);
  EXPECT_NEAR(e.visits("D"), 1.0 / 12, 0.006);
}

TEST(Flow, ACalleeReadsTheCallersData) {
  const Estimated e(people +
                    "process Q(c: R) yields Done {\nif c.amount > 0.75 { step A by X }\n}\n"
                    "process P(r: R) yields Done {\ncall Q(r)\n}\n"
                    "scenario S { runs P  draws r.amount ~ uniform(0, 1) }\n");
  EXPECT_NEAR(e.visits("A", "Q"), 0.25, 3e-4);
}

TEST(Flow, TruthDecidesTheNoesOfGates) {
  const std::string text =
      "role X\ncriterion T { wrong in 10% }\noutcome Done { owner X }\noutcome No { owner X }\ndocument D\n"
      "process P(d: D) yields Done | No {\n"
      "approval A by X { judges T sees d catches 80% false alarms 5% rejects -> end No }\n"
      "approval B by X { judges T sees d catches 80% rejects -> end No }\nend Done\n}\n";
  const Estimated e(text);
  // A lets 2 % wrong and 85.5 % right ones by; B catches four fifths of those 2 %.
  EXPECT_NEAR(e.visits("B"), 0.875, 3e-4);
  EXPECT_NEAR(e.ends_in("No"), 0.125 + 0.016, 3e-4);
}

TEST(Flow, AllDistributionsCanBeDrawn) {
  const Estimated e(process("if r.amount > 10 { step A by X }") +
                    "scenario S { runs P  draws r.amount ~ lognormal(mean 8, sd 6) }\n");
  const double s2 = std::log1p(36.0 / 64.0), mu = std::log(8.0) - s2 / 2;
  const double above = std::erfc((std::log(10.0) - mu) / std::sqrt(2 * s2)) / 2;
  EXPECT_NEAR(e.visits("A"), above, 3e-4);
}

}  // namespace
}  // namespace wain::estimate::test
