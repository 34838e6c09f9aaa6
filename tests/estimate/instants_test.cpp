// What comes at one instant, and what leaves a parallel first: an instant decides between now and next week.
#include "small_process.h"

namespace wain::estimate::test {
namespace {

TEST(Instants, WhoComesWithARunLeavesWithIt) {
  // Half of the cases wait for Monday noon, the others half an hour and then for Monday noon; the second wait
  // costs the first nothing, and an instant later it would be a week.
  const Estimated e(
      text("choose { when ~ 50% \"now\" { wait until Mon 12:00 } otherwise { wait uniform(0s, 1h) } }\n"
           "wait until Mon 12:00"));
  EXPECT_NEAR(e.cycle(), 0.5 * 84 + 0.5 * 84.5, 0.05);
}

TEST(Instants, WorkThatEndsAtClosingDoesNotWaitForTheMorning) {
  // Two hours and six are a day: who came overnight is done at five, who came during the day at the same time
  // on the next one. 20 h to the next opening on average; 24 h of four days and 72 h of the fifth.
  const Estimated e(text("step Do by A { takes 2h }\nstep Then by B { takes 6h }"));
  EXPECT_NEAR(e.cycle(), 128.0 / 168 * (20 + 8) + 40.0 / 168 * (0.8 * 24 + 0.2 * 72), 0.05);
  EXPECT_EQ(mark_of(e), Mark::Exact);
}

TEST(Instants, ABranchThatTakesNoTimeAtARunIsNotTheSlowerOne) {
  const Estimated e(
      text("wait until every day 09:30\n"
           "parallel { branch B1 { wait 9h } branch B2 { wait until every day 09:30 } }"));
  EXPECT_NEAR(e.cycle(), 12 + 9, 0.01);
}

TEST(Instants, TheSoonerOfTwoWhoMayLeaveLeavesFirst) {
  // Half leave after an hour, half of the others after ten, and the rest go on then.
  const Estimated e(
      text("parallel {\n"
           "branch B1 { approval Fast by Free { judges C sees d takes 1h rejects 50% -> end No } }\n"
           "branch B2 { approval Slow by Free { judges C sees d takes 10h rejects 50% -> end No } }\n"
           "}"));
  EXPECT_NEAR(e.cycle(), 0.5 * 1 + 0.5 * 10, 1e-6);
  EXPECT_EQ(mark_of(e), Mark::About);
}

// Clocks that take away what nobody has time for.

TEST(Clocks, WhatFitsWithoutThemIsNoQueueThatGrows) {
  const std::string gate =
      "approval Hear by A { judges C sees d takes 1h rejects 30% -> end No after 1d rejects -> end No }";
  const Estimated e(text(gate, "", "60 per week during Office"));
  const ActorLoad& load = *e.model().loads().of(e.actor("A"));
  EXPECT_NEAR(load.load, 1.5, 1e-9);
  EXPECT_EQ(load.growth_a_week, 0);
  EXPECT_NEAR(load.to_clock_a_week, 20, 1e-9);
  EXPECT_TRUE(e.says(e.model().queue(e.actor("A")).why, Kind::LoadToClock));
  // What has no clock is too much by itself.
  const Estimated more(text(gate + "\nstep Do by A { takes 1h }", "", "60 per week during Office"));
  EXPECT_EQ(more.model().loads().of(more.actor("A"))->to_clock_a_week, 0);
  EXPECT_GT(more.model().loads().of(more.actor("A"))->growth_a_week, 0);
}

TEST(Clocks, AnAgendaThatTheyEmptyIsNotFull) {
  // Sixty a week for a meeting of four, and all but those of the last six hours before it are gone by then.
  const std::string gate =
      "approval Hear by Board { judges C sees d takes 15min rejects 0% -> end No after 6h approves }";
  const Estimated e(text(gate, committee("every Thu 14:00"), "60 per week during Office"));
  ASSERT_TRUE(e.model().times(e.process()).cycle);
  EXPECT_LT(e.cycle(), 6.1);
  EXPECT_GT(e.cycle(), 5.5);
}

TEST(Clocks, BesideARaceAnAgendaIsFullAtMost) {
  const std::string race = "parallel join first { branch B1 { " + hearing + " } branch B2 { wait 1h } }";
  const Estimated e(text(race, committee("every Thu 14:00", "hears 3"), "20 per week during Office"));
  ASSERT_TRUE(e.model().times(e.process()).cycle);
  EXPECT_TRUE(e.says(e.model().times(e.process()).why, Kind::AgendaMayOverflow));
  EXPECT_NEAR(e.cycle(), 1 - 0.5 / 40, 1e-3);  // of one of 40 hours the meeting is sooner
}

}  // namespace
}  // namespace wain::estimate::test
