/// Messages that are easy to double or to lose, with their places.
#include <gmock/gmock.h>

#include "sema/conformance.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> first_line(const std::string& text) {
  return compile(text + world + run).messages();
}

TEST(Overrides, SeveralExits) {
  EXPECT_THAT(
      messages("role R\noutcome O\nprocess P yields O {\n"
               " step S by R { fails 1% -> S  fails 2% -> end O }\n}\n"
               "scenario A { runs P  with S fails 3% }"),
      ElementsAre("6:29 override-several-exits: `S` has 2 `fails`: which one is meant cannot be said"));
}

TEST(Overrides, StaffBelowPersons) {
  EXPECT_THAT(messages("role R\nperson A plays R\nperson B plays R\noutcome O\n"
                       "process P yields O { step S by R }\nscenario A1 { runs P  with R staff 1 }"),
              ElementsAre("6:36 override-staff: `R` would have a staff of 1 and 2 declared persons"));
}

const std::string pair =
    "role A { staff 3 }\nrole B\nperson Mara plays A, B\n"
    "committee Both { members A, B  quorum 2 }\noutcome O\n"
    "process P yields O { step S by A }\n";

TEST(Overrides, AQuorumNeedsPeopleUnderTheStaffOfTheScenario) {
  EXPECT_THAT(messages(pair + "scenario T { runs P  with A staff 1 }"),
              ElementsAre("7:29 override-quorum: a quorum of 2 cannot be filled: `Both` has people for 1 of "
                          "its 2 seats"));
  EXPECT_THAT(messages(pair + "scenario T { runs P  with A staff 1  with B staff 2 }"), IsEmpty());
  EXPECT_THAT(messages(pair + "scenario T { runs P  with A staff 1  with Both quorum 1 }"), IsEmpty());
}

TEST(Overrides, WhatIsInheritedIsReportedOnce) {
  EXPECT_THAT(
      messages(pair + "scenario T { runs P  with A staff 1 }\nscenario U from T { with S takes 1min }\n"
                      "scenario V from U"),
      testing::SizeIs(1));
  const Compiled c = compile(pair +
                             "scenario T { runs P  with A staff 1  with Both quorum 1 }\n"
                             "scenario U from T { with Both quorum 2 }");
  EXPECT_THAT(c.names(), ElementsAre("8:31 override-quorum"));
}

TEST(Overrides, TheOnlyNoOfATruthfulGateHasNoShare) {
  EXPECT_THAT(first_line("scenario X from A { with G rejects 3% }\n"),
              ElementsAre("1:28 share-and-truth: `rejects` of `G` carries a share, and `T` says how often a "
                          "case is wrong"));
}

TEST(Overrides, AStepIsCalledAStep) {
  EXPECT_THAT(first_line("scenario X from A { with S rejects 3% }\n"),
              ElementsAre("1:28 override-misfit: `S` is a step and has no `rejects`"));
}

TEST(Statistics, TooManyParts) {
  EXPECT_THAT(
      first_line("expect mean(A.P.S.x.y) < 5d\n"),
      ElementsAre("1:13 statistic-too-long: `A.P.S.x.y` has too many parts: a scenario, an element and "
                  "a measure"));
}

TEST(Statistics, AnElementOfAProcessIsNoAlias) {
  EXPECT_THAT(
      first_line("expect mean(A.P.Zed.cycle_time) < 5d\n"),
      ElementsAre("1:17 unknown-element: no step, outcome or actor of this scenario is called `Zed`"));
  EXPECT_THAT(first_line("expect mean(A.Q1.S.cycle_time) < 5d\n"),
              ElementsAre("1:15 unknown-element: no step, outcome or actor of this scenario is called `Q1`"));
}

TEST(Statistics, MissedThroughAnAlias) {
  EXPECT_THAT(said("import \"org.wain\" as org\nrole Me\nexpect share(org.Base.missed.org.Sound) < 5%"),
              IsEmpty());
  EXPECT_THAT(said("import \"org.wain\" as org\noutcome O { good when share(missed.org.Sound) < 5% }"),
              IsEmpty());
  EXPECT_THAT(
      said("import \"org.wain\" as org\nrole Me\nexpect share(org.Base.org.Good.missed(org.Sound)) < 5%"),
      IsEmpty());
  EXPECT_THAT(said("import \"org.wain\" as org\nrole Me\nexpect share(org.Base.org.Good.missed.Sound) < 5%"),
              IsEmpty());
  EXPECT_THAT(said("import \"org.wain\" as org\nrole Me\nexpect share(org.Base.missed.org.Zed) < 5%"),
              ElementsAre("unknown-name"));
}

TEST(Types, MembersAndFunctions) {
  EXPECT_THAT(messages("record A { k org.x | y }"),
              ElementsAre("1:14 qualified-member: the members of an enum are plain names"));
  EXPECT_THAT(messages("outcome O { measure m when sum(S) > 1 }"),
              ElementsAre("1:28 unknown-measure-function: `sum` is not a function: a measure knows `visits`, "
                          "`missed` and `count`"));
}

TEST(Replaces, ARenamedParameterIsOneMistake) {
  const std::string old = "role R\noutcome O\nprocess A(claim: text, age: int) yields O { step S by R }\n";
  EXPECT_THAT(
      messages(old + "process B(case: text, age: int) yields O replaces A { step S by R }"),
      ElementsAre("4:11 replaces-parameter-missing: `B` replaces `A`, but has no parameter `claim: text`"));
  EXPECT_THAT(names(old + "process B(age: int) yields O replaces A { step S by R }"),
              ElementsAre("4:39 replaces-parameter-missing"));
  EXPECT_THAT(names(old + "process B(claim: text, age: int, x: int) yields O replaces A { step S by R }"),
              ElementsAre("4:34 replaces-parameter-extra"));
  EXPECT_THAT(names(old + "process B(age: int, claim: text) yields O replaces A { step S by R }"), IsEmpty());
}

TEST(Outcomes, OneOwner) {
  EXPECT_THAT(names("role A\nrole B\noutcome O { owner A  owner B }"), ElementsAre("3:22 property-twice"));
}

TEST(Actors, MachinesServeAlways) {
  const std::string hours = "calendar H { Mon 09:00-10:00 }\n";
  EXPECT_THAT(names(hours + "system S { hours H }\nmodel M { hours H }"),
              ElementsAre("2:12 misplaced-property", "3:11 misplaced-property"));
}

TEST(Actors, AnyActorMayBeNamedAccountable) {
  EXPECT_THAT(names("role R\ncommittee C { members R }\nsystem S\nmodel M { accountable C }\n"
                    "model N { accountable S }"),
              IsEmpty());
}

TEST(Calendars, WithoutHoursTheyAreOpenAroundTheClock) {
  const Compiled c = compile("calendar H { timezone \"Europe/Berlin\"  closed 2026-12-25 }");
  EXPECT_THAT(c.messages(), IsEmpty());
  const ir::Calendar& calendar = c.definition().calendars.at(0);
  ASSERT_EQ(calendar.hours.size(), 1U);
  EXPECT_EQ(calendar.hours[0].days.size(), 7U);
  ASSERT_EQ(calendar.hours[0].ranges.size(), 1U);
  EXPECT_EQ(calendar.hours[0].ranges[0].first.str(), "00:00");
  EXPECT_EQ(calendar.hours[0].ranges[0].second.str(), "24:00");
}

TEST(Steps, AProductIsNamedOnce) {
  EXPECT_THAT(names("role R\noutcome O\nprocess P yields O { step S by R { produces a: int, a: int } }"),
              ElementsAre("3:53 named-twice"));
}

TEST(Graph, BranchesWithACondition) {
  const Compiled c = compile(
      "role R\noutcome O\nprocess P yields O {\n"
      " parallel { branch A when ~ 5% { step S by R }  branch B { } }\n}");
  const ir::Process& process = c.definition().processes.at(0);
  std::vector<ir::EdgeKind> kinds;
  for (const ir::Node& node : process.nodes)
    if (node.kind == ir::NodeKind::Fork)
      for (const ir::EdgeId edge : node.out) kinds.push_back(process[edge].kind);
  EXPECT_THAT(kinds, ElementsAre(ir::EdgeKind::When, ir::EdgeKind::Branch));
}

}  // namespace
}  // namespace wain::sema::test
