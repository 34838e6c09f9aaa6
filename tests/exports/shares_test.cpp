// How often cases take each way out of a choice, where data, the truth or a race decides.
#include <gmock/gmock.h>

#include "exports/measured_shares.h"
#include "exports/race.h"
#include "runtime/plan/read_plan.h"

namespace wain::exports {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;

/// A case draws a number up to 100; three in ten go one way. Then the first of a draw and a deadline decides.
constexpr std::string_view text = R"({
  "schema": "wain-plan", "version": 2, "scenario": "S", "currency": "EUR", "start": 1767571200000000,
  "length": 36000000000000, "replications": 5, "seed": "7", "pools": [{"id": "M", "kind": "machine", "capacity": 1000}],
  "criteria": [{"id": "C", "wrongIn": 0.1}],
  "outcomes": [{"id": "Done"}, {"id": "No"}],
  "processes": [{
    "id": "P", "slots": [{"id": "x", "type": "number"}],
    "branches": [{"id": "A", "fork": "race", "join": "over"}, {"id": "B", "fork": "race", "join": "over"}],
    "expressions": [{"operation": "slot", "slot": "x"}, {"operation": "literal", "value": "30"},
                    {"operation": "le", "operands": [0, 1]}],
    "nodes": [
      {"id": "start", "kind": "start", "exits": [{"kind": "next", "to": "choice"}],
       "draws": [{"slot": "x", "distribution": {"kind": "uniform", "from": 0, "to": 100000000000}}]},
      {"id": "choice", "kind": "split",
       "exits": [{"kind": "next", "to": "no", "guard": 2}, {"kind": "next", "to": "gate"}]},
      {"id": "gate", "kind": "gate", "pool": "M", "judges": ["C"], "catches": 0.8, "falseAlarms": 0.05,
       "exits": [{"kind": "next", "to": "race"}, {"kind": "reject", "to": "no", "share": 1}]},
      {"id": "race", "kind": "fork", "join": "first",
       "exits": [{"kind": "branch", "to": "drawn", "branch": "A"}, {"kind": "branch", "to": "late", "branch": "B"}]},
      {"id": "drawn", "kind": "wait", "wait": "outside", "branch": "A",
       "takes": {"kind": "exponential", "mean": 3600000000}, "exits": [{"kind": "next", "to": "over"}]},
      {"id": "late", "kind": "wait", "wait": "timer", "branch": "B",
       "takes": {"kind": "constant", "value": 3600000000}, "exits": [{"kind": "next", "to": "no.late"}]},
      {"id": "over", "kind": "join", "exits": [{"kind": "next", "to": "done"}]},
      {"id": "done", "kind": "end", "outcome": "Done"},
      {"id": "no.late", "kind": "end", "outcome": "No", "branch": "B"},
      {"id": "no", "kind": "end", "outcome": "No"}]}],
  "runs": [{"process": "P", "gaps": {"kind": "exponential", "mean": 3600000000}}]
})";

plan::Plan read() {
  plan::ReadPlan made = plan::read_plan(text);
  for (const plan::Problem& problem : made.problems) ADD_FAILURE() << plan::str(problem);
  return made.plan ? std::move(*made.plan) : plan::Plan{};
}

TEST(MeasuredShares, AreCountedWhereDataTruthOrARaceDecide) {
  const plan::Plan plan = read();
  ASSERT_EQ(plan.processes.size(), 1U);
  const auto shares = exit_shares(plan)[0];
  // 50,000 cases: three standard errors are 0.6 of a point.
  EXPECT_THAT(shares[1], ElementsAre(DoubleNear(0.3, 0.007), DoubleNear(0.7, 0.007)));
  // 10 % · 80 % + 90 % · 5 %.
  EXPECT_THAT(shares[2], ElementsAre(DoubleNear(0.875, 0.006), DoubleNear(0.125, 0.006)));
  // An exponential time is over before its mean in 1 - 1/e of the cases.
  EXPECT_THAT(shares[3], ElementsAre(DoubleNear(0.632, 0.009), DoubleNear(0.368, 0.009)));
  EXPECT_THAT(shares[0], ElementsAre(DoubleEq(1)));
}

/// Two branches with conditions of their own: neither is always taken, and their visits do not sum to the
/// fork's.
TEST(MeasuredShares, OfBranchesAreOfTheVisitsToTheirFork) {
  plan::Plan plan = read();
  ASSERT_EQ(plan.processes.size(), 1U);
  plan::Process& process = plan.processes[0];
  process.nodes[0].exits[0].to = 3;
  process.nodes[3].join = plan::JoinRule::All;
  process.nodes[3].exits[0].guard = process.nodes[3].exits[1].guard = 2;
  process.nodes[5].exits[0].to = 6;
  const auto shares = exit_shares(plan)[0];
  EXPECT_THAT(shares[3], ElementsAre(DoubleNear(0.3, 0.007), DoubleNear(0.3, 0.007)));
}

TEST(Race, KnowsItsDeadlineIfOneWaitIsDrawn) {
  plan::Plan plan = read();
  ASSERT_EQ(plan.processes.size(), 1U);
  plan::Process& process = plan.processes[0];
  EXPECT_TRUE(is_race(process, process.nodes[3]));
  EXPECT_FALSE(is_race(process, process.nodes[1]));
  EXPECT_EQ(race_of(process, process.nodes[4]), &process.nodes[3]);
  EXPECT_EQ(race_of(process, process.nodes[2]), nullptr);
  EXPECT_THAT(deadline(process, process.nodes[3]), testing::Optional(3.6e9));
  process.nodes[5].takes->kind = plan::Distribution::Kind::Exponential;
  EXPECT_EQ(deadline(process, process.nodes[3]), std::nullopt);
  process.nodes[3].join = plan::JoinRule::All;
  EXPECT_FALSE(is_race(process, process.nodes[3]));
}

}  // namespace
}  // namespace wain::exports
