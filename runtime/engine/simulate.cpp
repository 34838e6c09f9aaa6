#include "runtime/engine/simulate.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include "runtime/engine/accounts.h"
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

/// What the threads share: which replication is next, and which are done.
struct Shared {
  const Program& program;
  const SimulateOptions& options;
  std::uint64_t seed = 0;
  std::uint32_t count = 0;
  std::atomic<std::uint32_t> next = 0;
  std::mutex mutex;
  std::uint32_t done = 0;
  std::vector<ReplicationResult> results;
  std::vector<bool> finished;
};

void run_one(Shared& shared, std::uint32_t i) {
  const SimulateOptions& options = shared.options;
  const std::uint32_t replication = options.first_replication + i;
  World world(shared.program, shared.seed, replication);
  world.most_live = options.most_live_cases;
  world.keep_cycle_times = options.keep_cycle_times;
  make_watches(world, options.watches);
  if (options.by_hour) keep_weeks(world);
  std::unique_ptr<Observer> observer;
  if (options.observe) observer = options.observe(replication);
  world.observer = observer.get();
  world.goes_plainly = observer == nullptr && world.visit_watches.empty();
  run_replication(world, options.cancel);
  const std::lock_guard lock(shared.mutex);
  if (world.result.stop == Stop::Cancelled) return;
  shared.results[i] = std::move(world.result);
  shared.finished[i] = true;
  ++shared.done;
  if (options.progress) options.progress(shared.done, shared.count);
}

void work(Shared& shared) {
  for (;;) {
    const std::uint32_t i = shared.next.fetch_add(1);
    if (i >= shared.count) return;
    if (shared.options.cancel != nullptr && shared.options.cancel->load()) return;
    run_one(shared, i);
  }
}

}  // namespace

SimulationResult simulate(const plan::Plan& plan, const SimulateOptions& options) {
  SimulationResult result;
  const MadeProgram made = make_program(plan);
  if (!made.program) {
    result.problems = made.problems;
    return result;
  }
  Shared shared{*made.program,
                options,
                options.seed.value_or(plan.seed),
                options.replications.value_or(plan.replications),
                0,
                {},
                0,
                {},
                {}};
  shared.results.resize(shared.count);
  shared.finished.resize(shared.count);
  const unsigned threads = std::clamp(options.jobs, 1U, std::max(1U, shared.count));
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back([&shared] { work(shared); });
  work(shared);
  for (std::thread& thread : others) thread.join();
  std::size_t prefix = 0;
  while (prefix < shared.count && shared.finished[prefix]) ++prefix;
  result.cancelled = prefix < shared.count;
  shared.results.resize(prefix);
  result.replications = std::move(shared.results);
  for (std::size_t i = 0; i < prefix && result.problems.empty(); ++i)
    if (!accounts_hold(plan, result.replications[i]))
      result.problems.push_back({plan::ProblemKind::AccountsBroken, "",
                                 plan::problem_text(plan::ProblemKind::AccountsBroken,
                                                    std::to_string(options.first_replication + i), {})});
  return result;
}

}  // namespace wain::runtime
