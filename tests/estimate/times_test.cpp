// Cycle times through whole processes (2.3 to 2.6, 2.9 to 2.11), against closed forms and a small simulation.
#include <cmath>
#include <random>

#include "estimate/batch.h"
#include "estimate/timeline.h"
#include "estimated.h"

namespace wain::estimate::test {
namespace {

using Kind = WhyNot::Kind;

const std::string start =
    "calendar Office { Mon..Fri 09:00-17:00 }\nperson A { hours Office }\nperson B { hours Office }\n"
    "role Free { staff 9 }\nmodel M { accountable A }\ncriterion C\ndocument D\noutcome Done { owner A }\n"
    "outcome No { owner A }\n";

std::string text(const std::string& body, const std::string& more = "", const std::string& arrivals = "") {
  std::string result = start + more + "process P(d: D) yields Done | No {\n" + body + "\nend Done\n}\n";
  if (!arrivals.empty()) result += "scenario S { runs P  arrivals " + arrivals + "  for 26w warmup 4w }\n";
  return result;
}

std::string committee(const std::string& meets, const std::string& more = "") {
  return "committee Board { members A, B  quorum 2  meets " + meets + " for 1h " + more + " }\n";
}
const std::string hearing = "approval Hear by Board { judges C sees d takes 0s rejects 0% -> end No }";

double cycle(const std::string& wain) { return Estimated(wain).cycle(); }

Mark mark_of(const Estimated& e) { return e.model().times(e.process()).cycle->mark; }

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

// Meetings -------------------------------------------------------------------------------------------

TEST(Times, UniformArrivalsToMeetings) {
  struct Row {
    const char* meets;
    const char* more;
    double days;
  };
  for (const Row& row : {Row{"every Thu 14:00", "", 3.5},
                         {"every Mon, Thu 14:00", "", 25.0 / 14},
                         {"every Mon, Wed, Fri 14:00", "", 17.0 / 14},
                         {"every Mon..Fri 14:00", "", 13.0 / 14},
                         {"every day 09:30", "", 13.0 / 14},
                         {"every Tue, Thu 10:00", "agenda closes 24h before", 3.071429}}) {
    const Estimated e(text(hearing, committee(row.meets, row.more)));
    EXPECT_NEAR(e.cycle() / 24, row.days, 0.001) << row.meets;
  }
  const Estimated quorum(
      text(hearing, "committee Board { members A, B  quorum 2 met 90%  meets every Thu 14:00 for 1h }\n"));
  EXPECT_NEAR(quorum.cycle() / 24, 4.277778, 0.001);
}

TEST(Times, TheFirstThursdayOfTheMonthOver400Years) {
  ir::Cadence cadence;
  cadence.kind = ir::Cadence::Kind::MonthlyNth;
  cadence.days = {ir::Weekday::Thu};
  cadence.ordinals = {1};
  const std::int32_t days = 146'097;
  const TimeZone utc;
  const std::vector<double> starts = Timeline::days(0, days).starts(cadence, &utc);
  EXPECT_EQ(starts.size(), 4800U);
  EXPECT_NEAR(mean_wait(starts, days * seconds_of_day) / seconds_of_day, 214291.0 / 13914, 1e-9);
}

TEST(Times, OfficeHoursArrivalsToAWeeklyMeeting) {
  struct Row {
    const char* meets;
    double hours;
  };
  for (const Row& row : {Row{"every Mon 09:00", 116},
                         {"every Tue 10:00", 103.2},
                         {"every Thu 10:00", 84},
                         {"every Fri 09:00", 77.6},
                         {"every Fri 16:00", 55.2}}) {
    const Estimated e(text(hearing, committee(row.meets), "1 per week during Office"));
    const auto wait = e.model().meeting_wait(e.process(), e.node("Hear"));
    ASSERT_TRUE(wait);
    EXPECT_NEAR(wait->hours, row.hours, 0.01) << row.meets;
  }
  const Estimated monday(text(hearing, committee("every Mon 16:00"), "1 per week during Office"));
  const auto best = monday.model().meeting_wait(monday.process(), monday.node("Hear"));
  EXPECT_EQ(best->best_day, ir::Weekday::Fri);  // nobody is in on Saturday
  EXPECT_NEAR(best->best_hours, 55.2, 0.01);
}

TEST(Times, AChainOfThreeMeetings) {
  const std::string gates =
      "approval G1 by C1 { judges C sees d takes 0s rejects 0% -> end No }\n"
      "approval G2 by C2 { judges C sees d takes 0s rejects 0% -> end No }\n"
      "approval G3 by C3 { judges C sees d takes 0s rejects 0% -> end No }";
  const std::string boards =
      "committee C1 { members A, B  meets every Thu 13:00 for 1h }\ncommittee C2 { members A, B  meets every "
      "Tue 10:00 for 1h }\n"
      "committee C3 { members A, B  meets every Fri 09:00 for 1h }\n";
  EXPECT_NEAR(cycle(text(gates, boards)), 272, 1e-6);
}

TEST(Times, SlotsWithinAMeeting) {
  // Four a week, each 10 min: its own and on average one and a half before it.
  const Estimated e(text("approval Hear by Board { judges C sees d takes 10min rejects 0% -> end No }",
                         committee("every Thu 10:00"), "4 per week"));
  const auto& time = e.model().times(e.process()).nodes[e.node("Hear").index];
  EXPECT_NEAR(time->elapsed - time->wait_for_meeting, (4 + 1) / 2.0 / 6, 1e-6);
}

TEST(Times, ANearlyFullAgendaWaitsLonger) {
  const auto weeks = [](const std::string& arrivals) {
    const Estimated e(text(hearing, committee("every Thu 10:00", "hears 5"), arrivals));
    return e.cycle() / 168;
  };
  EXPECT_NEAR(weeks("3 per week"), 0.566068, 1e-4);
  EXPECT_NEAR(weeks("4 per week"), 0.789060, 1e-4);
  const Estimated full(text(hearing, committee("every Thu 10:00", "hears 5"), "6 per week"));
  EXPECT_FALSE(full.model().times(full.process()).cycle);
  EXPECT_TRUE(full.says(full.model().times(full.process()).why, Kind::AgendaOverload));
  const Estimated uneven(text(hearing, committee("every Mon, Thu 10:00", "hears 3"), "4 per week"));
  EXPECT_TRUE(uneven.says(uneven.model().times(uneven.process()).why, Kind::AgendaLimit));
  EXPECT_EQ(mark_of(uneven), Mark::AtLeast);
}

TEST(Times, AQuorumNeedsMembersInHours) {
  const Estimated night(text(hearing, committee("every Thu 20:00")));
  EXPECT_FALSE(night.model().times(night.process()).cycle);
  EXPECT_TRUE(night.says(night.model().times(night.process()).why, Kind::NeverMeets));
  const Estimated half(text(hearing, committee("every Thu, Sat 10:00")));  // Saturdays fall out
  EXPECT_NEAR(half.cycle() / 24, 3.5, 0.001);
}

TEST(Times, WaitForARun) {
  EXPECT_NEAR(cycle(text("wait until Mon, Thu 17:00 agenda closes 24h before")) / 24, 25.0 / 14 + 1, 0.001);
  EXPECT_NEAR(cycle(text("wait until every day 12:00")) / 24, 0.5, 0.001);
}

TEST(Times, CommitteesThatAreAlwaysAtHandWorkInHours) {
  EXPECT_NEAR(cycle(text("approval Hear by Board { judges C sees d takes 1h rejects 0% -> end No }",
                         "committee Board { members A, B }\n", "10 per week during Office")),
              4.2, 0.01);
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
  EXPECT_EQ(mark_of(first), Mark::AtMost);
  EXPECT_GE(first.cycle(), 0.5);  // truth 1/2, at most min E
  EXPECT_NEAR(first.cycle(), 1, 1e-6);
  const Estimated all(text(parallel("", nine)));
  EXPECT_EQ(mark_of(all), Mark::AtLeast);
  EXPECT_LE(all.cycle(), 2.828968);
  const WhyNot* bounds = nullptr;
  for (const WhyNot& why : all.model().times(all.process()).why)
    if (why.kind == Kind::JoinBounds) bounds = &why;
  ASSERT_NE(bounds, nullptr);
  EXPECT_NEAR(bounds->a, 1, 1e-6);
  EXPECT_NEAR(bounds->b, 9, 1e-6);
  const Estimated some(text(parallel("join 2 of 3", three)));
  EXPECT_EQ(mark_of(some), Mark::About);  // truth 5/6
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

TEST(Times, ByOutcome) {
  const Estimated e(text("auto Fast by M { takes 1h fails 50% -> end No }\nwait 9h"));
  const Times& times = e.model().times(e.process());
  ASSERT_EQ(times.by_outcome.size(), 2U);
  for (const auto& [outcome, cycle] : times.by_outcome)
    EXPECT_NEAR(cycle.hours, e.definition()[outcome].name == "No" ? 1 : 10, 1e-6);
}

TEST(Times, SeveralEndsInOneOutcomeAreOneMean) {
  const Estimated e(text("auto Fast by M { takes 1h fails 25% -> end Done }\nwait 9h"));
  const Times& times = e.model().times(e.process());
  ASSERT_EQ(times.by_outcome.size(), 1U);
  EXPECT_NEAR(times.by_outcome.front().second.hours, 0.25 * 1 + 0.75 * 10, 1e-6);
  EXPECT_NEAR(times.by_outcome.front().second.hours, e.cycle(), 1e-9);
}

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
