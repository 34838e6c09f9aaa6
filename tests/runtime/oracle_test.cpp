// Closed forms of queueing theory, which the engine's own intervals must hold.
#include <cmath>

#include "built_plan.h"
#include "runtime/statistics/intervals.h"

namespace wain::runtime {
namespace {

std::vector<Sum> sums_of(const SimulationResult& result, const std::vector<Cause>& of) {
  std::vector<Sum> sums;
  for (const ReplicationResult& replication : result.replications) {
    Sum& sum = sums.emplace_back();
    for (const CellSums& cell : replication.cells) {
      sum.count += static_cast<double>(cell.cases);
      for (const Cause cause : of)
        sum.sum +=
            static_cast<double>(cell.time[static_cast<std::size_t>(cause)]) / static_cast<double>(hour);
    }
  }
  return sums;
}

void expect_sound(const SimulationResult& result) {
  for (const ReplicationResult& replication : result.replications) {
    EXPECT_EQ(replication.identity_broken, 0U);
    EXPECT_EQ(replication.stop, Stop::None) << replication.stopped;
    if (replication.live_at_end == 0) EXPECT_TRUE(replication.live == replication.sojourn);
  }
}

/// Wide enough that a sound engine fails once in ten thousand seeds.
constexpr double sure = 0.9999;

/// Mean wait of a station with mean service 1 h in which `servers` work.
void expect_wait(double per_hour, std::uint32_t servers, const plan::Distribution& service, double wait) {
  Built b;
  b.chain({b.work("A", b.role("Clerk", servers), service), b.end()});
  b.run(exponential_time(static_cast<std::int64_t>(static_cast<double>(hour) / per_hour)));
  b.plan.length = 21'000 * hour;
  b.plan.warmup = 1'000 * hour;
  b.plan.seed = 11;
  SimulateOptions options;
  options.replications = 20;
  const SimulationResult result = simulate(b.plan, options);
  expect_sound(result);
  const auto mean = ratio_mean(sums_of(result, {Cause::Queue}), sure);
  EXPECT_LE(mean->low, wait);
  EXPECT_GE(mean->high, wait);
  EXPECT_LT(mean->high - mean->low, 0.5 * wait);
}

TEST(Oracles, ErlangC) {
  expect_wait(0.5, 1, exponential_time(hour), 1);
  expect_wait(1, 2, exponential_time(hour), 1.0 / 3);
  expect_wait(2, 3, exponential_time(hour), 4.0 / 9);
  expect_wait(4, 5, exponential_time(hour), 0.5541125541);
}

TEST(Oracles, PollaczekKhinchine) {
  using Kind = plan::Distribution::Kind;
  const auto mean = static_cast<double>(hour);
  expect_wait(0.8, 1, constant(hour), 2);
  expect_wait(0.8, 1, {Kind::Gamma, mean, mean * std::sqrt(0.5), 0, 1, {}}, 3);
  expect_wait(0.8, 1, exponential_time(hour), 4);
  expect_wait(0.8, 1, {Kind::Lognormal, mean, 2 * mean, 0, 1, {}}, 10);
}

TEST(Oracles, JacksonNetworkWithReturns) {
  // Two stations in series, a quarter of the cases goes back to the first: loads 0.8 and 0.533.
  Built b;
  const Index first = b.work("A", b.role("First"), exponential_time(hour));
  const Index gate = b.node("Gate", plan::NodeKind::Gate), last = b.end();
  b.at(gate).pool = b.role("Second");
  b.at(gate).takes = exponential_time(40 * minute);
  b.arc(gate, first, plan::ExitKind::Return).share = 0.25;
  b.chain({first, gate, last});
  b.run(exponential_time(100 * minute));
  b.plan.length = 41'000 * hour;
  b.plan.warmup = 1'000 * hour;
  SimulateOptions options;
  options.replications = 20;
  const SimulationResult result = simulate(b.plan, options);
  expect_sound(result);
  const auto mean = ratio_mean(sums_of(result, {Cause::Queue, Cause::WorkHuman}), sure);
  const double expected = (0.8 / 0.2 + (8.0 / 15) / (7.0 / 15)) / 0.6;
  EXPECT_LE(mean->low, expected);
  EXPECT_GE(mean->high, expected);
}

/// Mean wait for meetings under arrivals that are uniform over time: hours.
double meeting_wait(Built& b, double& half) {
  b.plan.length = 204 * week;
  b.plan.warmup = 4 * week;
  SimulateOptions options;
  options.replications = 20;
  const SimulationResult result = simulate(b.plan, options);
  expect_sound(result);
  const auto mean = ratio_mean(sums_of(result, {Cause::Meeting, Cause::Queue}), sure);
  half = (mean->high - mean->low) / 2;
  return mean->value;
}

void expect_meeting(std::uint8_t days, std::int64_t closes, std::optional<double> met, double expected_days) {
  Built b;
  const Index committee = b.committee({b.role("Member")}, days, 10 * 60, 8 * hour);
  b.plan.committees[committee].agenda_closes = closes;
  b.plan.committees[committee].quorum_met = met;
  b.chain({b.gate("Gate", committee, constant(0)), b.end()});
  b.run(exponential_time(hour));
  double half = 0;
  const double mean = meeting_wait(b, half);
  EXPECT_NEAR(mean, expected_days * 24, half) << int{days};
  EXPECT_LT(half, 0.07 * expected_days * 24);
}

TEST(Oracles, MeetingCadences) {
  expect_meeting(0b0001000, 0, {}, 3.5);
  expect_meeting(0b0001001, 0, {}, 25.0 / 14);
  expect_meeting(0b0010101, 0, {}, 17.0 / 14);
  expect_meeting(0b0011111, 0, {}, 13.0 / 14);
  expect_meeting(0b0001010, day, {}, 3.071429);
  expect_meeting(0b0001000, 0, 0.9, 4.277778);
}

TEST(Oracles, MeetingsInSeriesAndFromOfficeHours) {
  Built b;
  const Index first = b.committee({b.role("A")}, 1U << 3U, 13 * 60, hour);
  const Index second = b.committee({b.role("B")}, 1U << 1U, 10 * 60, hour);
  const Index third = b.committee({b.role("C")}, 1U << 4U, 9 * 60, hour);
  b.chain({b.gate("G1", first, constant(0)), b.gate("G2", second, constant(0)),
           b.gate("G3", third, constant(0)), b.end()});
  b.run(exponential_time(hour));
  double half = 0;
  const double mean = meeting_wait(b, half);
  EXPECT_NEAR(mean, 272, half);
  EXPECT_LT(half, 8);
  struct Row {
    std::uint8_t days;
    std::uint16_t time;
    double hours;
  };
  for (const Row& row : {Row{1, 9 * 60, 116}, Row{1U << 3U, 10 * 60, 84}, Row{1U << 4U, 16 * 60, 55.2}}) {
    Built office;
    const Index committee = office.committee({office.role("Member")}, row.days, row.time, hour);
    office.chain({office.gate("Gate", committee, constant(0)), office.end()});
    office.run(exponential_time(30 * minute), office.office());
    double width = 0;
    const double wait = meeting_wait(office, width);
    EXPECT_NEAR(wait, row.hours, width);
    EXPECT_LT(width, 0.05 * row.hours);
  }
}

TEST(Oracles, FullAgenda) {
  Built b;
  const Index committee = b.committee({b.role("Member")}, 1, 10 * 60, 8 * hour);
  b.plan.committees[committee].hears = 5;
  b.chain({b.gate("Gate", committee, constant(0)), b.end()});
  b.run(exponential_time(week / 3));
  b.plan.length = 20'000 * week;
  b.plan.warmup = 100 * week;
  SimulateOptions options;
  options.replications = 8;
  const SimulationResult result = simulate(b.plan, options);
  const auto mean = ratio_mean(sums_of(result, {Cause::Meeting, Cause::Queue}), sure);
  EXPECT_LE(mean->low, 0.566068 * 168);
  EXPECT_GE(mean->high, 0.566068 * 168);
}

TEST(Oracles, WorkFromARandomMomentOfTheWeek) {
  Built b;
  const Index office = b.office();
  b.chain({b.work("A", b.role("Clerk", 200, office), constant(25 * minute)), b.end()});
  b.run(exponential_time(hour));
  b.plan.length = 204 * week;
  b.plan.warmup = 4 * week;
  SimulateOptions options;
  options.replications = 20;
  const auto mean =
      ratio_mean(sums_of(simulate(b.plan, options), {Cause::WorkHuman, Cause::Hours, Cause::Queue}), sure);
  EXPECT_LE(mean->low, 15.9722);
  EXPECT_GE(mean->high, 15.9722);
}

TEST(Oracles, WorkInOfficeHours) {
  // 25 min and 8 h from a random open moment: t T / A. Queues are kept away by many people.
  for (const auto& [takes, expected] : {std::pair{25 * minute, 1.75}, std::pair{8 * hour, 33.6}}) {
    Built b;
    const Index office = b.office();
    b.chain({b.work("A", b.role("Clerk", 60, office), constant(takes)), b.end()});
    b.run(exponential_time(30 * minute), office);
    b.plan.length = 104 * week;
    b.plan.warmup = week;
    SimulateOptions options;
    options.replications = 10;
    const SimulationResult result = simulate(b.plan, options);
    expect_sound(result);
    const auto mean = ratio_mean(sums_of(result, {Cause::WorkHuman, Cause::Hours, Cause::Queue}), sure);
    EXPECT_LE(mean->low, expected);
    EXPECT_GE(mean->high, expected);
  }
}

TEST(Oracles, QueueInOfficeHours) {
  Built b;
  const Index office = b.office();
  b.chain({b.work("A", b.role("Clerk", 1, office), exponential_time(hour)), b.end()});
  b.run(exponential_time(75 * minute), office);
  b.plan.length = 520 * week;
  b.plan.warmup = 20 * week;
  SimulateOptions options;
  options.replications = 20;
  const SimulationResult result = simulate(b.plan, options);
  expect_sound(result);
  const auto all = ratio_mean(sums_of(result, {Cause::WorkHuman, Cause::Hours, Cause::Queue}), sure);
  EXPECT_LE(all->low, 21.0);
  EXPECT_GE(all->high, 21.0);
}

TEST(Oracles, Batches) {
  for (const auto& [gap, expected] :
       {std::pair{2 * hour, 12.823}, {75 * minute, 11.043}, {30 * minute, 4.750}}) {
    Built b;
    const Index a = b.work("A", b.machine("M", 1'000), constant(0));
    b.at(a).batch = plan::Batch{20, day};
    b.chain({a, b.end()});
    b.run(exponential_time(gap));
    b.plan.length = 30'000 * gap;
    b.plan.warmup = week;
    SimulateOptions options;
    options.replications = 10;
    const SimulationResult result = simulate(b.plan, options);
    expect_sound(result);
    const auto mean = ratio_mean(sums_of(result, {Cause::Batch}), sure);
    EXPECT_LE(mean->low, expected + 0.001);
    EXPECT_GE(mean->high, expected - 0.001);
  }
}

TEST(Oracles, JoinsOfExponentials) {
  using plan::JoinRule;
  const auto check = [](JoinRule rule, std::uint32_t branches, double expected) {
    Built b;
    const Index fork = b.node("fork", plan::NodeKind::Fork), join = b.node("join", plan::NodeKind::Join);
    b.arc(0, fork);
    b.at(fork).join = rule;
    b.at(fork).join_count = 2;
    const Index machine = b.machine("M", 1'000'000);
    for (Index i = 0; i < branches; ++i) {
      plan::Branch& branch = b.process().branches.emplace_back();
      Built::call_it(branch, "b" + std::to_string(i));
      branch.fork = fork;
      branch.join = join;
      const Index step = b.work("S" + std::to_string(i), machine, exponential_time(hour), i);
      b.arc(fork, step, plan::ExitKind::Branch).branch = i;
      b.arc(step, join);
    }
    b.arc(join, b.end());
    b.run(exponential_time(hour));
    b.plan.length = 4'000 * hour;
    SimulateOptions options;
    options.replications = 10;
    const SimulationResult result = simulate(b.plan, options);
    expect_sound(result);
    const auto mean = ratio_mean(sums_of(result, {Cause::WorkMachine}), sure);
    EXPECT_LE(mean->low, expected);
    EXPECT_GE(mean->high, expected);
  };
  check(JoinRule::First, 2, 0.5);
  check(JoinRule::Count, 3, 5.0 / 6);
  check(JoinRule::All, 9, 7129.0 / 2520);
}

TEST(Oracles, CoverageOfTheInterval) {
  // 200 seeds of M/M/1 at 0.5: between 179 and 198 intervals must hold the truth.
  Built b;
  b.chain({b.work("A", b.role("Clerk"), exponential_time(hour)), b.end()});
  b.run(exponential_time(2 * hour));
  b.plan.length = 2'200 * hour;
  b.plan.warmup = 200 * hour;
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SimulateOptions options;
    options.replications = 20;
    options.seed = seed;
    const auto mean = ratio_mean(sums_of(simulate(b.plan, options), {Cause::Queue}));
    covered += mean->low <= 1 && 1 <= mean->high ? 1 : 0;
  }
  EXPECT_GE(covered, 179);
  EXPECT_LE(covered, 198);
}

}  // namespace
}  // namespace wain::runtime
