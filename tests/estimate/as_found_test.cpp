// The example of the essay: where the time goes (../shared/acceptance/as-found.wain, its figures).
#include <chrono>

#include "estimated.h"

namespace wain::estimate::test {
namespace {

const std::string as_found =
    R"(calendar OfficeHours { timezone "America/New_York"  Mon..Fri 09:00-17:00 }
person Analyst { hours OfficeHours  costs 55 USD per h  reports to Director }
person Approver { hours OfficeHours  costs 90 USD per h  reports to Director }
person Director { hours OfficeHours  costs 160 USD per h }
committee ThursdayCommittee { members Analyst, Approver, Director  quorum 2  meets every Thu 10:00 for 2h  hears 60 }
model Summariser { capacity 4  costs 0.30 USD per case }
document CaseFile
document Summary
document Exceptions
criterion FactsRight
criterion WithinPolicy
outcome Decided
outcome Declined
process HandleCase(file: CaseFile) yields Decided | Declined {
  auto Summarise by Summariser { takes 2min  reads file  produces summary: Summary, exceptions: Exceptions  checks FactsRight }
  step CheckSummary by Analyst { takes lognormal(mean 25min, sd 10min)  reads file, summary }
  approval DownTheHall by Approver { judges WithinPolicy  sees file, summary, exceptions  takes 10min  rejects 3% -> end Declined }
  approval ThursdayMeeting by ThursdayCommittee { judges WithinPolicy  sees summary  takes 2min  rejects 0.4% -> end Declined }
  end Decided
}
scenario AsFound { runs HandleCase  arrivals exponential(1h) during OfficeHours  for 26w   warmup 4w   replications 20   seed 1 }
scenario TenTimesFaster from AsFound { with Summarise takes 12s }
scenario Slow from AsFound { with Summarise takes 20min }
)";

struct AsFound : Estimated {
  AsFound() : Estimated(as_found) {}
  [[nodiscard]] ir::ProcessId id() const { return process("HandleCase"); }
  [[nodiscard]] ir::NodeId at(std::string_view name) const { return node(name, "HandleCase"); }
  [[nodiscard]] const Model& as_it_is() const { return models.of(scenario("AsFound")); }
};

TEST(AsFoundCase, TheCycleTime) {
  const AsFound e;
  EXPECT_NEAR(e.as_it_is().times(e.id()).cycle->hours, 84.71, 0.015);
  EXPECT_EQ(e.as_it_is().times(e.id()).cycle->mark, Mark::Exact);
  EXPECT_NEAR(e.as_it_is().cycle_with_queues(e.id())->hours, 85.5, 0.05);
}

TEST(AsFoundCase, WhatAnInfinitelyFastMachineBuys) {
  const AsFound e;
  const auto ceiling = e.as_it_is().ceiling(e.id(), e.at("Summarise"));
  ASSERT_TRUE(ceiling);
  EXPECT_NEAR(ceiling->saved.hours * 60, 8.14, 0.3);
  EXPECT_NEAR(ceiling->share, 0.0016, 0.0001);
  // The scenario that is ten times faster buys nine tenths of it, about.
  const double faster = e.models.of(e.scenario("TenTimesFaster")).times(e.id()).cycle->hours;
  EXPECT_LT(e.as_it_is().times(e.id()).cycle->hours - faster, ceiling->saved.hours);
  EXPECT_GT(e.models.of(e.scenario("Slow")).times(e.id()).cycle->hours, 84.8);
}

TEST(AsFoundCase, TheGatesTakeTheTime) {
  const AsFound e;
  const Times& times = e.as_it_is().times(e.id());
  double gates = 0, all = 0, causes = 0;
  for (std::size_t i = 0; i < times.nodes.size(); ++i) {
    if (!times.nodes[i]) continue;
    all += times.nodes[i]->per_case;
    for (const double cause : times.nodes[i]->causes) causes += cause;
    if (ir::NodeId{static_cast<std::uint32_t>(i)} != e.at("Summarise")) gates += times.nodes[i]->per_case;
  }
  EXPECT_NEAR(all, times.cycle->hours, 1e-6);
  EXPECT_NEAR(causes, times.cycle->hours, 1e-6);
  EXPECT_NEAR(gates / all, 0.9996, 0.00005);
  const NodeTime& step = *times.nodes[e.at("CheckSummary").index];
  EXPECT_NEAR(step.touch, 25.0 / 60, 1e-9);
  EXPECT_NEAR(step.waiting, step.elapsed - step.touch, 1e-12);
}

TEST(AsFoundCase, LoadsAndQueues) {
  const AsFound e;
  const Loads& loads = e.as_it_is().loads();
  EXPECT_TRUE(loads.steady);
  const ActorLoad* analyst = loads.of(e.actor("Analyst"));
  ASSERT_NE(analyst, nullptr);
  EXPECT_NEAR(analyst->offered, 40 * 25.0 / 60, 1e-9);
  EXPECT_NEAR(analyst->available, 38, 0.01);  // two hours of Thursday go to the meeting
  EXPECT_NEAR(analyst->load, analyst->offered / analyst->available, 1e-12);
  EXPECT_NEAR(analyst->headroom, 1 / analyst->load - 1, 1e-12);
  EXPECT_EQ(loads.of(e.actor("Director")), nullptr);
  const Queue& queue = e.as_it_is().queue(e.actor("Analyst"));
  ASSERT_TRUE(queue.wait);
  EXPECT_NEAR(queue.wait->open_hours * 60, 10.36, 0.005);
  EXPECT_NEAR(queue.wait->elapsed_hours * 60, 10.36 * 4.2, 0.02);
  EXPECT_NEAR(e.as_it_is().queue(e.actor("Approver")).wait->open_hours * 60, 1.0, 0.05);
}

TEST(AsFoundCase, TheDayAloneHalvesTheWait) {
  const AsFound e;
  const auto wait = e.as_it_is().meeting_wait(e.id(), e.at("ThursdayMeeting"));
  ASSERT_TRUE(wait);
  EXPECT_NEAR(wait->hours, 84.0, 0.05);
  EXPECT_EQ(wait->best_day, ir::Weekday::Fri);
  EXPECT_LT(wait->best_hours, 78);
}

TEST(AsFoundCase, WhatOneJudgmentCosts) {
  const AsFound e;
  EXPECT_NEAR(*e.as_it_is().effort_hours(e.id(), e.at("DownTheHall")), 1.0 / 6, 1e-12);
  EXPECT_NEAR(e.as_it_is().effort_cost(e.id(), e.at("DownTheHall"))->amount, 15, 1e-9);
  EXPECT_NEAR(e.as_it_is().effort_cost(e.id(), e.at("Summarise"))->amount, 0.30, 1e-12);
  // Two hours of three people, shared by the 38.8 cases of a meeting.
  EXPECT_NEAR(*e.as_it_is().heard_a_meeting(e.actor("ThursdayCommittee")), 38.8, 1e-9);
  EXPECT_NEAR(*e.as_it_is().effort_hours(e.id(), e.at("ThursdayMeeting")), 6 / 38.8, 1e-6);
  EXPECT_NEAR(e.as_it_is().effort_cost(e.id(), e.at("ThursdayMeeting"))->amount, 2 * 305 / 38.8, 1e-4);
}

TEST(AsFoundCase, WithoutAScenarioCasesComeAllWeek) {
  const AsFound e;
  const Model& without = e.models.of({});
  const Times& times = without.times(e.id());
  ASSERT_TRUE(times.cycle);
  EXPECT_TRUE(e.says(times.why, WhyNot::Kind::NoScenario));
  EXPECT_TRUE(e.says(without.queue(e.actor("Analyst")).why, WhyNot::Kind::NoQueueNoArrivals));
  EXPECT_TRUE(without.loads().actors.empty());
}

TEST(AsFoundCase, AboutAMillisecond) {
  const AsFound e;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(e.as_it_is().times(e.id()).cycle);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(200));  // sanitizers, too
}

}  // namespace
}  // namespace wain::estimate::test
