// How fast the engine is: M/M/1, M/M/3 and the as-found work, without a log.
#include <fstream>
#include <sstream>
#include <string>

#include <benchmark/benchmark.h>

#include "runtime/engine/simulate.h"
#include "runtime/plan/read_plan.h"

namespace {

using namespace wain;

/// A station with `servers` people, one case a minute and 80 % load.
plan::Plan station(std::uint32_t servers) {
  plan::Plan plan;
  const auto named = [](plan::Named& of, const char* name) { of.id = of.name = of.key = name; };
  plan.length = 200'000 * plan::minute;
  named(plan.outcomes.emplace_back(), "Done");
  named(plan.pools.emplace_back(), "Clerk");
  plan::People& people = plan.people.emplace_back();
  named(people, "Clerk");
  people.pools = {0};
  people.count = servers;
  plan::Process& process = plan.processes.emplace_back();
  process.nodes.resize(3);
  const char* names[] = {"start", "Serve", "end"};
  for (plan::Index i = 0; i < 3; ++i) {
    named(process.nodes[i], names[i]);
    if (i < 2) process.nodes[i].exits.emplace_back().to = i + 1;
  }
  process.nodes[0].kind = plan::NodeKind::Start;
  process.nodes[1].kind = plan::NodeKind::Work;
  process.nodes[1].pool = 0;
  const double mean = 0.8 * servers * static_cast<double>(plan::minute);
  process.nodes[1].takes = {plan::Distribution::Kind::Exponential, mean, 0, 0, 1, {}};
  process.nodes[2].kind = plan::NodeKind::End;
  process.nodes[2].outcome = 0;
  plan::Run& run = plan.runs.emplace_back();
  run.process = 0;
  run.gaps = {plan::Distribution::Kind::Exponential, static_cast<double>(plan::minute), 0, 0, 1, {}};
  return plan;
}

void run(benchmark::State& state, const plan::Plan& plan) {
  std::uint64_t events = 0, cases = 0;
  for (auto _ : state) {
    runtime::SimulateOptions options;
    options.replications = 1;
    const auto result = runtime::simulate(plan, options);
    events += result.replications[0].events;
    cases += result.replications[0].ended;
  }
  state.counters["events"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
  state.counters["cases"] = benchmark::Counter(static_cast<double>(cases), benchmark::Counter::kIsRate);
}

void station_of_one(benchmark::State& state) { run(state, station(1)); }
void station_of_three(benchmark::State& state) { run(state, station(3)); }

void as_found(benchmark::State& state) {
  std::ifstream file(std::string(WAIN_SOURCE_DIR) + "/tests/runtime/plans/as-found.json");
  std::stringstream text;
  text << file.rdbuf();
  run(state, *plan::read_plan(text.str()).plan);
}

BENCHMARK(station_of_one)->Unit(benchmark::kMillisecond);
BENCHMARK(station_of_three)->Unit(benchmark::kMillisecond);
BENCHMARK(as_found)->Unit(benchmark::kMillisecond);

}  // namespace
