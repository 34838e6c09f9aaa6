// Parallels, clocks, batches and calls (2.6, 2.9), against closed forms.

#include <functional>

#include "small_process.h"

namespace wain::estimate::test {
namespace {

// Joins ----------------------------------------------------------------------------------------------

std::string parallel(const std::string& rule, const std::vector<std::string>& branches) {
  std::string result = "parallel " + rule + " {\n";
  for (std::size_t i = 0; i < branches.size(); ++i)
    result += "branch B" + std::to_string(i) + " { " + branches[i] + " }\n";
  return result + "}\n";
}

TEST(Joins, ConstantsAreExact) {
  const std::vector<std::string> waits{"wait 1h", "wait 2h\nwait 30min", "wait 5h"};
  for (const auto& [rule, hours] : {std::pair{"", 5.0}, {"join first", 1.0}, {"join 2 of 3", 2.5}}) {
    const Estimated e(text(parallel(rule, waits) + "wait 1h"));
    EXPECT_NEAR(e.cycle(), hours + 1, 1e-6) << rule;
    EXPECT_EQ(mark_of(e), Mark::Exact) << rule;
  }
}

TEST(Joins, ConstantsAreExactForEachPhase) {
  // In the morning the machine is the slower one, in the evening the person.
  const Estimated e(
      text(parallel("", {"wait 4h", "step Do by A { takes 1h }"}), "", "10 per week during Office"));
  // From 9 to 16 the person needs 1 h: the wait of 4 h counts; later 17 h (65 h on Friday) and more.
  EXPECT_NEAR(e.cycle(), (7 * 4 + 1 * (0.8 * 17 + 0.2 * 65)) / 8, 0.1);
  EXPECT_EQ(mark_of(e), Mark::Exact);
}

TEST(Joins, BoundsWhereBranchesAreRandom) {
  const std::vector<std::string> two(2, "wait exponential(1h)"), three(3, "wait exponential(1h)"),
      nine(9, "wait exponential(1h)");
  const Estimated first(text(parallel("join first", two)));
  const Times quick =
      Models(first.definition(), Grain::Coarse).for_process(first.process()).times(first.process());
  EXPECT_EQ(quick.cycle->mark, Mark::AtMost);  // the linter has no time for more than min E
  EXPECT_NEAR(quick.cycle->hours, 1, 1e-6);
  const Estimated all(text(parallel("", nine)));
  EXPECT_EQ(mark_of(all), Mark::AtLeast);
  EXPECT_LE(all.cycle(), 2.828968);
  const WhyNot* bounds = nullptr;
  for (const WhyNot& why : all.model().times(all.process()).why)
    if (why.kind == Kind::JoinBounds) bounds = &why;
  ASSERT_NE(bounds, nullptr);
  EXPECT_NEAR(bounds->a, 1, 1e-6);
  EXPECT_NEAR(bounds->b, 9, 1e-6);
}

/// Against closed forms: races of exponential times, of any number of branches.
TEST(Joins, RacesAreFollowedByInstants) {
  struct Row {
    const char* rule;
    std::vector<std::string> branches;
    double hours;
  };
  const std::string
      hour = "wait exponential(1h)",
      refuse = "approval Ask by Free { judges C sees d takes exponential(1h) rejects 100% -> end No }",
      inner =
          "parallel join first { branch X { wait exponential(1h) } "
          "branch Y { wait exponential(1h) } }";
  for (const Row& row : {Row{"join first", {hour, hour}, 1.0 / 2},
                         {"join 2 of 3", {hour, hour, hour}, 5.0 / 6},
                         {"join first", {hour, "wait exponential(3h)"}, 3.0 / 4},
                         {"join 3 of 4", {hour, hour, hour, hour}, 13.0 / 12},
                         {"join first", {hour, inner}, 1.0 / 3},
                         // Who refuses does so before the others are done, or it takes no effect.
                         {"", {refuse, hour}, 1.0},
                         {"join first", {refuse, hour}, 1.0 / 2}}) {
    const Estimated e(text(parallel(row.rule, row.branches)));
    EXPECT_NEAR(e.cycle(), row.hours, 0.02 * row.hours) << row.rule << row.hours;
    EXPECT_EQ(mark_of(e), Mark::About) << row.rule;
  }
}

/// Instants of instants of instants, each round: what a walk cannot afford is not followed, and the rest is
/// told.
TEST(Joins, RacesWithinRacesInALoopHaveAFigure) {
  int names = 0;
  const std::function<std::string(int)> race = [&](int depth) -> std::string {
    std::string branches;
    for (int i = 0; i < 2; ++i) {
      const std::string name = std::to_string(names++);
      branches += "branch B" + name + " { ";
      branches += depth > 0 ? race(depth - 1) : "step S" + name + " by A { takes exponential(1h) }";
      branches += " }\n";
    }
    return "parallel join first {\n" + branches + "}\n";
  };
  const Estimated e(text("repeat { " + race(3) + "} until ~ 30%", "", "10 per week during Office"));
  EXPECT_GT(e.cycle(), 0);
  EXPECT_FALSE(e.says(e.model().times(e.process()).why, Kind::TooLarge));
}

/// A loop in a branch is walked for each instant; where one instant takes too long, none is.
TEST(Joins, ARaceOfLoopsHasAFigure) {
  const Estimated e(text(
      "parallel join first {\nbranch X { step Slow by A { takes exponential(3h) } }\nbranch Y { repeat {\n"
      "step Many by Free { takes lognormal(mean 60min, sd 60min) batches 5 or 1d }\nwait 1d } until ~ 60% "
      "}\n}",
      "", "60 per day during Office"));
  EXPECT_GT(e.cycle(), 0);
  EXPECT_FALSE(e.says(e.model().times(e.process()).why, Kind::TooLarge));
}

/// Where the figure is no bound any more, the mean of the slowest branch alone would be too low for nothing.
TEST(Joins, AllAreWaitedForAsTheyAreBehindARace) {
  const std::vector<std::string> two(2, "wait exponential(1h)");
  const Estimated e(text(parallel("join first", two) + "parallel { branch X { " + two[0] + " } branch Y { " +
                         two[0] + " } }"));
  EXPECT_NEAR(e.cycle(), 1.0 / 2 + 3.0 / 2, 0.04);
}

TEST(Joins, TheEndsOfARaceAreThoseOfWhoIsFirst) {
  const Estimated e(text(parallel(
      "join first", {"approval Ask by Free { judges C sees d takes exponential(1h) rejects 100% -> end No }",
                     "wait exponential(3h)"})));
  const Times& times = e.model().times(e.process());
  ASSERT_EQ(times.by_outcome.size(), 2U);
  for (const OutcomeTime& one : times.by_outcome)
    EXPECT_NEAR(one.share, e.definition()[one.outcome].name == "No" ? 0.75 : 0.25, 0.01);
}

TEST(Joins, NoBoundsWhereSoonerThroughIsNotSoonerDone) {
  const std::string
      gate = "approval Look by A { judges C sees d takes 1h rejects 0% -> end No }",
      clock = "approval Look by A { judges C sees d takes 1h rejects 0% -> end No after 4h approves }",
      race = parallel("join first", {"wait exponential(1h)", "wait exponential(1h)"}),
      all = parallel("", {"wait exponential(1h)", "wait exponential(1h)"});
  for (const auto& [body, mark] :
       {std::pair{all + gate, Mark::AtLeast},
        // At 16:59 it is looked at, and done in the morning; at 17:01 it is gone after 4 h.
        {race + clock, Mark::About},
        {all + clock, Mark::About},
        {race + gate, Mark::About},
        {clock + all, Mark::AtLeast},
        // Who is refused in one branch does not come through the other one later, but not at all.
        {parallel("join first", {"approval Ask by Free { judges C sees d takes 2h rejects 5% -> end No }",
                                 "wait exponential(3h)"}),
         Mark::About}})
    EXPECT_EQ(mark_of(Estimated(text(body))), mark) << body;
}

TEST(Joins, TheOtherBranchTakesNoTimeOfTheCase) {
  const Estimated e(text(parallel("", {"wait 10h", "auto Fast by M { takes 1h }"})));
  const Times& times = e.model().times(e.process());
  EXPECT_NEAR(times.nodes[e.node("Fast").index]->per_case, 0, 1e-9);
  EXPECT_NEAR(times.nodes[e.node("Fast").index]->elapsed, 1, 1e-9);
  EXPECT_NEAR(e.model().ceiling(e.process(), e.node("Fast"))->share, 0, 1e-12);
}

TEST(Joins, BranchesThatLeave) {
  const Estimated e(text(
      parallel("", {"approval Ask by Free { judges C sees d takes 2h rejects 50% -> end No }", "wait 6h"})));
  EXPECT_NEAR(e.cycle(), 0.5 * 2 + 0.5 * 6, 1e-6);
}

TEST(Joins, InclusiveBranches) {
  const Estimated e(text("parallel { branch X when ~ 50% { wait 10h } branch Y when ~ 50% { wait 4h } }"));
  EXPECT_NEAR(e.cycle(), 0.5 * 10 + 0.25 * 4, 1e-6);
}

TEST(Joins, FortyBranches) {
  std::vector<std::string> branches;
  for (int i = 0; i < 40; ++i)
    branches.push_back("step S" + std::to_string(i) + " by A { takes exponential(" + std::to_string(i + 1) +
                       "min) }");
  const Estimated e(text(parallel("", branches), "", "10 per week during Office"));
  EXPECT_GT(e.cycle(), 40.0 / 60);
  EXPECT_EQ(mark_of(e), Mark::AtLeast);
}

// Clocks, batches, calls -----------------------------------------------------------------------------

TEST(Times, ClocksRunInElapsedTime) {
  // Nobody is in at night and on weekends: after 4 h silence consents.
  const Estimated e(
      text("approval Look by A { judges C sees d takes 1h rejects 0% -> end No after 4h approves }"));
  // From 5 to 17 o'clock on working days it is looked at, else it waits 4 h.
  const Times& times = e.model().times(e.process());
  EXPECT_NEAR(times.nodes[e.node("Look").index]->touch, 60.0 / 168, 0.001);
  EXPECT_FALSE(e.says(times.why, Kind::ClockNotInVisits));
  const Models quick(e.definition(), Grain::Coarse);  // as the linter has it
  EXPECT_TRUE(e.says(quick.for_process(e.process()).times(e.process()).why, Kind::ClockNotInVisits));
  const Estimated moved(text(
      "approval Look by A { judges C sees d takes 1h rejects 0% -> end No escalates after 4h to Free }"));
  EXPECT_LE(moved.cycle(), 4 + 16 + 1);
  EXPECT_LT(moved.cycle(),
            cycle(text("approval Look by A { judges C sees d takes 1h rejects 0% -> end No }")));
}

TEST(Times, ClocksAreInTheVisits) {
  // Cases come at any time; those of the 16 h from Friday at five on wait for more than two days.
  const double late = 16.0 / 168;
  const std::string day = "10 per week",
                    gate = "approval Look by A { judges C sees d takes 1h rejects 5% -> end No ";
  const Estimated gone(
      text(gate + "after 2d rejects -> Remind }\nend Done\nstep Remind by B { takes 2h }\nend No", "", day));
  EXPECT_NEAR(gone.visits("Remind"), late, 1e-4);
  EXPECT_NEAR(gone.ends_in("No"), late + (1 - late) * 0.05, 1e-4);
  const std::vector<std::optional<NodeTime>>& nodes = gone.model().times(gone.process()).nodes;
  double per_case = 0;
  for (const std::optional<NodeTime>& node : nodes) per_case += node ? node->per_case : 0;
  EXPECT_NEAR(per_case, gone.cycle(), 1e-6);
  EXPECT_NEAR(nodes[gone.node("Remind").index]->touch, 2, 1e-6);
  const auto load = [](const Estimated& e, const char* name) {
    const ActorLoad* found = e.model().loads().of(e.actor(name));
    return found != nullptr ? found->load : -1;
  };
  EXPECT_NEAR(load(gone, "A"), (1 - late) * 10 / 40, 1e-4);
  EXPECT_NEAR(load(gone, "B"), late * 20 / 40, 1e-4);
  const Estimated moved(text(gate + "escalates after 2d to B }", "", day));
  EXPECT_NEAR(load(moved, "A"), (1 - late) * 10 / 40, 1e-4);
  EXPECT_NEAR(load(moved, "B"), late * 10 / 40, 1e-4);
  EXPECT_NEAR(moved.ends_in("No"), 0.05, 1e-9);
}

TEST(Times, Batches) {
  const std::string step = "step Do by Free { takes 0s batches 20 or 24h }";
  for (const auto& [arrivals, hours] :
       {std::pair{"84 per week", 12.823}, {"0.8 per hour", 11.043}, {"2 per hour", 4.750}})
    EXPECT_NEAR(cycle(text(step, "", arrivals)), hours, 0.001);
  const Estimated none(text(step));
  EXPECT_TRUE(none.says(none.model().times(none.process()).why, Kind::BatchNoArrivals));
  EXPECT_EQ(mark_of(none), Mark::AtLeast);
}

TEST(Times, Calls) {
  const Estimated e(
      start +
      "process Q(d: D) yields Done | No {\nstep In by A { takes 1h }\n"
      "approval Ask by A { judges C sees d takes 1h rejects 50% -> end No }\nend Done\n}\n"
      "process P(d: D) yields Done | No {\ncall Q(d) as Sub on No -> end No\nwait 10h\nend Done\n}\n"
      "scenario S { runs P  arrivals 10 per week during Office }\n");
  EXPECT_NEAR(e.cycle(), 8.4 + 5, 0.01);
  const auto& call = e.model().times(e.process()).nodes[e.node("Sub").index];
  EXPECT_NEAR(call->touch, 2, 1e-6);
  EXPECT_NEAR(call->elapsed, 8.4, 0.01);
}

/// Each calls the next one twice: that a walk would pass 2^40 steps is known before it begins.
TEST(Times, CallsThatDoubleAreTooLarge) {
  std::string wain = start;
  for (int i = 40; i >= 0; --i) {
    const std::string call = "call P" + std::to_string(i + 1) + "(d)\n";
    wain += "process P" + (i > 0 ? std::to_string(i) : "") + "(d: D) yields Done {\n" +
            (i < 40 ? call + call : "step Do by Free { takes 1h }\n") + "end Done\n}\n";
  }
  const Estimated e(wain);
  for (const char* large : {"P", "P10", "P20"})
    EXPECT_TRUE(e.says(e.model().times(e.process(large)).why, Kind::TooLarge)) << large;
  EXPECT_NEAR(e.model().times(e.process("P38")).cycle->hours, 4, 1e-6);
}

TEST(Times, ByOutcome) {
  const Estimated e(text("auto Fast by M { takes 1h fails 50% -> end No }\nwait 9h"));
  const Times& times = e.model().times(e.process());
  ASSERT_EQ(times.by_outcome.size(), 2U);
  for (const OutcomeTime& one : times.by_outcome) {
    EXPECT_NEAR(one.cycle.hours, e.definition()[one.outcome].name == "No" ? 1 : 10, 1e-6);
    EXPECT_NEAR(one.share, 0.5, 1e-6);
  }
}

TEST(Times, BehindARaceSharesOfOutcomesAreNotVisits) {
  const Estimated e(
      text("parallel join first {\n"
           "branch Ask { approval Ask by A { judges C sees d takes 1h rejects 30% -> end No } }\n"
           "branch Wait { wait 90h } }"));
  const Times& times = e.model().times(e.process());
  ASSERT_EQ(times.by_outcome.size(), 2U);
  for (const OutcomeTime& one : times.by_outcome)
    EXPECT_NEAR(one.share, e.definition()[one.outcome].name == "No" ? 0.3 : 0.7, 1e-6);
}

TEST(Times, SeveralEndsInOneOutcomeAreOneMean) {
  const Estimated e(text("auto Fast by M { takes 1h fails 25% -> end Done }\nwait 9h"));
  const Times& times = e.model().times(e.process());
  ASSERT_EQ(times.by_outcome.size(), 1U);
  EXPECT_NEAR(times.by_outcome.front().cycle.hours, 0.25 * 1 + 0.75 * 10, 1e-6);
  EXPECT_NEAR(times.by_outcome.front().cycle.hours, e.cycle(), 1e-9);
}

}  // namespace
}  // namespace wain::estimate::test
