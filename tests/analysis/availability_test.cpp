// The verdicts of the design's table (`judgments.md`), read off as: does the judgment (P, what B sees)
// hold when the case comes to gate B?
#include "analysis/availability.h"

#include <string>

#include <gtest/gtest.h>

#include "sema/compile.h"

namespace wain::analysis {
namespace {

/// One process with gates, compiled, and the analysis of it.
struct Analysed {
  sema::test::Compiled compiled;
  CallOrder calls;
  ParameterUpdates updates;
  std::vector<Reach> reaches;

  explicit Analysed(const std::string& parameters, const std::string& body, const std::string& more = {})
      : compiled(sema::test::compile(
            "person X\nperson Y\nmodel M { accountable X }\nrecord O { amount money EUR  status text }\n"
            "document D\ncriterion P\ncriterion R\noutcome Done { owner X }\noutcome No { owner X }\n" +
            more + "process Main(" + parameters + ") yields Done | No {\n" + body + "\nend Done\n}\n")) {
    EXPECT_EQ(compiled.messages(), std::vector<std::string>{});
    calls = call_order(definition());
    updates = parameter_updates(definition(), calls);
    for (const ir::Process& process : definition().processes) reaches.push_back(reach(process));
  }

  [[nodiscard]] const ir::Definition& definition() const { return compiled.definition(); }

  /// Whether every criterion of the gate is available with all that the gate sees.
  [[nodiscard]] bool available_at(std::string_view gate) const {
    const auto index = static_cast<std::uint32_t>(definition().processes.size() - 1);
    const ir::Process& process = definition().processes[index];
    const llvm::BitVector all(static_cast<unsigned>(definition().criteria.size()), true);
    const auto exports = exported_judgments(definition(), calls, updates, reaches, Judges::People, all);
    const Writes writes{definition(), process, updates};
    const Judgments judgments(writes, reaches[index], Judges::People, all, exports);
    const auto in = available_judgments(process, reaches[index], judgments);
    CriterionQuery query(writes, reaches[index], judgments);
    for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
      const ir::Node& node = process.nodes[i];
      if (node.name != gate) continue;
      bool result = true;
      for (unsigned j = 0; j < judgments.size(); ++j) {
        const Judgment& judgment = judgments.all()[j];
        if (judgment.criterion != node.judges.front() || judgment.evidence != normalized(node.sees)) continue;
        result = result && in[i].test(j);
        // The search for a single judgment must say the same as the forward analysis.
        llvm::BitVector one(judgments.size());
        one.set(j);
        EXPECT_EQ(in[i].test(j), !query.way_without({i}, one).has_value()) << gate;
      }
      return result;
    }
    ADD_FAILURE() << "no gate " << gate;
    return false;
  }
};

std::string gate(std::string_view name, std::string_view sees = "q", std::string_view more = "") {
  return "approval " + std::string(name) + " by X { judges P  sees " + std::string(sees) +
         "  takes 5min  rejects 5% -> end No  " + std::string(more) + " }\n";
}
const std::string edit = "step Edit by Y { takes 1h  updates q }\n";
const std::string b = gate("B");

TEST(Availability, TheSameQuestionOfTheSamePaper) {
  EXPECT_TRUE(Analysed("q: D", gate("A") + b).available_at("B"));
  EXPECT_FALSE(Analysed("q: D", b).available_at("B"));
}
TEST(Availability, AnEditBetweenEndsIt) {
  EXPECT_FALSE(Analysed("q: D", gate("A") + edit + b).available_at("B"));
}
TEST(Availability, AnEditBeforeDoesNot) {
  EXPECT_TRUE(Analysed("q: D", edit + gate("A") + b).available_at("B"));
}
TEST(Availability, MoreEvidenceCoversLess) {
  EXPECT_TRUE(Analysed("q: D, r: D", gate("A", "q, r") + b).available_at("B"));
  EXPECT_FALSE(Analysed("q: D, r: D", gate("A", "r") + b).available_at("B"));
  EXPECT_TRUE(Analysed("o: O", gate("A", "o") + gate("B", "o.amount")).available_at("B"));
  EXPECT_FALSE(Analysed("o: O", gate("A", "o.amount") + gate("B", "o")).available_at("B"));
}
TEST(Availability, AnotherFieldDoesNotTouchIt) {
  const std::string mark = "step Mark by Y { takes 1min  updates o.status }\n";
  EXPECT_TRUE(Analysed("o: O", gate("A", "o.amount") + mark + gate("B", "o.amount")).available_at("B"));
  EXPECT_FALSE(Analysed("o: O", gate("A", "o") + mark + gate("B", "o")).available_at("B"));
}
TEST(Availability, SilenceIsNoJudgment) {
  EXPECT_FALSE(Analysed("q: D", gate("A", "q", "after 5d approves") + b).available_at("B"));
  EXPECT_TRUE(Analysed("q: D", gate("A", "q", "after 5d rejects -> end No") + b).available_at("B"));
}
TEST(Availability, AGateThatCannotSayNoJudgesNothing) {
  EXPECT_FALSE(Analysed("q: D", "approval A by X { judges P  sees q  takes 5min }\n" + b).available_at("B"));
}
TEST(Availability, AMachineIsNotAPerson) {
  EXPECT_FALSE(
      Analysed("q: D", "approval A by M { judges P  sees q  rejects 5% -> end No }\n" + b).available_at("B"));
}
TEST(Availability, AConditionalBranchMayNotHaveRun) {
  EXPECT_FALSE(Analysed("q: D", "if ~ 50% {\n" + gate("A") + "}\n" + b).available_at("B"));
  EXPECT_TRUE(
      Analysed("q: D", "if ~ 50% {\n" + gate("A") + "} else {\n" + gate("A2") + "}\n" + b).available_at("B"));
}
TEST(Availability, AnEditInTheSiblingBranchInterferes) {
  EXPECT_FALSE(Analysed("q: D", "parallel { branch L {\n" + gate("A") + "} branch T {\n" + edit + "} }\n" + b)
                   .available_at("B"));
  EXPECT_FALSE(
      Analysed("q: D", gate("A") + "parallel { branch L { wait 1h } branch T {\n" + edit + "} }\n" + b)
          .available_at("B"));
  EXPECT_FALSE(Analysed("q: D", gate("A") + "parallel { branch L { } branch T {\n" + edit + "} }\n" + b)
                   .available_at("B"));
}
TEST(Availability, AJoinOfAllBringsWhatAnyBranchBrings) {
  EXPECT_TRUE(Analysed("q: D", "parallel { branch L {\n" + gate("A") + "} branch T { wait 1h } }\n" + b)
                  .available_at("B"));
}
TEST(Availability, AJoinOfTheFirstBringsWhatAllBring) {
  EXPECT_FALSE(
      Analysed("q: D", "parallel join first { branch L {\n" + gate("A") + "} branch T { wait 1h } }\n" + b)
          .available_at("B"));
  EXPECT_TRUE(Analysed("q: D", "parallel join first { branch L {\n" + gate("A") + "} branch T {\n" +
                                   gate("A2") + "} }\n" + b)
                  .available_at("B"));
}
TEST(Availability, AJoinOfTwoOfThreeNeedsTwo) {
  const std::string two = "branch L {\n" + gate("A") + "} branch T {\n" + gate("A2") + "}";
  EXPECT_TRUE(
      Analysed("q: D", "parallel join 2 of 3 { " + two + " branch W { wait 1h } }\n" + b).available_at("B"));
  EXPECT_FALSE(Analysed("q: D", "parallel join 2 of 3 { branch L {\n" + gate("A") +
                                    "} branch V { wait 1h } branch W { wait 1h } }\n" + b)
                   .available_at("B"));
}
TEST(Availability, ABranchWithAConditionMayBeSkipped) {
  EXPECT_FALSE(
      Analysed("q: D", "parallel { branch L when ~ 50% {\n" + gate("A") + "} branch T { wait 1h } }\n" + b)
          .available_at("B"));
  EXPECT_TRUE(
      Analysed("q: D", gate("A") + "parallel { branch L when ~ 50% { wait 2h } branch T { wait 1h } }\n" + b)
          .available_at("B"));
}
TEST(Availability, ALoopThatWritesEndsIt) {
  EXPECT_FALSE(Analysed("q: D", gate("A") + "repeat {\n" + edit + "} until ~ 50%\n" + b).available_at("B"));
  EXPECT_TRUE(Analysed("q: D", gate("A") + "repeat { wait 1h } until ~ 50%\n" + b).available_at("B"));
  EXPECT_TRUE(Analysed("q: D", "repeat {\n" + edit + gate("A") + "} until ~ 50%\n" + b).available_at("B"));
}
TEST(Availability, ACallBringsWhatItsEveryEndBrings) {
  const std::string sub =
      "process Sub(s: D) yields Done | No {\n approval S by X { judges P  sees s  takes 5min  rejects 5% -> "
      "end No }\n";
  const std::string call = "call Sub(q) as C on No -> end No\n";
  EXPECT_TRUE(Analysed("q: D", call + b, sub + "end Done\n}\n").available_at("B"));
  EXPECT_FALSE(Analysed("q: D", call + b, sub + "step E by Y { takes 1h  updates s }\nend Done\n}\n")
                   .available_at("B"));
  EXPECT_FALSE(
      Analysed("q: D", gate("A") + call + b,
               "process Sub(s: D) yields Done | No {\nstep E by Y { takes 1h  updates s }\nend Done\n}\n")
          .available_at("B"));
}
TEST(Availability, ARejectedCaseWasNotApproved) {
  EXPECT_FALSE(Analysed("q: D",
                        "approval A by X { judges P  sees q  takes 5min  rejects 5% -> Appeal }\nend Done\n"
                        "step Appeal by Y { takes 1h  reads q }\n" +
                            b)
                   .available_at("B"));
}

}  // namespace
}  // namespace wain::analysis
