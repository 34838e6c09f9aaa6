// Plans as JSON: what is read, and what is refused with which place.
#include <fstream>
#include <sstream>

#include <llvm/Support/JSON.h>

#include "runtime/engine/simulate.h"
#include "runtime/plan/read_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wain::plan {
namespace {

std::string example(std::string_view name = "as-found") {
  std::ifstream file(std::string(WAIN_SOURCE_DIR) + "/tests/runtime/plans/" + std::string(name) + ".json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The example with `from` replaced by `to`, and what the reader says of it.
std::string refused(std::string_view from, std::string_view to, std::string_view of = "as-found") {
  std::string text = example(of);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at == std::string::npos) return "";
  text.replace(at, from.size(), to);
  const ReadPlan read = read_plan(text);
  EXPECT_FALSE(read.plan.has_value());
  return read.problems.empty() ? "" : str(read.problems.front());
}

TEST(Plan, ReadsTheExample) {
  const ReadPlan read = read_plan(example());
  for (const Problem& problem : read.problems) ADD_FAILURE() << str(problem);
  ASSERT_TRUE(read.plan);
  EXPECT_EQ(read.plan->scenario, "AsFound");
  EXPECT_EQ(read.plan->people.size(), 3U);
  ASSERT_EQ(read.plan->processes.size(), 1U);
  const Process& process = read.plan->processes[0];
  EXPECT_EQ(process.nodes[3].exits[1].to, 6U);
  EXPECT_EQ(process.nodes[3].exits[1].share, 0.03);
  EXPECT_EQ(read.plan->committees[0].seats, (std::vector<Index>{0, 1, 2}));
  EXPECT_EQ(read.plan->calendars[0].weekly[0].opens, 540);
}

TEST(Plan, ReadsEveryProperty) {
  const ReadPlan read = read_plan(example("everything"));
  for (const Problem& problem : read.problems) ADD_FAILURE() << str(problem);
  ASSERT_TRUE(read.plan);
  const Process& process = read.plan->processes[1];
  EXPECT_EQ(process.duties.size(), 2U);
  EXPECT_EQ(process.branches.size(), 2U);
  EXPECT_EQ(process.measures.size(), 2U);
  runtime::SimulateOptions options;
  options.replications = 2;
  const auto result = runtime::simulate(*read.plan, options);
  ASSERT_EQ(result.replications.size(), 2U);
  EXPECT_EQ(result.replications[0].identity_broken, 0U);
  EXPECT_EQ(result.replications[0].stop, runtime::Stop::None) << result.replications[0].stopped;
  EXPECT_GT(result.replications[0].ended, 100U);
  for (const runtime::NodeSums& node : result.replications[0].nodes) EXPECT_EQ(node.critical < 0, false);
}

TEST(Plan, RefusesWithThePlace) {
  EXPECT_EQ(refused("\"version\": 1", "\"version\": 3"),
            "/version: version 3 is unknown; this program reads versions up to 2");
  EXPECT_EQ(refused("\"version\": 1", "\"version\": 0"),
            "/version: version 0 is unknown; this program reads versions up to 2");
  EXPECT_EQ(refused("\"to\": \"CheckSummary\"", "\"to\": \"Chek\""),
            "/processes/0/nodes/1/exits/0/to: there is no node with the id `Chek`");
  EXPECT_EQ(refused("\"share\": 0.03", "\"share\": 1.03"),
            "/processes/0/nodes/3/exits/1/share: 1.03 is not from 0 to 1");
  EXPECT_EQ(refused("{\"kind\": \"reject\", \"share\": 0.03, \"to\": \"declined\"}",
                    "{\"kind\": \"reject\", \"share\": 0.6, \"to\": \"declined\"},"
                    "{\"kind\": \"return\", \"share\": 0.6, \"to\": \"CheckSummary\"}"),
            "/processes/0/nodes/3/exits: the shares come to 120 %, which is over 100 %");
  EXPECT_EQ(refused("\"length\": 7200000000", "\"length\": -1"),
            "/committees/0/length: -1 is not from 0 to 100000000000000000");
  EXPECT_THAT(refused("\"value\": 120000000", "\"value\": NaN"), testing::StartsWith("this is not JSON: ["));
  EXPECT_EQ(refused("\"mean\": 1500000000", "\"mean\": 1e999"),
            "/processes/0/nodes/2/takes/mean: inf is not a finite number");
  EXPECT_EQ(refused("\"hears\": 60", "\"heers\": 60"), "/committees/0: there is no property `heers` here");
  EXPECT_EQ(refused("\"id\": \"Approver\", \"pools\": [\"Approver\"]",
                    "\"id\": \"Approver\", \"pools\": [\"Analyst\"]"),
            "/committees/0/seats/1: nobody serves the pool `Approver`");
  EXPECT_EQ(refused("\"quorum\": 2", "\"quorum\": 4"),
            "/committees/0/quorum: the quorum of ThursdayCommittee cannot be filled by 3 seats");
}

/// What good looks like, and what a run's cases may be wrong in, came with version 2.
TEST(Plan, RefusesWhatWouldNeverEnd) {
  const std::string gaps = "\"gaps\": {\"kind\": \"exponential\", \"mean\": 3600000000}";
  EXPECT_EQ(refused(gaps, "\"gaps\": {\"kind\": \"exponential\", \"mean\": 0}"),
            "/runs/0/gaps: the gaps between arrivals are always 0");
  EXPECT_EQ(refused(gaps, "\"gaps\": {\"kind\": \"uniform\", \"from\": -5, \"to\": 0}"),
            "/runs/0/gaps: the gaps between arrivals are always 0");
  EXPECT_EQ(refused("\"id\": \"Director\", \"pools\"", "\"id\": \"Approver\", \"pools\""),
            "/people/2: the id `Approver` is given twice");
  EXPECT_EQ(refused("\"days\": [\"Thu\"]", "\"days\": []"),
            "/committees/0/cadence: ThursdayCommittee never meets");
  EXPECT_EQ(refused("\"length\": 7200000000", "\"length\": 0"),
            "/committees/0/cadence: ThursdayCommittee never meets");
  EXPECT_EQ(refused("\"USD\"", "\"dollars\""), "/currency: `dollars` is not a currency like EUR");
}

TEST(Plan, ReadsGoalsAndTruthOfRuns) {
  const ReadPlan read = read_plan(example("everything"));
  ASSERT_TRUE(read.plan);
  const auto& goals = read.plan->outcomes[0].goals;
  ASSERT_EQ(goals.size(), 5U);
  EXPECT_EQ(goals[0].left.quantile, 0.9);
  EXPECT_EQ(goals[0].number, 5.0 * static_cast<double>(day));
  EXPECT_EQ(goals[0].place.line, 4U);
  EXPECT_EQ(goals[1].left.of, Statistic::Of::Missed);
  ASSERT_EQ(goals[2].left.measures.size(), 1U);
  EXPECT_EQ(goals[2].left.measures[0].process, 1U);
  EXPECT_EQ(goals[2].op, Goal::Op::Lt);
  ASSERT_TRUE(goals[3].right);
  EXPECT_EQ(goals[3].factor, 0.5);
  EXPECT_EQ(goals[4].not_simulated, NotSimulated::NeverSet);
  EXPECT_TRUE(may_be_wrong(*read.plan, 0, 0));
  EXPECT_FALSE(may_be_wrong(*read.plan, 1, 0));
  const auto wrong = [](const std::string& from, const std::string& to) {
    return refused(from, to, "everything");
  };
  EXPECT_EQ(wrong("\"measure\": \"reopened\"", "\"measure\": \"reopend\""),
            "/outcomes/0/good/2/left/measures/0/measure: there is no measure with the id `reopend`");
  EXPECT_EQ(
      wrong("{\"kind\": \"share\", \"criterion\": \"Coverage\"}",
            "{\"kind\": \"share\", \"criterion\": \"Legible\"}"),
      "/outcomes/0/good/1/left/criterion: the criterion `Legible` has no `wrongIn`: nothing is ever missed "
      "in it");
  EXPECT_EQ(wrong("\"kind\": \"max\", \"figure\": \"cost\"", "\"kind\": \"share\", \"figure\": \"cost\""),
            "/outcomes/0/good/3/left/kind: `share` does not belong to a figure");
  EXPECT_EQ(wrong("\"quantile\": 0.9", "\"quantile\": 1.9"),
            "/outcomes/0/good/0/left/quantile: 1.9 is not from 0.001 to 0.999");
  EXPECT_EQ(wrong("\"truth\": []", "\"truth\": [\"Legible\"]"),
            "/runs/1/truth/0: the criterion `Legible` has no `wrongIn`: nothing is ever missed in it");
  EXPECT_EQ(wrong("\"version\": 2", "\"version\": 1"), "/outcomes/0: there is no property `good` here");
}

TEST(Plan, RefusesWhatIsNone) {
  EXPECT_EQ(str(read_plan("{}").problems.at(0)), "/schema: this is not a plan: `schema` is not `wain-plan`");
  EXPECT_EQ(str(read_plan("[]").problems.at(0)), "this is not an object");
  EXPECT_EQ(str(read_plan(std::string(100'000, '[')).problems.at(0)), "nested more than 64 deep");
}

TEST(Plan, EveryTokenLostIsSurvived) {
  const std::string text = example();
  for (std::size_t i = 0; i < text.size(); i += 7) {
    std::string cut = text;
    cut.erase(i, 3);
    read_plan(cut);
    read_plan(text.substr(0, i));
  }
}

}  // namespace
}  // namespace wain::plan
