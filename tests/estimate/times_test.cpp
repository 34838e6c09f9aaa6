// Cycle times through whole processes (2.3, 2.4), against closed forms and a small simulation.
#include <cmath>
#include <random>

#include "estimate/timeline.h"
#include "small_process.h"

namespace wain::estimate::test {
namespace {

// Work in hours --------------------------------------------------------------------------------------

TEST(Times, WorkInHoursFromOfficeHoursAndFromAllWeek) {
  struct Row {
    const char* takes;
    double open, any;
  };
  for (const Row& row : {Row{"25min", 1.75, 15.9722},
                         {"1h", 4.2, 17.0},
                         {"8h", 33.6, 29.3333},
                         {"10h", 42, 49.6190},
                         {"40h", 168, 152.7619},
                         {"lognormal(mean 1h, sd 2h)", 4.2, -1},
                         {"exponential(8h)", 33.6, -1}}) {
    const std::string step = "step Do by A { takes " + std::string(row.takes) + " }";
    EXPECT_NEAR(cycle(text(step, "", "10 per week during Office")), row.open, 0.01) << row.takes;
    if (row.any > 0) EXPECT_NEAR(cycle(text(step)), row.any, 0.02) << row.takes;
  }
}

TEST(Times, WorkThatBeginsAtOnceIsCutWhereItsTailRunsOverAClosing) {
  // From Monday at nine, with 8 h a day. Exponential work of mean m: each further day that is left of it is
  // another night, and each sixth one a weekend.
  const double mean = 6;
  double exponential = mean;
  for (int day = 1; day < 100; ++day) exponential += std::exp(-8 * day / mean) * (day % 5 == 0 ? 64 : 16);
  // Triangular work is left for a second day in (9 - 8)² of (9 - 1.5) (9 - 3) cases.
  const double triangular = 4.5 + 16 / 45.0;
  for (const auto& [takes, expected] :
       {std::pair("exponential(6h)", exponential), std::pair("triangular(90min, 3h, 9h)", triangular)}) {
    const Estimated e(text("wait until Mon 09:00\nstep Do by A { takes " + std::string(takes) + " }"));
    const std::vector<std::optional<NodeTime>>& nodes = e.model().times(e.process()).nodes;
    EXPECT_NEAR(nodes[e.node("Do").index]->elapsed, expected, 0.015 * expected) << takes;
  }
}

TEST(Times, PointsOfAnEmpiricalDistributionAreWhatTheyAre) {
  const std::string work = "step Do by A { takes empirical(1h: 97%, 9h: 3%) }";
  const Estimated e(text("wait until Mon 09:00\n" + work));
  EXPECT_NEAR(e.model().times(e.process()).nodes[e.node("Do").index]->elapsed, 0.97 + 0.03 * 25, 1e-6);
}

TEST(Times, WorkOfThoseWhoAreThereInPartTakesSoMuchLonger) {
  const std::string part = "role Part { staff 9  hours Office  available 50% }\n";
  const Estimated e(text("step Do by Part { takes 1h }", part, "10 per week during Office"));
  EXPECT_NEAR(e.cycle(), 2 * 4.2, 0.01);
  EXPECT_NEAR(e.model().times(e.process()).nodes[e.node("Do").index]->touch, 1, 1e-6);
  EXPECT_NEAR(cycle(text("step Do by Elsewhere { takes 1h }", "role Elsewhere { staff 9  available 25% }\n")),
              4, 1e-6);
}

TEST(Times, CasesOfOneMeetingLeaveItOneAfterAnother) {
  // 40 of 3 min from nine on: half of them are done by ten, when the clerk leaves for the day.
  const std::string people =
      "calendar Morning { Mon..Fri 09:00-10:00 }\nrole Clerk { staff 99  hours Morning }\n"
      "committee Board { members A, B  quorum 2  meets every Mon 09:00 for 4h }\n";
  const Estimated e(
      text("approval Hear by Board { judges C sees d takes 3min rejects 0% -> end No }\n"
           "step Do by Clerk { takes 0s }",
           people, "40 per week during Office"));
  EXPECT_NEAR(e.model().times(e.process()).nodes[e.node("Do").index]->elapsed, 0.5 * 22.5, 0.5);
}

TEST(Times, AMeetingAfterALongGapHearsMore) {
  // Of 40 cases a week Monday hears the 32 of Tuesday to Friday, and Tuesday the 8 of Monday.
  const Estimated e(text("approval Hear by Board { judges C sees d takes 3min rejects 0% -> end No }",
                         "committee Board { members A, B  quorum 2  meets every Mon, Tue 09:00 for 4h }\n",
                         "40 per week during Office"));
  const NodeTime heard = *e.model().times(e.process()).nodes[e.node("Hear").index];
  EXPECT_NEAR((heard.waiting - heard.wait_for_meeting) * 60, 0.8 * 31 * 3 / 2 + 0.2 * 7 * 3 / 2, 0.1);
}

TEST(Times, MachinesAndTimersHaveNoHours) {
  EXPECT_NEAR(cycle(text("auto Do by M { takes gamma(mean 3h, sd 2h) }\nwait 14d\nwait for \"x\" takes 2d")),
              3 + 16 * 24, 1e-6);
  EXPECT_NEAR(cycle(text("auto Do by M")), 0, 1e-9);  // without `takes` a machine needs no time
}

TEST(Times, RepeatedWorkAddsUpOverLoops) {
  // t·T/A is exact for every distribution of the whole work: rounds of one hour, two on average.
  EXPECT_NEAR(
      cycle(text("repeat { step Do by A { takes 1h } } until ~ 50%", "", "10 per week during Office")),
      2 * 4.2, 0.02);
  // A loop that is left in 1 of 1,000 rounds.
  EXPECT_NEAR(
      cycle(text("repeat { step Do by A { takes 10min } } until ~ 0.1%", "", "1 per week during Office")),
      1000 * 4.2 / 6, 1);
}

TEST(Times, AgainstASmallSimulation) {
  const Estimated e(
      text("auto First by M { takes exponential(3h) }\n"
           "approval Look by A { judges C sees d takes uniform(10min, 50min) rejects 10% -> end No returns "
           "20% -> First }\n"
           "wait 5h\nstep Do by B { takes lognormal(mean 2h, sd 1h) }",
           "", "10 per week during Office"));
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform;
  const double s2 = std::log1p(0.25);
  std::lognormal_distribution<double> lognormal(std::log(2) - s2 / 2, std::sqrt(s2));
  std::exponential_distribution<double> exponential(1.0 / 3);
  std::vector<Interval> blocks;
  for (int i = 0; i < 5; ++i) blocks.push_back({i * 24.0 + 9, i * 24.0 + 17});
  const Hours office(blocks, 168, true);
  double sum = 0, squares = 0;
  constexpr int cases = 400'000;
  for (int i = 0; i < cases; ++i) {
    const double begin = std::floor(uniform(random) * 5) * 24 + 9 + 8 * uniform(random);
    double t = begin;
    bool approved = false;
    while (true) {
      t += exponential(random);
      t = *office.finish(*office.open(t), (10 + 40 * uniform(random)) / 60);
      const double exit = uniform(random);
      if (exit < 0.1) break;
      if (exit < 0.3) continue;
      approved = true;
      break;
    }
    if (approved) t = *office.finish(*office.open(t + 5), lognormal(random));
    sum += t - begin;
    squares += (t - begin) * (t - begin);
  }
  const double mean = sum / cases, error = std::sqrt((squares / cases - mean * mean) / cases);
  EXPECT_NEAR(e.cycle(), mean, 4 * error + 0.003 * mean);
}

// Lines of days --------------------------------------------------------------------------------------

TEST(Times, MeetingsOnAHorizon) {
  const Estimated every_two(
      text(hearing, committee("every 2 weeks on Thu 14:00 from 2026-01-08"), "10 per week"));
  EXPECT_NEAR(every_two.cycle() / 24, 7, 0.35);
  const Estimated monthly(text(hearing, committee("1st Thu of month 14:00"), "10 per week"));
  EXPECT_NEAR(monthly.cycle() / 24, 15.4, 1.5);
}

TEST(Times, ClosedDaysLeftOut) {
  const auto times = [](const std::string& closed, Grain how) {
    const std::string hours = "calendar Hours { timezone \"Europe/Berlin\"  Mon..Fri 09:00-17:00  " + closed +
                              " }\nperson E { hours Hours }\n";
    const Estimated e(text("step Do by E { takes 1h }", hours, "10 per week during Hours"));
    return Model(e.definition(), e.scenario("S"), how).times(e.process());
  };
  const Times week = times("", Grain::Fine);
  const Times left_out = times("closed 2026-03-02..2026-03-06", Grain::Coarse);
  ASSERT_TRUE(week.cycle && left_out.cycle);
  EXPECT_NEAR(left_out.cycle->hours, week.cycle->hours, 1e-9);
  EXPECT_EQ(week.cycle->mark, Mark::Exact);
  EXPECT_EQ(left_out.cycle->mark, Mark::About);
  const auto says = [](const Times& of) {
    return std::any_of(of.why.begin(), of.why.end(),
                       [](const WhyNot& why) { return why.kind == WhyNot::Kind::ClosedDays; });
  };
  EXPECT_TRUE(says(left_out));
  EXPECT_FALSE(says(week));
  // Where it is closed for months, a week would not do.
  const std::string long_closed = "closed 2026-01-12..2026-04-12";
  EXPECT_DOUBLE_EQ(times(long_closed, Grain::Coarse).cycle->hours,
                   times(long_closed, Grain::Fine).cycle->hours);
}

TEST(Times, ClosedDaysAndZones) {
  const std::string closed =
      "calendar Closed { timezone \"Europe/Berlin\"  Mon..Fri 09:00-17:00  closed 2026-03-02..2026-03-06 "
      "}\nperson E { hours Closed }\n";
  const double with_holiday = cycle(text("step Do by E { takes 1h }", closed, "10 per week during Closed"));
  EXPECT_GT(with_holiday, 4.25);
  EXPECT_LT(with_holiday, 6);
  // Handed from New York to Berlin: most of New York's day Berlin is closed.
  const std::string two =
      "calendar York { timezone \"America/New_York\"  Mon..Fri 09:00-17:00 }\n"
      "calendar Berlin { timezone \"Europe/Berlin\"  Mon..Fri 09:00-17:00 }\nperson E { hours Berlin }\n";
  EXPECT_GT(cycle(text("step Do by E { takes 10min }", two, "10 per week during York")), 15);
}

TEST(Times, ACommitteeThatMeetsInTheFarFuture) {
  const Estimated e(text(hearing, committee("every 2 weeks on Thu 14:00 from 2099-01-01"), "10 per week"));
  EXPECT_FALSE(e.model().times(e.process()).cycle);
  EXPECT_FALSE(e.model().times(e.process()).why.empty());
}

}  // namespace
}  // namespace wain::estimate::test
