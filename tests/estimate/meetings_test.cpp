// Meetings and runs on a cadence (2.5), against closed forms.

#include "estimate/timeline.h"
#include "small_process.h"

namespace wain::estimate::test {
namespace {

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

/// Who has been heard once waits from that afternoon on, and stands before those who come the next day: most
/// of them are done with 40 min of work before five. By `wain simulate`, 40 replications with enough people:
/// 56.67 h ± 0.19. All gates alike: 61.1 h.
TEST(Times, AMeetingHearsCasesInOrderOfArrival) {
  const std::string board =
      "committee Board { members A, B  quorum 2  meets every Mon, Tue, Wed, Thu, Fri 15:00 for 8h }\n";
  const std::string heard = " by Board { judges C sees d takes 2min rejects 0% -> end No }\n";
  const Estimated e(
      text("approval First" + heard + "approval Second" + heard + "step Do by A { takes 40min }", board,
           "48 per day during Office"));
  EXPECT_NEAR(e.cycle(), 56.67, 0.3);
  EXPECT_EQ(mark_of(e), Mark::Exact);
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

}  // namespace
}  // namespace wain::estimate::test
