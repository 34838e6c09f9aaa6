#include <filesystem>
#include <functional>

#include <gmock/gmock.h>

#include "diagnostics/simulation_ids.h"
#include "planning/planned.h"
#include "runtime/plan/read_plan.h"

namespace wain::planning::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view office =
    "calendar Office { timezone \"Europe/Berlin\"  Mon..Thu 09:00-17:00  Fri 09:00-14:00 }\n";

std::string text(std::string_view actors, std::string_view process,
                 std::string_view scenario = "runs P  arrivals 5 per h  for 4w") {
  return fmt::format("{}{}\noutcome Done\noutcome Not\ncriterion Right\n{}\nscenario S {{ {} }}\n", office,
                     actors, process, scenario);
}

TEST(LowerPlan, ArrivalsPerDayAreOverTheMeanDay) {
  // simulation.md 3.3: Mon to Thu 8 h, Fri 5 h, 40 a day: 200 in 37 hours.
  const Planned planned(text("role Clerk", "process P yields Done { step A by Clerk { takes 1min } }",
                             "runs P  arrivals 40 per day during Office  for 4w"));
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.plan->runs[0].gaps.a, 666e6);
  EXPECT_EQ(planned.plan->runs[0].gaps.kind, plan::Distribution::Kind::Exponential);
  EXPECT_EQ(planned.plan->start, 1'767'567'600 * plan::second) << "midnight in Berlin";
}

TEST(LowerPlan, SettingsOfTheScenario) {
  const Planned planned(text("role Clerk", "process P yields Done { step A by Clerk { takes 1min } }",
                             "starts 2026-07-06  runs P  arrivals 1h during Office  for 4w  warmup 1w  "
                             "replications 7  seed 900719925474099301"));
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.plan->start, 1'783'288'800 * plan::second) << "summer time";
  EXPECT_EQ(planned.plan->length, 4 * plan::week);
  EXPECT_EQ(planned.plan->warmup, plan::week);
  EXPECT_EQ(planned.plan->replications, 7U);
  EXPECT_EQ(planned.plan->seed, 900'719'925'474'099'301U);
  EXPECT_NE(json_of(*planned.plan).find("\"seed\": \"900719925474099301\""), std::string::npos);
}

TEST(LowerPlan, AZoneIsItsChanges) {
  const Planned planned(
      text("role Clerk { hours Office }", "process P yields Done { step A by Clerk { takes 1min } }"));
  ASSERT_TRUE(planned.plan);
  const plan::Zone& zone = planned.plan->zones.at(0);
  bool spring = false;
  for (const auto& offset : zone.offsets)
    spring = spring || (offset.from == 1'774'746'000 * plan::second && offset.seconds == 7200);
  EXPECT_TRUE(spring) << "29 March 2026, 01:00 UTC";
}

TEST(LowerPlan, PeopleOfRoles) {
  const Planned planned(
      text("role Clerk { staff 3  hours Office  costs 40 EUR per h  available 80% }\n"
           "role Lead\n"
           "person Ann plays Clerk, Lead { available 50% }\n"
           "person Ben plays Lead { costs 90 EUR per h }",
           "process P yields Done { step A by Clerk { takes 1min } step B by Lead { takes 1min } "
           "step C by Ben { takes 1min } }"));
  ASSERT_TRUE(planned.plan);
  EXPECT_THAT(planned.pools_of("Ann"), ElementsAre("Clerk", "Lead"));
  EXPECT_THAT(planned.pools_of("Ben"), ElementsAre("Lead", "Ben"));
  EXPECT_THAT(planned.pools_of("Clerk"), ElementsAre("Clerk"));
  EXPECT_EQ(planned.people("Clerk").count, 2U);
  EXPECT_EQ(planned.people("Clerk").available, 0.8);
  EXPECT_EQ(planned.people("Ann").available, 0.5);
  EXPECT_NE(planned.people("Ann").calendar, plan::none) << "of the role that she plays";
  EXPECT_EQ(planned.people("Ben").cost_per_hour, 900'000);
  EXPECT_EQ(planned.plan->currency, "EUR");
}

TEST(LowerPlan, WithLinesReplace) {
  const Planned planned(text(
      "role Clerk { staff 2 }\nsystem Robot { capacity 3 }",
      "process P(x: text) yields Done | Not {\n"
      "  auto A by Robot { takes 1min }\n"
      "  approval Check by Clerk { judges Right  sees x  takes 5min  rejects 2% -> end Not }\n"
      "  parallel { branch One when ~ 20% { } branch Two { } } end Done }",
      "runs P  arrivals 5 per h  for 4w  with Clerk staff 4  with Robot capacity 9  with Check rejects 7%  "
      "with A takes 2s  with One ~ 30%"));
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.people("Clerk").count, 4U);
  EXPECT_EQ(planned.plan->pools[planned.node("A").pool].capacity, 9U);
  EXPECT_EQ(planned.node("A").takes->a, 2e6);
  EXPECT_THAT(planned.exits("Check"), ElementsAre("next->fork.1", "reject 0.07->end.1"));
  EXPECT_THAT(planned.exits("fork.1"), ElementsAre("branch 0.3->merge.1", "branch->merge.2"));
}

TEST(LowerPlan, ACommitteeMeets) {
  const Planned planned(
      text("role Clerk { hours Office }\nrole Lead\n"
           "committee Board { members Lead, Clerk  quorum 2 met 90%  agenda closes 24h before  hears 8\n"
           "  meets 1st, 3rd Mon of month 10:00 for 1h }\n"
           "committee Daily { members Clerk  meets every day 09:30 for 15min }",
           "process P(x: text) yields Done | Not {\n"
           "  approval A by Board { judges Right  sees x  takes 5min  rejects 2% -> end Not\n"
           "    escalates after 3d to Daily  escalates after 2d to Lead  after 9d rejects -> end Not }\n"
           "  approval B by Daily { judges Right  sees x  takes 5min  rejects 2% -> end Not } end Done }"));
  ASSERT_TRUE(planned.plan);
  const plan::Committee& board = planned.plan->committees.at(0);
  EXPECT_EQ(board.cadence.kind, plan::Cadence::Kind::MonthlyNth);
  EXPECT_EQ(board.cadence.ordinals, 0b101);
  EXPECT_EQ(board.cadence.time, 600);
  EXPECT_EQ(planned.plan->zones[board.cadence.zone].name, "UTC") << "its first member keeps no hours";
  EXPECT_EQ(board.quorum_met, 0.9);
  EXPECT_EQ(board.hears, 8U);
  EXPECT_EQ(board.agenda_closes, plan::day);
  EXPECT_EQ(board.length, plan::hour);
  const plan::Committee& daily = planned.plan->committees.at(1);
  EXPECT_EQ(daily.cadence.days, 0x7f);
  EXPECT_EQ(planned.plan->zones[daily.cadence.zone].name, "Europe/Berlin");
  const auto& escalations = planned.node("A").escalations;
  ASSERT_EQ(escalations.size(), 2U);
  EXPECT_EQ(escalations[0].after, 2 * plan::day);
  EXPECT_NE(escalations[0].pool, plan::none);
  EXPECT_EQ(escalations[1].committee, 1U);
  EXPECT_THAT(planned.exits("A"), ElementsAre("next->B", "reject 0.02->end.1", "timeout after 9d->end.2"));
}

TEST(LowerPlan, ChoicesByDataAndByShares) {
  const std::string process =
      "record Claim { amount money EUR  kind motor | home | other }\n"
      "process P(claim: Claim) yields Done {\n"
      "  choose {\n"
      "    when claim.kind == home ~ 50% { step H by Clerk { takes 1min } }\n"
      "    when claim.amount * 2 > 9_000 EUR ~ 20% { step L by Clerk { takes 1min } }\n"
      "    otherwise { } }\n"
      "  repeat { step R by Clerk { takes 1min } } until claim.amount > 7 EUR ~ 90% }";
  const Planned shares(text("role Clerk", process));
  ASSERT_TRUE(shares.plan);
  EXPECT_THAT(shares.exits("split.1"), ElementsAre("next 0.5->H", "next 0.2->L", "next->merge.1"));
  EXPECT_THAT(shares.process().slots, IsEmpty());
  const Planned data(text("role Clerk", process,
                          "runs P  arrivals 5 per h  for 4w  draws claim.amount ~ uniform(1 EUR, 9_999 EUR)  "
                          "draws claim.kind ~ empirical(other: 40%, home: 60%)"));
  ASSERT_TRUE(data.plan);
  EXPECT_THAT(data.exits("split.1"), ElementsAre("next if->H", "next if->L", "next->merge.1"));
  EXPECT_THAT(data.exits("split.2"), ElementsAre("next if->end.1", "next->merge.2"));
  ASSERT_EQ(data.node("start.1").draws.size(), 2U);
  const plan::Draw& kind = data.node("start.1").draws[1];
  EXPECT_THAT(kind.distribution.points, ElementsAre(std::pair(1.0, 0.6), std::pair(2.0, 0.4)));
  EXPECT_THAT(data.process().slots[1].members, ElementsAre("motor", "home", "other"));
  // One drawn of two: never a mixture.
  const Planned half(
      text("role Clerk", process,
           "runs P  arrivals 5 per h  for 4w  draws claim.amount ~ uniform(1 EUR, 9_999 EUR)"));
  ASSERT_TRUE(half.plan);
  EXPECT_THAT(half.exits("split.1"), ElementsAre("next 0.5->H", "next 0.2->L", "next->merge.1"));
}

TEST(LowerPlan, ACallHandsItsDataOver) {
  const Planned planned(
      text("role Clerk",
           "record Claim { amount money EUR }\n"
           "process Inner(c: Claim) yields Done | Not {\n"
           "  if c.amount > 5 EUR ~ 1% { step Big by Clerk { takes 1min  updates c.amount } }\n"
           "  if ~ 50% { end Not } end Done }\n"
           "process P(claim: Claim) yields Done | Not { call Inner(claim) on Not -> end Not end Done }",
           "runs P  arrivals 5 per h  for 4w  draws claim.amount ~ exponential(9 EUR)"));
  ASSERT_TRUE(planned.plan);
  const plan::Node& call = planned.node("call.1");
  EXPECT_EQ(call.name, "Inner");
  ASSERT_EQ(call.arguments.size(), 1U);
  EXPECT_EQ(planned.process("Inner").slots[call.arguments[0].callee].id, "c.amount");
  EXPECT_THAT(planned.exits("call.1"), ElementsAre("next->end.2", "outcome->end.1"));
  EXPECT_THAT(planned.exits("split.1", "Inner"), ElementsAre("next if->Big", "next->merge.1"));
  EXPECT_THAT(planned.node("start.1", "Inner").draws, IsEmpty()) << "the caller has drawn it";
  EXPECT_EQ(planned.node("Big", "Inner").draws.size(), 1U) << "a field that is updated is drawn again";
}

TEST(LowerPlan, MeasuresOfTheProcessAndItsOutcomes) {
  const Planned planned(fmt::format(
      "{}role Clerk\noutcome Done {{ measure again when visits(A) > 1\n  measure often when again and "
      "cycle_time > 2d\n  measure asked \"only observed\" }}\n"
      "process P yields Done {{ step A by Clerk {{ takes 1min  fails 9% -> A }} }}\n"
      "scenario S {{ runs P  arrivals 5 per h  for 4w }}",
      office));
  ASSERT_TRUE(planned.plan);
  const plan::Process& process = planned.process();
  ASSERT_EQ(process.measures.size(), 2U);
  EXPECT_EQ(process.measures[0].id, "again");
  EXPECT_EQ(process.measures[1].id, "often");
  EXPECT_EQ(process.expressions[process.measures[1].expression].operation, plan::Operation::And);
}

TEST(LowerPlan, MeasuresOfCausesAndMissesAndWhatIsNotSimulated) {
  const Planned planned(fmt::format(
      "{}role Clerk\ncriterion Right {{ wrong in 5%  a miss costs 100 EUR }}\ncriterion Fair\noutcome Done "
      "{{\n"
      "  measure through when missed(Right)\n  measure unfair when missed(Fair)\n"
      "  measure waits when queue + meeting > 1h\n  measure dear when loss > 50 EUR\n"
      "  measure asked \"only observed\"\n  measure both when unfair and waits }}\noutcome Not\n"
      "process P(x: text) yields Done | Not {{\n"
      "  approval A by Clerk {{ judges Right, Fair  sees x  takes 1min  catches 50%  rejects -> end Not }}\n"
      "  end Done\n}}\n"
      "scenario S {{ runs P  arrivals 1h  for 1w }}\n",
      office));
  ASSERT_TRUE(planned.plan);
  const plan::Process& process = planned.process();
  ASSERT_EQ(process.measures.size(), 3U);
  EXPECT_EQ(process.expressions[process.measures[0].expression].operation, plan::Operation::Missed);
  EXPECT_EQ(process.measures[1].id, "waits");
  EXPECT_EQ(process.measures[2].id, "dear");
  EXPECT_THAT(process.not_simulated, testing::UnorderedElementsAre("unfair", "asked", "both"));
  const plan::ReadPlan read = plan::read_plan(json_of(*planned.plan));
  ASSERT_TRUE(read.plan);
  EXPECT_EQ(json_of(*read.plan), json_of(*planned.plan));
}

/// A gate less does not make the cases right.
TEST(LowerPlan, TruthOfWhatTheOldProcessAsked) {
  const Planned planned(fmt::format(
      "{}role Clerk\ncriterion Right {{ wrong in 5%  a miss costs 100 EUR }}\ncriterion Other {{ wrong in 5% "
      "}}\n"
      "outcome Done\noutcome Not\n"
      "process Old(x: text) yields Done | Not {{\n"
      "  approval A by Clerk {{ judges Right  sees x  takes 1min  catches 50%  rejects -> end Not }}\n"
      "  end Done\n}}\n"
      "process P(x: text) yields Done replaces Old {{ step B by Clerk {{ takes 1min }} }}\n"
      "scenario S {{ runs P  arrivals 1h  for 1w }}\n",
      office));
  ASSERT_TRUE(planned.plan);
  ASSERT_EQ(planned.plan->criteria.size(), 1U);
  EXPECT_EQ(planned.plan->criteria[0].id, "Right");
  EXPECT_EQ(planned.plan->criteria[0].wrong_in, 0.05);
}

/// Two processes side by side: what may be wrong with a case is asked by its own.
TEST(LowerPlan, TruthIsOfEachRun) {
  const Planned planned(fmt::format(
      "{}role Clerk\ncriterion Right {{ wrong in 5% }}\ncriterion Fair {{ wrong in 5% }}\n"
      "outcome Done\noutcome Not\n"
      "process P(x: text) yields Done | Not {{\n"
      "  approval A by Clerk {{ judges Right  sees x  takes 1min  catches 50%  rejects -> end Not }}\n"
      "  call C()\n  end Done\n}}\n"
      "process C yields Done {{ step D by Clerk {{ takes 1min  checks Fair }} }}\n"
      "process Q yields Done {{ step B by Clerk {{ takes 1min }} }}\n"
      "scenario S {{ runs P  arrivals 1h  runs Q  arrivals 1h  runs C  arrivals 1h  for 1w }}\n",
      office));
  ASSERT_TRUE(planned.plan);
  std::vector<std::vector<std::string>> truth;
  for (const plan::Run& run : planned.plan->runs) {
    auto& ids = truth.emplace_back();
    for (const plan::Index criterion : run.truth.value()) ids.push_back(planned.plan->criteria[criterion].id);
  }
  ASSERT_EQ(truth.size(), 3U);
  EXPECT_THAT(truth[0], ElementsAre("Right", "Fair"));
  EXPECT_THAT(truth[1], IsEmpty());
  EXPECT_THAT(truth[2], ElementsAre("Fair"));
}

/// One person has one calendar, and one share of it for this work.
TEST(LowerPlan, HoursAndShareOfAPersonInSeveralRoles) {
  const Planned planned(
      text("calendar Night { Mon..Fri 20:00-23:00 }\n"
           "role Clerk { hours Office  available 50% }\nrole Guard { hours Night  available 80% }\n"
           "role Any\nperson Ann plays Any, Guard, Clerk\nperson Bob plays Clerk, Guard\n"
           "person Cid plays Clerk { hours Night  available 100% }",
           "process P yields Done { step A by Clerk { takes 1min } step B by Guard { takes 1min } }"),
      "S",
      {"6:8 role-hours-differ: `Ann` plays roles of different hours: those of `Guard` are taken for all that "
       "`Ann` does",
       "7:8 role-hours-differ: `Bob` plays roles of different hours: those of `Clerk` are taken for all that "
       "`Bob` does"});
  ASSERT_TRUE(planned.plan);
  const auto calendar = [&](std::string_view person) {
    return planned.plan->calendars[planned.people(person).calendar].id;
  };
  EXPECT_EQ(calendar("Ann"), "Night");
  EXPECT_EQ(calendar("Bob"), "Office");
  EXPECT_EQ(calendar("Cid"), "Night");
  EXPECT_EQ(planned.people("Ann").available, 0.8);
  EXPECT_EQ(planned.people("Bob").available, 0.5);
  EXPECT_EQ(planned.people("Cid").available, 1);
}

TEST(LowerPlan, DutiesAndControls) {
  const Planned planned(text(
      "role Clerk { staff 3 }\ncontrol Four { cites \"x\"  requires 2 distinct approvers }",
      "process P(x: text) yields Done | Not {\n"
      "  step R by Clerk { takes 1min }\n"
      "  approval A by Clerk { judges Right  sees x  takes 1min  required by Four  rejects 2% -> end Not }\n"
      "  approval B by Clerk { judges Right  sees x  takes 1min  required by Four  rejects 2% -> end Not }\n"
      "  separate R, A\n  together R, B  end Done }"));
  ASSERT_TRUE(planned.plan);
  const auto& duties = planned.process().duties;
  ASSERT_EQ(duties.size(), 3U);
  EXPECT_FALSE(duties[0].together);
  EXPECT_TRUE(duties[1].together);
  EXPECT_EQ(duties[2].nodes.size(), 2U) << "the two approvers of the control";
}

/// simulation.md 3.11: what is inserted elsewhere changes no other draw.
TEST(LowerPlan, KeysStayWhenAStepIsInserted) {
  const std::string before =
      "process P(x: int) yields Done { if x > 5 ~ 20% { step A by Clerk { takes 1min } } wait for \"papers\" "
      "takes "
      "exponential(1h)  if ~ 30% \"late\" { step B by Clerk { takes 1min } } }";
  std::string after = before;
  after.replace(after.find("if x"), 2,
                "step Z by Clerk { takes 1min } if ~ 1% \"new\" { step Y by Clerk { takes 1min } } if");
  const Planned first(text("role Clerk", before));
  const Planned second(text("role Clerk", after));
  ASSERT_TRUE(first.plan && second.plan);
  std::vector<std::string> keys;
  for (const plan::Node& node : second.process().nodes) keys.push_back(node.key);
  for (const plan::Node& node : first.process().nodes)
    if (node.kind == plan::NodeKind::Split || node.kind == plan::NodeKind::Wait ||
        node.kind == plan::NodeKind::Work) {
      EXPECT_THAT(keys, testing::Contains(node.key));
    }
}

std::vector<std::string_view> refused(std::string_view actors, std::string_view process,
                                      const std::function<void(ir::Definition&)>& change) {
  sema::test::Compiled compiled = sema::test::compile(text(actors, process));
  EXPECT_THAT(compiled.messages(), IsEmpty());
  change(*compiled.analysis.definition);
  Diagnostics diagnostics;
  EXPECT_FALSE(lower_plan(compiled.definition(), {0}, compiled.sources, diagnostics));
  std::vector<std::string_view> names;
  for (const Diagnostic& one : diagnostics.all()) names.push_back(info(one.id).name);
  return names;
}

TEST(LowerPlan, RefusesWhatOnlyAnotherMachineKnows) {
  EXPECT_THAT(
      refused("role Clerk { hours Office }", "process P yields Done { step A by Clerk { takes 1min } }",
              [](ir::Definition& definition) { definition.calendars[0].timezone = "No/Where"; }),
      ElementsAre(info(sim::ZoneUnreadable).name));
}

TEST(LowerPlan, RefusesWhatCannotBeRun) {
  EXPECT_THAT(refused("role Clerk\ncommittee Board { members Clerk  meets every Mon 10:00 for 1h }",
                      "process P yields Done { step A by Board { takes 1min } }",
                      [](ir::Definition& definition) { definition.actors[1].quorum = 7; }),
              ElementsAre(info(sim::PlanProblem).name));
}

/// Everything that the compiler lowers is read back by the runtime, and is the same.
TEST(LowerPlan, EveryScenarioOfTheExamplesIsReadBack) {
  std::size_t plans = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WAIN_SOURCE_DIR "/examples")) {
    if (entry.path().extension() != ".wain") continue;
    SourceManager sources;
    Diagnostics messages;
    const std::string path = entry.path().string();
    const FileId root = sources.add(path, sema::read_file(path).text.value_or(""));
    const sema::Analysis analysis = sema::analyze(sources, root, sema::read_file, messages);
    const ir::Definition& definition = *analysis.definition;
    for (std::uint32_t i = 0; i < definition.scenarios.size(); ++i) {
      Diagnostics diagnostics;
      const auto plan = lower_plan(definition, {i}, sources, diagnostics);
      ASSERT_TRUE(plan) << entry.path() << diagnostics.all().front().message;
      const std::string json = json_of(*plan);
      const plan::ReadPlan read = plan::read_plan(json);
      for (const plan::Problem& problem : read.problems) ADD_FAILURE() << entry.path() << str(problem);
      if (read.plan) EXPECT_EQ(json_of(*read.plan), json);
      ++plans;
    }
  }
  EXPECT_GE(plans, 20U);
}

}  // namespace
}  // namespace wain::planning::test
