// Loads and queues (2.7, 2.8), and what cannot be computed (2.11).
#include <cmath>

#include "estimate/batch.h"
#include "small_process.h"

namespace wain::estimate::test {
namespace {

// Loads and queues -----------------------------------------------------------------------------------

TEST(Loads, AQueueInOpenTime) {
  const Estimated e(text("step Do by A { takes exponential(1h) }", "", "exponential(75min) during Office"));
  const Queue& queue = e.model().queue(e.actor("A"));
  ASSERT_TRUE(queue.wait);
  EXPECT_NEAR(queue.wait->elapsed_hours, 16.8, 1e-6);
  EXPECT_NEAR(e.model().cycle_with_queues(e.process())->hours, 21.0, 0.01);
}

TEST(Loads, RefusedQueues) {
  // (i) around the clock to people who are in on 40 of 168 hours
  const Estimated clock(text("step Do by A { takes 10min }", "", "192 per week"));
  EXPECT_TRUE(clock.says(clock.model().queue(clock.actor("A")).why, Kind::OutsideHours));
  // (ii) out of a meeting
  const Estimated fed(text(hearing + "\nstep Do by Free { takes 10min }", committee("every Thu 10:00"),
                           "10 per week during Office"));
  EXPECT_TRUE(fed.says(fed.model().queue(fed.actor("Free")).why, Kind::FedByMeeting));
  EXPECT_FALSE(fed.model().cycle_with_queues(fed.process()));
  // (iii) a person in two roles
  const Estimated roles(
      text("step Do by R1 { takes 10min }\nstep Do2 by R2 { takes 10min }",
           "role R1 { staff 2 hours Office }\nrole R2 { hours Office }\nperson Z plays R1, R2\n",
           "10 per week during Office"));
  EXPECT_TRUE(roles.says(roles.model().queue(roles.actor("R1")).why, Kind::PoolsDiffer));
  // (iv) duties
  const Estimated duties(
      text("step Do by Free { takes 10min }\nstep Do2 by Free { takes 10min }\nseparate Do, Do2", "",
           "10 per week during Office"));
  EXPECT_TRUE(duties.says(duties.model().queue(duties.actor("Free")).why, Kind::Priorities));
  // (v) too much
  const Estimated much(text("step Do by A { takes 1h }", "", "45 per week during Office"));
  EXPECT_TRUE(much.says(much.model().queue(much.actor("A")).why, Kind::LoadAbove));
  EXPECT_NEAR(much.model().loads().of(much.actor("A"))->load, 45.0 / 40, 1e-9);
  EXPECT_NEAR(much.model().loads().of(much.actor("A"))->growth_a_week, 5, 1e-9);
}

// Batches of ten or an hour, from all that comes by Monday and by Thursday: so many full ones and the rest a
// run.
TEST(Loads, BatchesOfWhatARunLetsGo) {
  const Estimated e(
      text("wait until Mon, Thu 09:00\nstep Send by A { takes 6min  batches 10 or 1h }", "", "70 per week"));
  const double batches = batches_of_bulk(30, 10).batches + batches_of_bulk(40, 10).batches;
  EXPECT_NEAR(e.model().loads().of(e.actor("A"))->offered, batches * 0.1, 1e-9);
  const double left_over = batches_of_bulk(30, 10).left_over + batches_of_bulk(40, 10).left_over;
  EXPECT_NEAR(e.model()
                  .times(e.process())
                  .nodes[e.node("Send").index]
                  ->causes[static_cast<std::size_t>(TimeCause::Batch)],
              left_over / 70, 1e-6);
}

TEST(Loads, BatchesWithALimitAreAsLargeAsTheHoursMakeThem) {
  // 80 a week from nine to five, batches of 10 or what came in 4 h; `wain simulate` of the same: 37.9 h a
  // week (20 replications of 40 weeks, half of the interval 0.24), 26.7 of them for `Sort`.
  const Estimated e(
      text("step Sort by Free { takes 20min }\nstep Send by Free { takes 60min  batches 10 or 4h }", "",
           "80 per week during Office"));
  EXPECT_NEAR(e.model().loads().of(e.actor("Free"))->offered, 37.9, 0.4);
}

TEST(Loads, SharedPersonsCountOnce) {
  const Estimated e(
      text("step Do by R1 { takes 1h }\nif ~ 50% { step Do2 by R2 { takes 1h } }",
           "role R1 { hours Office }\nrole R2 { hours Office }\nperson P1 plays R1\nperson P2 plays R1, R2\n",
           "60 per week during Office"));
  // R1: 60 h by P1 and P2, R2: 30 h by P2.
  const ActorLoad* load = e.model().loads().of(e.actor("R1"));
  EXPECT_NEAR(load->load, 1.125, 1e-9);
  EXPECT_EQ(load->with.size(), 2U);
  EXPECT_NEAR(e.model().loads().of(e.actor("R2"))->load, 1.125, 1e-9);
}

TEST(Loads, AuditsAndAvailability) {
  const Estimated e(
      text("step Do by A { takes 1h fails 50% -> Do }\naudit Look of Do by Half { samples 10% takes 2h }",
           "role Half { hours Office available 50% }\n", "20 per week during Office"));
  // 20 visits a week go well; a tenth is looked at for 2 h, in 20 h at hand.
  EXPECT_NEAR(e.model().loads().of(e.actor("Half"))->load, 4.0 / 20, 1e-9);
}

TEST(Loads, ClosedDaysOfTheWindow) {
  const Estimated e(text("step Do by E { takes 1h }",
                         "calendar Closed { Mon..Fri 09:00-17:00  closed 2026-01-05..2026-01-09 }\nperson E "
                         "{ hours Closed }\n") +
                    "scenario S { runs P  arrivals 20 per week during Office  for 2w }\n");
  EXPECT_NEAR(e.model().loads().of(e.actor("E"))->load, 1, 0.02);
}

// What cannot be computed ----------------------------------------------------------------------------

TEST(WhyNotTimes, NoTakes) {
  const Estimated e(text("step Do by A\nauto Next by M { takes 1h }"));
  const Times& times = e.model().times(e.process());
  EXPECT_FALSE(times.cycle);
  EXPECT_TRUE(e.says(times.why, Kind::NoTakes));
  EXPECT_FALSE(e.model().ceiling(e.process(), e.node("Next")));
  const Estimated skipped(text("if ~ 0% { step Do by A }\nwait 1h"));  // nobody comes there
  EXPECT_NEAR(skipped.cycle(), 1, 1e-9);
}

TEST(WhyNotTimes, NoHoursAndNoArrivalsAreSaid) {
  const Estimated e(text("step Do by Free { takes 1h }"));
  EXPECT_TRUE(e.says(e.model().times(e.process()).why, Kind::NoHours));
  const Estimated silent(text("step Do by Free { takes 1h }") + "scenario S { runs P }\n");
  EXPECT_TRUE(silent.says(silent.model().times(silent.process()).why, Kind::NoArrivals));
}

TEST(WhyNotTimes, AnEndlessLoopHasNoTimes) {
  const Estimated e(text("repeat { wait 1h } until ~ 0%"));
  EXPECT_FALSE(e.model().times(e.process()).cycle);
  EXPECT_TRUE(e.says(e.model().times(e.process()).why, Kind::EndlessLoop));
}

TEST(WhyNotTimes, OddCalendarsAndDurations) {
  const std::string minute =
      "calendar Minute { Mon 09:00-09:01  closed 2026-01-12..2026-12-31 }\nperson E { hours Minute }\n";
  const Estimated one(text("step Do by E { takes 30s }", minute, "10 per week during Office"));
  const Times& times = one.model().times(one.process());
  EXPECT_TRUE(times.cycle || !times.why.empty());
  if (times.cycle) EXPECT_TRUE(std::isfinite(times.cycle->hours));
  for (const char* takes : {"100000w", "lognormal(mean 1s, sd 9000w)", "lognormal(mean 1h, sd 1s)",
                            "weibull(shape 0.1, scale 1h)", "erlang(1000, mean 1h)",
                            "normal(mean 1s, sd 1000w)", "gamma(mean 1h, sd 1000h)"}) {
    const Estimated e(
        text("step Do by A { takes " + std::string(takes) + " }", "", "1 per week during Office"));
    const auto& cycle = e.model().times(e.process()).cycle;
    ASSERT_TRUE(cycle) << takes;
    EXPECT_TRUE(std::isfinite(cycle->hours)) << takes;
  }
}

TEST(WhyNotTimes, TenThousandStepsInOneLoop) {
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += "auto S" + std::to_string(i) + " by M { takes 1min }\n";
  const Estimated e(text(body + "approval G by A { judges C sees d takes 1min returns 50% -> S0 }"));
  const Times& times = e.model().times(e.process());  // CTest's TIMEOUT says that it ends
  EXPECT_TRUE(times.cycle || !times.why.empty());
}

}  // namespace
}  // namespace wain::estimate::test
