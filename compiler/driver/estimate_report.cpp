#include "driver/estimate_report.h"

#include <algorithm>

#include "analysis/graph.h"

namespace wain::driver {
namespace {

using estimate::Model;

class Gatherer {
public:
  Gatherer(const ir::Definition& definition, const analysis::CallOrder& calls, const Model& model)
      : definition_(definition), calls_(calls), model_(model) {}

  /// The processes of a scenario, or the one given.
  ScenarioEstimate gather(ir::ScenarioId scenario, const std::vector<ir::ProcessId>& processes) const {
    ScenarioEstimate result;
    result.scenario = scenario;
    for (const ir::ProcessId process : processes)
      if (calls_.sound.test(process.index)) result.processes.push_back(gather(scenario, process));
    if (!scenario) return result;
    const estimate::Loads& loads = model_.loads();
    result.why = loads.why;
    for (const estimate::ActorLoad& load : loads.actors)
      result.loads.push_back({load, model_.queue(load.actor)});
    std::stable_sort(result.loads.begin(), result.loads.end(),
                     [](const LoadLine& a, const LoadLine& b) { return a.load.load > b.load.load; });
    return result;
  }

private:
  ProcessEstimate gather(ir::ScenarioId scenario, ir::ProcessId id) const {
    const ir::Process& process = definition_[id];
    const estimate::Flow& flow = model_.flow(id);
    const estimate::Times& times = model_.times(id);
    ProcessEstimate result;
    result.scenario = scenario;
    result.process = id;
    result.solved = flow.solved;
    result.cycle = times.cycle;
    result.cycle_with_queues = scenario ? model_.cycle_with_queues(id) : std::nullopt;
    result.first_pass = model_.first_pass_yield(id);
    result.why = times.why;
    for (std::uint32_t i = 0; i < process.nodes.size(); ++i) {
      if (flow.visits[i] <= 0) continue;
      add(process, ir::NodeId{i}, flow, times, result);
    }
    add_times(times, result);
    std::stable_sort(
        result.ceilings.begin(), result.ceilings.end(),
        [](const CeilingLine& a, const CeilingLine& b) { return a.ceiling.share > b.ceiling.share; });
    return result;
  }

  /// Behind a race visits are upper bounds, and may come to more than 1 together; shares of cases in time, if
  /// some come to each of these ends, do not.
  static void add_times(const estimate::Times& times, ProcessEstimate& result) {
    double all = 0;
    for (const OutcomeLine& line : result.outcomes) all += line.share;
    const bool upper = all > 1 + 1e-6, walked = times.by_outcome.size() == result.outcomes.size();
    for (OutcomeLine& line : result.outcomes) line.upper = upper && !walked;
    for (const estimate::OutcomeTime& time : times.by_outcome) {
      for (OutcomeLine& line : result.outcomes) {
        if (line.outcome != time.outcome) continue;
        line.cycle = time.cycle;
        if (upper && walked) line.share = time.share;
      }
    }
  }

  void add(const ir::Process& process, ir::NodeId id, const estimate::Flow& flow,
           const estimate::Times& times, ProcessEstimate& result) const {
    const ir::Node& node = process[id];
    if (node.kind == ir::NodeKind::End) return add_end(node.outcome, flow.visits[id.index], result);
    const bool work = node.kind == ir::NodeKind::Task || node.kind == ir::NodeKind::Gate;
    if (!work && node.kind != ir::NodeKind::Wait && node.kind != ir::NodeKind::Call) return;
    StepLine line{id, name_of(node), flow.visits[id.index], flow.upper.test(id.index), {}};
    if (id.index < times.nodes.size()) line.time = times.nodes[id.index];
    if (line.time)
      for (std::size_t c = 0; c < estimate::time_causes; ++c) result.causes[c] += line.time->causes[c];
    result.steps.push_back(std::move(line));
    if (!work) return;
    if (definition_[node.actor].is_automated()) {
      if (const auto ceiling = model_.ceiling(result.process, id)) result.ceilings.push_back({id, *ceiling});
    } else if (definition_[node.actor].kind == ir::ActorKind::Committee) {
      if (const auto wait = model_.meeting_wait(result.process, id)) result.meetings.push_back({id, *wait});
    }
  }

  static void add_end(ir::OutcomeId outcome, double share, ProcessEstimate& result) {
    for (OutcomeLine& line : result.outcomes)
      if (line.outcome == outcome) {
        line.share += share;
        return;
      }
    result.outcomes.push_back({outcome, share, false, {}});
  }

  [[nodiscard]] std::string name_of(const ir::Node& node) const {
    if (!node.name.empty()) return std::string(node.name);
    if (node.kind == ir::NodeKind::Call) return std::string(definition_[node.callee].name);
    if (node.wait && !node.wait->description.empty()) return std::string(node.wait->description);
    return std::string(ir::name(node.kind));
  }

  const ir::Definition& definition_;
  const analysis::CallOrder& calls_;
  const Model& model_;
};

bool in_roots(const ir::Definition& definition, Span span) {
  return std::find(definition.roots.begin(), definition.roots.end(), span.file) != definition.roots.end();
}

/// What a scenario runs itself.
std::vector<ir::ProcessId> processes_of(const ir::Scenario& scenario) {
  std::vector<ir::ProcessId> result;
  for (const ir::Run& run : scenario.runs)
    if (run.process) result.push_back(run.process);
  return result;
}

}  // namespace

EstimateReport estimate_report(const ir::Definition& definition, const SourceManager& sources,
                               std::string_view only) {
  EstimateReport report;
  report.definition = &definition;
  report.sources = &sources;
  if (!definition.roots.empty()) report.file = sources.path(definition.roots.front());
  const analysis::CallOrder calls = analysis::call_order(definition);
  const estimate::Models models(definition);
  std::vector<bool> estimated(definition.processes.size());
  for (std::uint32_t s = 0; s < definition.scenarios.size(); ++s) {
    const ir::Scenario& scenario = definition.scenarios[s];
    if (scenario.broken || scenario.runs.empty()) continue;
    if (only.empty() ? !in_roots(definition, scenario.name_span) : scenario.name != only) continue;
    std::vector<ir::ProcessId> run = processes_of(scenario);
    report.scenarios.push_back(Gatherer(definition, calls, models.of({s})).gather({s}, run));
    for (std::size_t i = 0; i < run.size(); ++i) {  // with all that they call
      if (estimated[run[i].index]) continue;
      estimated[run[i].index] = true;
      for (const ir::Node& node : definition[run[i]].nodes)
        if (node.kind == ir::NodeKind::Call && node.callee) run.push_back(node.callee);
    }
  }
  if (!only.empty()) return report;
  std::vector<ir::ProcessId> others;
  for (std::uint32_t p = 0; p < definition.processes.size(); ++p)
    if (!estimated[p] && in_roots(definition, definition.processes[p].name_span)) others.push_back({p});
  if (!others.empty())
    report.scenarios.push_back(Gatherer(definition, calls, models.of({})).gather({}, others));
  return report;
}

}  // namespace wain::driver
