// What holds of every simulation: the accounts add up in ticks, Little's law is exact, and neither the number
// of threads nor another process's name changes anything.
#include <map>
#include <random>

#include "built_plan.h"

namespace wain::runtime {
namespace {

using plan::ExitKind;
using plan::NodeKind;

/// Random processes out of everything that the engine knows.
class RandomPlan {
public:
  explicit RandomPlan(std::uint32_t seed) : random_(seed) {}

  plan::Plan make() {
    const Index office = b_.office(), nights = b_.calendar(0x7F, 20 * 60, 4 * 60);
    for (int i = 0; i < 3; ++i)
      pools_.push_back(b_.role("Role" + std::to_string(i), 1 + pick(3),
                               pick(2)   ? office
                               : pick(2) ? nights
                                         : none));
    const Index both = b_.pool("Shared");
    pools_.push_back(both);
    b_.people("Both", {both, pools_[0]}, 2, office);
    b_.plan.people.back().available = 0.7;
    pools_.push_back(b_.machine("Machine", 1 + pick(2)));
    committee_ = b_.committee({pools_[0], pools_[1], both}, 0b0010101, 10 * 60, hour);
    b_.plan.committees[0].quorum = 1;
    b_.plan.committees[0].agenda_closes = pick(2) * 3 * hour;
    declined_ = b_.outcome("Declined");
    const Index end = b_.end(), no = b_.end(declined_);
    no_ = no;
    Index from = 0;
    const int length = 3 + static_cast<int>(pick(4));
    for (int i = 0; i < length; ++i) from = block(from, none);
    b_.arc(from, end);
    duties();
    b_.run(exponential_time(3 * hour), pick(2) ? office : none);
    b_.run(exponential_time(10 * hour));
    b_.plan.length = 4 * week;
    b_.plan.seed = pick(1'000);
    if (pick(2)) b_.plan.warmup = week;
    return b_.plan;
  }

private:
  std::uint32_t pick(std::uint32_t n) { return random_() % n; }
  plan::Distribution time() {
    return pick(2) ? constant(static_cast<std::int64_t>(pick(60)) * minute) : exponential_time(20 * minute);
  }
  std::string name() { return "N" + std::to_string(count_++); }

  /// Adds something behind `from` and returns what the next thing follows.
  Index block(Index from, Index branch) {
    switch (pick(branch == none ? 7 : 5)) {
      case 0: return loop(from, branch);
      case 1: return wait(from, branch);
      case 2: return gate(from, branch);
      case 5: return fork(from);
      case 6: return fork(from);
      default: return step(from, branch);
    }
  }
  Index step(Index from, Index branch) {
    const Index node = b_.work(name(), pools_[pick(5)], time(), branch);
    if (pick(4) == 0)
      b_.at(node).batch = plan::Batch{3, pick(2) ? std::optional<std::int64_t>(5 * hour) : std::nullopt};
    if (pick(3) == 0) {
      const Index audit = b_.node(name(), NodeKind::Audit);
      b_.at(audit).pool = pools_[pick(4)];
      b_.at(audit).takes = time();
      b_.at(audit).audited = node;
      b_.at(audit).samples = 0.3;
    }
    steps_.push_back(node);
    b_.arc(from, node);
    return node;
  }
  Index loop(Index from, Index branch) {
    const Index node = b_.work(name(), pools_[pick(5)], time(), branch);
    b_.arc(from, node);
    b_.arc(node, node, ExitKind::Fail).share = 0.2;
    return node;
  }
  Index wait(Index from, Index branch) {
    const Index node = b_.node(name(), NodeKind::Wait, branch);
    b_.at(node).wait = pick(2) ? plan::WaitKind::Timer : plan::WaitKind::Outside;
    b_.at(node).takes = time();
    b_.arc(from, node);
    return node;
  }
  Index gate(Index from, Index branch) {
    const Index node = b_.node(name(), NodeKind::Gate, branch);
    if (pick(2))
      b_.at(node).committee = committee_;
    else
      b_.at(node).pool = pools_[pick(4)];
    b_.at(node).takes = time();
    b_.arc(from, node);
    b_.arc(node, no_, ExitKind::Reject).share = 0.1;
    b_.arc(node, node, ExitKind::Return).share = 0.1;
    if (pick(2)) b_.at(node).escalations.push_back({6 * hour, pools_[pick(4)], none});
    if (pick(2)) b_.at(node).escalations.push_back({9 * hour, none, committee_});
    if (pick(2)) b_.arc(node, no_, ExitKind::Timeout).after = 30 * hour;
    return node;
  }
  Index fork(Index from) {
    const Index fork = b_.node(name(), NodeKind::Fork), join = b_.node(name(), NodeKind::Join);
    b_.arc(from, fork);
    b_.at(fork).join = static_cast<plan::JoinRule>(pick(3));
    b_.at(fork).join_count = 2;
    const std::uint32_t branches = 2 + pick(2);
    for (std::uint32_t i = 0; i < branches; ++i) {
      const auto branch = static_cast<Index>(b_.process().branches.size());
      plan::Branch& made = b_.process().branches.emplace_back();
      Built::call_it(made, name());
      made.fork = fork;
      made.join = join;
      // A step that does nothing takes the arc of the fork.
      const Index first = b_.node(name(), NodeKind::Merge, branch);
      b_.arc(fork, first, ExitKind::Branch).branch = branch;
      Index last = first;
      for (std::uint32_t k = 0; k <= pick(2); ++k) last = block(last, branch);
      b_.arc(last, join);
    }
    return join;
  }
  void duties() {
    if (steps_.size() >= 2 && pick(2))
      b_.process().duties.push_back({pick(2) == 0, {steps_[0], steps_[1]}, {}});
  }

  Built b_;
  std::mt19937 random_;
  std::vector<Index> pools_, steps_;
  Index committee_ = none, declined_ = none, no_ = none;
  int count_ = 0;
};

void expect_same(const ReplicationResult& a, const ReplicationResult& b) {
  EXPECT_EQ(a.events, b.events);
  EXPECT_EQ(a.end, b.end);
  EXPECT_TRUE(a.live == b.live);
  ASSERT_EQ(a.cells.size(), b.cells.size());
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    EXPECT_EQ(a.cells[i].cycle_times, b.cells[i].cycle_times);
    EXPECT_EQ(a.cells[i].cost, b.cells[i].cost);
    EXPECT_TRUE(a.cells[i].effort == b.cells[i].effort);
    EXPECT_TRUE(a.cells[i].time == b.cells[i].time);
  }
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    EXPECT_EQ(a.nodes[i].visits, b.nodes[i].visits);
    EXPECT_EQ(a.nodes[i].cost, b.nodes[i].cost);
    EXPECT_TRUE(a.nodes[i].time == b.nodes[i].time);
  }
  for (std::size_t i = 0; i < a.pools.size(); ++i) {
    EXPECT_EQ(a.pools[i].most, b.pools[i].most);
    EXPECT_TRUE(a.pools[i].queue == b.pools[i].queue);
    EXPECT_TRUE(a.pools[i].work == b.pools[i].work);
  }
}

void expect_accounts(const plan::Plan& plan, const ReplicationResult& r) {
  EXPECT_EQ(r.identity_broken, 0U);
  // By outcome the causes sum to the cycle times.
  Wide times = 0, cycles = 0, critical = 0;
  for (const CellSums& cell : r.cells) {
    for (const Wide ticks : cell.time) {
      EXPECT_TRUE(ticks >= 0);
      times += ticks;
    }
    for (const std::int64_t cycle : cell.cycle_times) cycles += cycle;
  }
  for (const NodeSums& node : r.nodes) critical += node.critical;
  EXPECT_TRUE(times == cycles);
  EXPECT_TRUE(critical == cycles);
  if (r.live_at_end == 0) EXPECT_TRUE(r.live == r.sojourn);
  if (!plan.warmup && r.stop == Stop::None)
    for (const PoolSums& pool : r.pools) EXPECT_TRUE(pool.queue_all == pool.waits_all);
  // Nobody works more than is in the hours.
  for (const PeopleSums& people : r.people) EXPECT_TRUE(people.work <= people.open);
  if (!plan.warmup && r.stuck == 0) EXPECT_EQ(r.live_at_end, 0U);
  EXPECT_EQ(r.arrived, r.ended + r.live_at_end);
}

struct Deaf : Observer {
  void arrived(const CaseRef&, std::int64_t) override {}
  void work_started(const WorkEvent&) override {}
  void work_completed(const WorkEvent&) override {}
  void work_withdrawn(const WorkEvent&) override {}
  void ended(const CaseRef&, Index, std::int64_t) override {}
};

/// By hour of the week it is the same work, the same hours and the same queue.
void expect_weeks(const plan::Plan& plan, const ReplicationResult& r) {
  ASSERT_EQ(r.weeks.size(), r.pools.size());
  const auto sum = [](const WeekTicks& hours) {
    Wide all = 0;
    for (const std::int64_t ticks : hours) all += ticks;
    return all;
  };
  for (std::size_t i = 0; i < r.pools.size(); ++i) {
    EXPECT_TRUE(sum(r.weeks[i].work) == r.pools[i].load_work);
    EXPECT_TRUE(sum(r.weeks[i].open) == r.pools[i].open);
    EXPECT_TRUE(sum(r.weeks[i].queue) == r.pools[i].queue);
  }
  EXPECT_TRUE(sum(hours_of_window(plan)) == plan.length - plan.warmup.value_or(0));
}

TEST(Properties, AccountsAddUpForRandomProcesses) {
  std::uint64_t cases = 0;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    const plan::Plan plan = RandomPlan(seed).make();
    for (const plan::Problem& problem : plan::check_plan(plan)) ADD_FAILURE() << plan::str(problem);
    SimulateOptions options;
    options.replications = 2;
    const SimulationResult one = simulate(plan, options);
    options.jobs = 2;
    options.by_hour = true;
    const SimulationResult two = simulate(plan, options);
    for (std::size_t i = 0; i < 2; ++i) {
      expect_accounts(plan, one.replications[i]);
      expect_same(one.replications[i], two.replications[i]);
      EXPECT_TRUE(one.replications[i].weeks.empty());
      expect_weeks(plan, two.replications[i]);
      cases += one.replications[i].ended;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(cases, 50'000U);
}

/// Where somebody hears of each piece of work, none goes the short way of plain.cpp.
void expect_long_way_is_the_same(const plan::Plan& plan) {
  SimulateOptions options;
  options.replications = 1;
  const SimulationResult by_the_short_way = simulate(plan, options);
  options.observe = [](std::uint32_t) { return std::make_unique<Deaf>(); };
  expect_same(by_the_short_way.replications[0], simulate(plan, options).replications[0]);
}

TEST(Properties, TheShortWayOfPlainWorkLeadsToTheSame) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    plan::Plan plan = RandomPlan(seed).make();
    expect_long_way_is_the_same(plan);
    // With one run, and nothing collected or audited, the order of events hangs on nothing but themselves.
    plan.runs.resize(1);
    for (plan::Node& node : plan.processes[0].nodes) node.batch.reset();
    expect_long_way_is_the_same(plan);
    // At whole minutes much falls on one instant.
    plan.runs[0].gaps = constant(45 * minute);
    for (plan::Node& node : plan.processes[0].nodes) {
      if (node.takes) node.takes = constant(static_cast<std::int64_t>(seed % 4) * 15 * minute);
      if (!node.escalations.empty() && node.pool != none) node.escalations[0].after = 0;
    }
    expect_long_way_is_the_same(plan);
    if (HasFailure()) return;
  }
}

/// Two steps before a gate, with a loop.
plan::Plan coupled(std::string_view process_name, bool inserted, std::int64_t takes) {
  Built b;
  Built::call_it(b.process(), process_name);
  const Index clerk = b.role("Clerk", 3), machine = b.machine("M", 100);
  std::vector<Index> nodes;
  if (inserted) nodes.push_back(b.work("Inserted", machine, constant(takes)));
  nodes.push_back(b.work("Register", clerk, exponential_time(hour)));
  const Index gate = b.node("Check", NodeKind::Gate), no = b.end(b.outcome("Declined"));
  b.at(gate).pool = clerk;
  b.at(gate).takes = exponential_time(hour);
  b.arc(gate, no, ExitKind::Reject).share = 0.1;
  b.arc(gate, nodes.back(), ExitKind::Return).share = 0.2;
  nodes.push_back(gate);
  nodes.push_back(b.end());
  b.chain(nodes);
  b.run(exponential_time(hour));
  b.plan.length = 10 * week;
  return b.plan;
}

/// How long each piece of work of each case took, by step.
std::vector<std::string> draws_of(const plan::Plan& plan) {
  std::vector<std::string> work;
  std::map<std::string, std::int64_t> begun;
  for (const Seen::Line& line : run_timeline(plan).lines) {
    const std::size_t by = line.what.find(" by ");
    const std::string piece = line.what.substr(0, by);
    if (line.what.ends_with(" starts")) begun[piece] = line.time;
    if (by != std::string::npos && line.what.ends_with(" done"))
      work.push_back(piece + " " + std::to_string(line.time - begun[piece]));
  }
  std::sort(work.begin(), work.end());
  return work;
}

TEST(CommonRandomNumbers, RenamingAndInsertingChangeNoOtherDraw) {
  const auto plain = draws_of(coupled("HandleCase", false, 0));
  EXPECT_GT(plain.size(), 3'000U);
  EXPECT_EQ(plain, draws_of(coupled("HandleCaseRebuilt", false, 0)));
  EXPECT_EQ(plain, draws_of(coupled("HandleCase", true, minute)));
}

}  // namespace
}  // namespace wain::runtime
