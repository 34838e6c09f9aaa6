#include <gmock/gmock.h>

#include "sema/compile.h"

namespace wain::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string world = R"(
calendar Office { Mon..Fri 09:00-17:00 }
role Clerk { staff 2 hours Office }
person Boss plays Chief
role Chief
system Ledger
committee Board { members Chief, Clerk quorum 2 meets every Thu 10:00 for 1h }
criterion Fair
outcome Done { good when p90(cycle_time) <= 5d  good when share(again) <= 2%  measure again when visits(Check) > 1 }
outcome Declined
record Claim { amount money EUR  kind motor | home }
document Letter
process A(claim: Claim) yields Done | Declined {
  measure large when claim.amount > 10 EUR and visits(Check) >= 1
  measure nps "asked"
  step Register by Clerk { takes 10min  produces letter: Letter }
  approval Check by Chief { judges Fair sees claim takes 5min rejects 5% -> end Declined returns 20% -> Register fails 10% -> Register }
  auto Pay by Ledger { takes 1s  updates claim.amount }
  audit Sample of Pay by Clerk { samples 5% finds 1% within 9d judges Fair takes 1min }
  end Done
}
process B(claim: Claim) yields Done | Declined replaces A {
  auto Check by Ledger { takes 1s }
  end Done
}
scenario Today {
  starts 2026-01-05 runs A arrivals exponential(12min) during Office draws claim.amount ~ 5 EUR
  for 12w warmup 2w replications 30 seed 7
}
)";
/// A text after the world stands on line 1.
Compiled with_world(const std::string& text) { return compile(text + world); }
std::vector<std::string> errors(const std::string& text) { return with_world(text).messages(); }

TEST(Scenarios, TheWorldIsRight) { EXPECT_THAT(errors(""), IsEmpty()); }

TEST(Scenarios, SettingsAreInheritedAndOwnLinesWin) {
  const Compiled c = with_world(
      "scenario S from Today { seed 8 draws claim.amount ~ 6 EUR with Check takes 1min with Clerk staff 3 }");
  EXPECT_THAT(c.messages(), IsEmpty());
  const ir::Scenario& s = c.definition().scenarios.at(0);
  EXPECT_EQ(s.seed, 8U);
  EXPECT_EQ(s.replications, 30U);
  EXPECT_EQ(s.length->str(), "12w");
  ASSERT_EQ(s.runs.size(), 1U);
  EXPECT_TRUE(s.runs[0].arrivals->gaps.has_value());
  ASSERT_EQ(s.draws.size(), 1U);
  EXPECT_EQ(ir::str(s.draws[0].distribution.parameters[0]), "6 EUR");
  EXPECT_EQ(s.overrides.size(), 2U);
}

TEST(Scenarios, AReplacementRunsWithTheArrivalsOfTheReplaced) {
  const Compiled c = with_world("scenario S from Today { runs B }");
  EXPECT_THAT(c.messages(), IsEmpty());
  const ir::Scenario& s = c.definition().scenarios.at(0);
  EXPECT_EQ(c.definition()[s.runs.at(0).process].name, "B");
  EXPECT_TRUE(s.runs[0].arrivals.has_value());
  EXPECT_EQ(s.draws.size(), 1U);
  EXPECT_EQ(s.draws[0].process, s.runs[0].process);
}

TEST(Scenarios, InheritedLinesThatFindNoNameAreDroppedWithAnInfo) {
  const Compiled c = with_world(
      "scenario R from S { runs B }\nscenario S from Today { with Register takes 1min }\nscenario Q from R { "
      "seed 1 }");
  EXPECT_THAT(
      c.messages(),
      ElementsAre(
          "1:17 inherited-line-dropped: the inherited `with Register` finds no name in `B` and is dropped"));
  EXPECT_THAT(c.notes(), ElementsAre("2:25 the line is inherited from here"));
  EXPECT_EQ(c.diagnostics.all()[0].level, Level::Info);
  EXPECT_THAT(c.definition().scenarios.at(0).overrides, IsEmpty());
}

TEST(Scenarios, FromCircles) {
  const Compiled c = with_world("scenario S from T\nscenario T from S");
  EXPECT_THAT(c.messages(), ElementsAre("1:17 scenario-circle: the scenario `S` inherits from itself"));
  EXPECT_THAT(c.notes(), ElementsAre("2:17 `T` inherits here"));
  EXPECT_THAT(errors("scenario S from S"),
              ElementsAre("1:17 scenario-circle: the scenario `S` inherits from itself"));
  EXPECT_THAT(errors("scenario S from Todai"),
              ElementsAre("1:17 unknown-name: `Todai` is not declared: expected a scenario"));
  EXPECT_THAT(errors("scenario S from Clerk"),
              ElementsAre("1:17 wrong-kind: expected a scenario, found the role `Clerk`"));
}

TEST(Scenarios, AChainOfManyIsNoRecursion) {
  std::string text = "scenario S0 from Today\n";
  for (int i = 1; i < 20'000; ++i) text += fmt::format("scenario S{} from S{}\n", i, i - 1);
  EXPECT_THAT(errors(text), IsEmpty());
}

TEST(Scenarios, RunsAndArrivals) {
  EXPECT_THAT(errors("scenario S { runs A arrivals 40 per day during Office runs B arrivals 2.5 per hour }"),
              IsEmpty());
  EXPECT_THAT(errors("scenario S { runs A runs A }"),
              ElementsAre("1:21 run-twice: `A` is run a second time in this scenario"));
  EXPECT_THAT(
      errors("scenario S { arrivals 4 per day }"),
      ElementsAre(
          "1:14 arrivals-without-runs: `arrivals` belongs to the `runs` before it, and there is none"));
  EXPECT_THAT(
      errors("scenario S { runs A arrivals 4 per month }"),
      ElementsAre("1:36 rate-unit: arrivals are `per hour`, `per day` or `per week`, found `per month`"));
  EXPECT_THAT(errors("scenario S { runs A arrivals 1h per day }"),
              ElementsAre("1:30 rate-not-number: a rate is a plain number greater than 0, found `1h`"));
  EXPECT_THAT(errors("scenario S { runs A arrivals 0 per day }"),
              ElementsAre("1:30 rate-not-number: a rate is a plain number greater than 0, found `0`"));
  EXPECT_THAT(errors("scenario S { runs A arrivals 40 }"),
              ElementsAre("1:30 parameter-type: expected a duration, found an int"));
  EXPECT_THAT(errors("scenario S { runs A arrivals 0s }"),
              ElementsAre("1:30 gaps-are-zero: the time between arrivals must be able to be longer than 0"));
  EXPECT_THAT(errors("scenario S { runs A arrivals 1h arrivals 2h }"),
              ElementsAre("1:33 property-twice: `arrivals` is given a second time"));
  EXPECT_THAT(
      errors("scenario T { runs A runs B }\nscenario S from T { arrivals 1h }"),
      ElementsAre("2:21 arrivals-ambiguous: `arrivals` stands before any `runs`, and 2 are inherited"));
  EXPECT_THAT(errors("scenario S from Today { arrivals 1h }"), IsEmpty());
  EXPECT_THAT(errors("scenario S { runs Fair }"),
              ElementsAre("1:19 wrong-kind: expected a process, found the criterion `Fair`"));
}

TEST(Scenarios, Settings) {
  EXPECT_THAT(errors("scenario S { seed 1 seed 2 }"),
              ElementsAre("1:21 property-twice: `seed` is given a second time"));
  EXPECT_THAT(errors("scenario S { for 0s }"),
              ElementsAre("1:18 parameter-not-positive: `for` must be greater than 0, found 0s"));
  EXPECT_THAT(errors("scenario S { for 1w warmup 1w }"),
              ElementsAre("1:21 warmup-too-long: a warmup of 1w leaves nothing of 1w"));
  EXPECT_THAT(errors("scenario S from Today { for 2w }"),
              ElementsAre("1:25 warmup-too-long: a warmup of 2w leaves nothing of 2w"));
  EXPECT_THAT(errors("scenario S { replications 0 }"),
              ElementsAre("1:27 too-small: `replications` is at least 1, found 0"));
  EXPECT_THAT(errors("scenario S { starts 2026-02-30 }"),
              ElementsAre("1:21 no-such-date: `2026-02-30` is not a day of the calendar"));
}

TEST(Scenarios, Draws) {
  EXPECT_THAT(errors("scenario S { runs A draws claim.amount ~ 1 EUR at Pay draws claim.amount ~ 2 EUR }"),
              IsEmpty());
  EXPECT_THAT(errors("scenario S { runs A draws A.claim.amount ~ 1 EUR }"), IsEmpty());
  EXPECT_THAT(errors("scenario S { runs A draws clam.amount ~ 1 EUR }"),
              ElementsAre("1:27 unknown-draw: no process of this scenario has data called `clam`"));
  EXPECT_THAT(errors("scenario S { runs A draws claim.amont ~ 1 EUR }"),
              ElementsAre("1:33 unknown-field: `Claim` has no field `amont`"));
  EXPECT_THAT(errors("scenario S { runs A runs B draws claim.amont ~ 1 EUR }"),
              ElementsAre("1:40 unknown-field: `Claim` has no field `amont`"));
  EXPECT_THAT(errors("scenario S { runs A draws claim ~ 1 EUR }"),
              ElementsAre("1:27 draw-of-no-scalar: `claim` is the record `Claim`: draw its fields"));
  EXPECT_THAT(errors("scenario S { runs A draws letter ~ 1 EUR }"),
              ElementsAre("1:27 draw-of-opaque: `letter` is the document `Letter`, which cannot be drawn"));
  EXPECT_THAT(errors("scenario S { runs A draws claim.amount ~ 1 EUR draws claim.amount ~ 1 EUR }"),
              ElementsAre("1:54 draw-twice: `claim.amount` is drawn a second time"));
  EXPECT_THAT(errors("scenario S { runs A draws claim.amount ~ 1 EUR at Pax }"),
              ElementsAre("1:51 draw-at-unknown: no step of `A` is called `Pax`"));
  EXPECT_THAT(errors("scenario S { runs A draws claim.kind ~ motor at Pay }"),
              ElementsAre("1:49 draw-at-elsewhere: `Pay` does not write `claim`"));
}

TEST(Overrides, StepsWinOverActorsAndAProcessDisambiguates) {
  EXPECT_THAT(errors("scenario S { runs A runs B with A.Check takes 1min with B.Check takes 1s }"),
              IsEmpty());
  const Compiled c = with_world("scenario S { runs A runs B with Check takes 1min }");
  EXPECT_THAT(
      c.messages(),
      ElementsAre("1:33 ambiguous-step: several processes have a step `Check`: write `Process.Check`"));
  EXPECT_THAT(errors("scenario S { runs A with Chekc takes 1min }"),
              ElementsAre("1:26 unknown-override: no step of this scenario and no actor is called `Chekc`"));
  EXPECT_THAT(errors("scenario S { runs A with Office takes 1min }"),
              ElementsAre("1:26 unknown-override: no step of this scenario and no actor is called `Office`"));
}

TEST(Overrides, EveryProperty) {
  EXPECT_THAT(
      errors("scenario S { runs A with Check takes 1min rejects 1% returns 2% fails 3% costs 1 EUR per case "
             "with Sample samples 9%\n"
             "with Clerk staff 4 available 50% costs 2 EUR per h hours Office with Ledger capacity 3\n"
             "with Board meets every day 10:00 for 1h hears 3 quorum 1 met 90% }"),
      IsEmpty());
  EXPECT_THAT(errors("scenario S { runs A with Register rejects 1% }"),
              ElementsAre("1:35 override-misfit: `Register` is a step and has no `rejects`"));
  EXPECT_THAT(errors("scenario S { runs A with Clerk takes 1h }"),
              ElementsAre("1:32 override-misfit: `Clerk` is a role and has no `takes`"));
  EXPECT_THAT(errors("scenario S { runs A with Clerk capacity 3 }"),
              ElementsAre("1:32 override-misfit: `Clerk` is a role and has no `capacity`"));
  EXPECT_THAT(errors("scenario S { runs A with Register fails 1% }"),
              ElementsAre("1:35 override-no-exit: `Register` has no `fails` that could be replaced"));
  EXPECT_THAT(errors("scenario S { runs A with Check takes 1h with Check takes 2h }"),
              ElementsAre("1:52 override-twice: `takes` of `Check` is replaced a second time"));
  EXPECT_THAT(errors("scenario S { runs A with Check takes 5 }"),
              ElementsAre("1:38 parameter-type: expected a duration, found an int"));
  EXPECT_THAT(
      errors("scenario S { runs A with Board quorum 3 }"),
      ElementsAre(
          "1:32 override-quorum: a quorum of 3 cannot be filled: `Board` has people for 2 of its 2 seats"));
  EXPECT_THAT(errors("scenario S { runs A with Chief staff 0 }"),
              ElementsAre("1:38 too-small: `staff` is at least 1, found 0"));
}

TEST(Overrides, SharesAreCheckedAgain) {
  EXPECT_THAT(errors("scenario S { runs A with Check rejects 70% }"), IsEmpty());
  EXPECT_THAT(errors("scenario S { runs A with Check rejects 71% }"),
              ElementsAre("1:21 override-shares: the exits of `Check` now sum to 101%"));
}

TEST(Expectations, WellTyped) {
  for (const char* text :
       {"mean(Today.cycle_time) <= 50% of mean(Today.cycle_time)", "p90(Today.cycle_time) <= 2d",
        "share(Today.Declined) <= 10%", "mean(Today.Check.waiting_time) <= 4h",
        "mean(Today.Declined.cycle_time) < 1d", "max(Today.Clerk.load) <= 95%", "mean(Today.Clerk.queue) < 3",
        "mean(Today.rework) < 1.5", "mean(Today.cost) < 5 EUR",
        "median(Today.effort) > median(Today.touch_time)", "share(Today.large) < 5%",
        "share(Today.again) < 5%", "mean(Today.A.Check.waiting_time) < 1h", "mean(Today.nps) > 8",
        "mean(Today.loss) < 5 EUR", "share(Today.missed.Fair) < 1%", "mean(Today.Check.visits) < 2",
        "mean(Today.Check.cost) < Limit"})
    EXPECT_THAT(errors(std::string("constant Limit = 3 EUR expect ") + text), IsEmpty()) << text;
}

TEST(Expectations, Mistakes) {
  EXPECT_THAT(errors("expect mean(Todai.cycle_time) < 1d"),
              ElementsAre("1:13 unknown-name: `Todai` is not declared: expected a scenario"));
  EXPECT_THAT(errors("expect mean(Today.cycle_tme) < 1d"),
              ElementsAre("1:19 unknown-measure: no measure is called `cycle_tme`"));
  EXPECT_THAT(errors("expect avg(Today.cycle_time) < 1d"),
              ElementsAre("1:8 unknown-statistic: `avg` is not a statistic: there are `mean`, `median`, "
                          "`p10` to `p99`, `max` and `share`"));
  EXPECT_THAT(errors("expect p9(Today.cycle_time) < 1d").size(), 1U);
  EXPECT_THAT(
      errors("expect mean(Today.cycle_time) == 1d"),
      ElementsAre("1:31 statistic-equality: statistics are compared by `<`, `<=`, `>` or `>=`, found `==`"));
  const Compiled types = with_world("expect mean(Today.cycle_time) < 3 EUR");
  EXPECT_THAT(types.messages(), ElementsAre("1:33 type-mismatch: cannot compare a duration with money EUR"));
  EXPECT_THAT(types.notes(), ElementsAre("1:8 this is a duration", "1:33 this is money EUR"));
  EXPECT_THAT(errors("expect mean(Today.cycle_time) < mean(Today.cost)").size(), 1U);
  const Compiled share = with_world("expect share(Today.Declined) < 0.1");
  EXPECT_THAT(share.names(), ElementsAre("1:32 type-mismatch"));
  EXPECT_THAT(share.notes(), testing::Contains("write `10%`"));
  EXPECT_THAT(errors("expect share(Today.cycle_time) < 1%"),
              ElementsAre("1:14 share-of-no-bool: `share` takes an outcome or a measure that is true or "
                          "false, found a duration"));
  EXPECT_THAT(
      errors("expect mean(Today.again) < 1%"),
      ElementsAre("1:13 statistic-of-bool: `Today.again` is true or false: only `share` applies to it"));
  EXPECT_THAT(
      errors("expect share(Today.Declind) < 1%"),
      ElementsAre("1:20 unknown-share: no outcome of this scenario and no measure is called `Declind`"));
  EXPECT_THAT(errors("expect mean(Today) < 1d"),
              ElementsAre("1:13 statistic-without-measure: `Today` names no measure"));
  EXPECT_THAT(
      errors("expect mean(Today.Chek.cost) < 1 EUR"),
      ElementsAre("1:19 unknown-element: no step, outcome or actor of this scenario is called `Chek`"));
  EXPECT_THAT(errors("expect mean(Today.Clerk.cost) < 1 EUR"),
              ElementsAre("1:25 no-such-measure: the role `Clerk` has no measure `cost`"));
  EXPECT_THAT(errors("expect mean(Today.cycle_time) < 2 of mean(Today.cycle_time)"),
              ElementsAre("1:33 factor-not-percent: expected a percentage before `of`, found `2`"));
}

TEST(Expectations, BrokenProcessesExplainUnknownNames) {
  EXPECT_EQ(errors("process X() yields Done { step Y by Nobody { takes 1h } end Done }\n"
                   "scenario S { runs X with Z takes 1h draws z ~ 1 }\nexpect mean(S.Z.cost) < 1 EUR")
                .size(),
            1U);
}

TEST(Outcomes, GoodWhenAndMeasures) {
  EXPECT_THAT(errors("outcome X { good when p90(cycle_time) <= 5 }"),
              ElementsAre("1:42 type-mismatch: cannot compare a duration with an int"));
  EXPECT_THAT(errors("outcome X { good when p90(Today.cycle_time) <= 5d }"),
              ElementsAre("1:27 good-when-scope: `good when` speaks about the cases of its outcome: it names "
                          "a measure only"));
  EXPECT_THAT(errors("outcome X { good when share(unknown) <= 5% }"),
              ElementsAre("1:29 unknown-measure: no measure is called `unknown`"));
  EXPECT_THAT(errors("outcome X { measure m when visits(Chek) > 1 }"),
              ElementsAre("1:35 unknown-step: no step is called `Chek`"));
  EXPECT_THAT(errors("outcome X { measure m when visits(Check) }"),
              ElementsAre("1:28 not-a-condition: expected a condition, found an int"));
  EXPECT_THAT(errors("outcome X { measure m when n and visits(Check) > 1 measure n when cycle_time > 3d and "
                     "not missed(Fair) }"),
              IsEmpty());
  EXPECT_THAT(errors("outcome X { measure m when n measure n when m }"),
              ElementsAre("1:21 measure-circle: the measure `m` is defined by itself"));
  EXPECT_THAT(errors("outcome X { measure m measure m }"),
              ElementsAre("1:31 duplicate-name: `m` is declared a second time"));
  EXPECT_THAT(errors("outcome X { measure rework }"),
              ElementsAre("1:21 measure-is-built-in: `rework` is a built-in measure"));
  EXPECT_THAT(errors("outcome X { measure m when cost > 3 EUR or rework > 2 }"), IsEmpty());
  EXPECT_THAT(errors("outcome X { owner Ledger }"), IsEmpty());  // a finding of the linter
  EXPECT_THAT(errors("outcome X { owner Fair }"),
              ElementsAre("1:19 wrong-kind: expected an actor, found the criterion `Fair`"));
  EXPECT_THAT(errors("outcome X { owner Clerk requires Fair observed { cases 10 } }"), IsEmpty());
  EXPECT_THAT(errors("outcome X { observed { cases 10 rejects 11 } }"),
              ElementsAre("1:13 observed-too-many: 11 exits were counted in 10 cases"));
}

}  // namespace
}  // namespace wain::sema::test
