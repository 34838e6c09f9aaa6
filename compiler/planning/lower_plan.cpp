#include "planning/lower_plan.h"

#include <algorithm>

#include "analysis/graph.h"
#include "diagnostics/simulation_ids.h"
#include "planning/work.h"
#include "runtime/plan/check_plan.h"

namespace wain::planning {

Work::Work(const ir::Definition& of, ir::ScenarioId which, const SourceManager& in, Diagnostics& to)
    : definition(of),
      scenario(of[which]),
      sources(in),
      diagnostics(to),
      settings(of, which),
      ids(of, in),
      process_of(of.processes.size(), plan::none),
      calendar_of(of.calendars.size(), plan::none),
      pool_of(of.actors.size(), plan::none),
      committee_of(of.actors.size(), plan::none),
      criterion_of(of.criteria.size(), plan::none),
      outcome_of(of.outcomes.size(), plan::none),
      file_of_(in.size(), plan::none) {}

plan::Place Work::place(Span span) {
  if (!span.valid()) return {};
  plan::Index& file = file_of_[span.file.index];
  if (file == plan::none) {
    file = static_cast<plan::Index>(plan.files.size());
    plan.files.emplace_back(sources.path(span.file));
  }
  const LineColumn at = sources.line_column(span.file, span.begin);
  return {file, at.line, at.column};
}

void Work::name(plan::Named& out, const ir::Header& header, const std::string& id) {
  out.id = id;
  out.name = header.name.empty() ? id : std::string(header.name);
  out.title = header.title;
  out.key = out.name;
  out.place = place(header.name_span);
}

std::int64_t Work::money(const ir::Money& money, Span span) {
  if (plan.currency.empty()) {
    plan.currency = money.currency.str();
    currency_ = money.currency;
    currency_span_ = span;
  } else if (money.currency != currency_) {
    diagnostics
        .report(sim::SeveralCurrencies, span,
                {arg("first", currency_.str()), arg("second", money.currency.str())})
        .note(sim::NoteFirstCosts, currency_span_);
  }
  return money.units;
}

namespace {

bool is_runnable(Work& work) {
  const ir::Scenario& scenario = work.scenario;
  const std::vector<DiagArg> args{arg("scenario", scenario.name)};
  if (scenario.runs.empty()) work.diagnostics.report(sim::NothingRuns, scenario.name_span, args);
  if (!scenario.length) work.diagnostics.report(sim::NoLength, scenario.name_span, args);
  return !scenario.runs.empty() && scenario.length;
}

}  // namespace

void lower_settings(Work& work) {
  const ir::Scenario& scenario = work.scenario;
  plan::Plan& out = work.plan;
  out.scenario = scenario.name;
  out.title = scenario.title;
  out.length = scenario.length->microseconds;
  if (scenario.warmup && scenario.warmup->microseconds > 0) out.warmup = scenario.warmup->microseconds;
  out.replications = scenario.replications.value_or(default_replications);
  out.seed = scenario.seed.value_or(default_seed);
  const estimate::TimeZone* zone = work.zones.of(clock_of(work, {}));
  const std::int64_t midnight = static_cast<std::int64_t>(first_day(scenario)) * 86'400;
  out.start = (zone != nullptr ? zone->utc_of(midnight) : midnight) * plan::second;
}

namespace {

/// The process, those that it calls, and all that replace or are replaced by one of these: they do the same
/// work.
std::vector<ir::ProcessId> family(const Work& work, ir::ProcessId of) {
  const ir::Definition& definition = work.definition;
  std::vector<std::vector<ir::ProcessId>> near(definition.processes.size());
  for (std::uint32_t i = 0; i < definition.processes.size(); ++i) {
    const ir::Process& process = definition.processes[i];
    if (process.replaces) {
      near[i].push_back(process.replaces);
      near[process.replaces.index].push_back({i});
    }
    for (const ir::Node& node : process.nodes)
      if (node.kind == ir::NodeKind::Call && node.callee) near[i].push_back(node.callee);
  }
  std::vector<bool> seen(near.size(), false);
  std::vector<ir::ProcessId> all;
  const auto add = [&](ir::ProcessId id) {
    if (seen[id.index]) return;
    seen[id.index] = true;
    all.push_back(id);
  };
  add(of);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const ir::ProcessId next : near[all[i].index]) add(next);
  return all;
}

/// A case is wrong or right whether somebody asks or not: a rebuilt process that has no gate for a criterion
/// of the old one lets through what is wrong in it.
void ask_for_truth(const Work& work, ir::ProcessId run, std::vector<bool>& asked) {
  const auto ask = [&](const std::vector<ir::CriterionId>& criteria) {
    for (const ir::CriterionId criterion : criteria)
      if (work.definition[criterion].wrong_in) asked[criterion.index] = true;
  };
  for (const ir::ProcessId id : family(work, run)) {
    for (const ir::Node& node : work.definition[id].nodes) {
      ask(node.judges);
      ask(node.checks);
    }
    for (const ir::OutcomeId outcome : work.definition[id].yields)
      ask(work.definition[outcome].requires_criteria);
  }
}

}  // namespace

void lower_outcomes_and_criteria(Work& work) {
  const ir::Definition& definition = work.definition;
  std::vector<bool> ends(definition.outcomes.size(), false), asked(definition.criteria.size(), false);
  for (const ir::Run& run : work.scenario.runs) ask_for_truth(work, run.process, asked);
  for (const PlannedProcess& planned : work.processes) {
    const ir::Process& process = definition[planned.id];
    for (const ir::OutcomeId outcome : process.yields) ends[outcome.index] = true;
    for (const ir::NodeId id : planned.nodes) {
      const ir::Node& node = process[id];
      if (node.outcome) ends[node.outcome.index] = true;
      for (const ir::CriterionId criterion : node.judges) asked[criterion.index] = true;
      for (const ir::CriterionId criterion : node.checks) asked[criterion.index] = true;
    }
  }
  for (std::uint32_t i = 0; i < definition.outcomes.size(); ++i) {
    if (!ends[i]) continue;
    work.outcome_of[i] = static_cast<plan::Index>(work.plan.outcomes.size());
    work.name(work.plan.outcomes.emplace_back(), definition.outcomes[i], work.ids.outcomes[i]);
  }
  for (std::uint32_t i = 0; i < definition.criteria.size(); ++i) {
    if (!asked[i]) continue;
    const ir::Criterion& criterion = definition.criteria[i];
    work.criterion_of[i] = static_cast<plan::Index>(work.plan.criteria.size());
    plan::Criterion& out = work.plan.criteria.emplace_back();
    work.name(out, criterion, work.ids.criteria[i]);
    if (!criterion.wrong_in) continue;  // what a miss costs is never paid
    out.wrong_in = criterion.wrong_in->value.to_double();
    if (criterion.miss_costs) out.miss_costs = work.money(*criterion.miss_costs, criterion.name_span);
  }
}

namespace {

/// Branches without pairs have no join that a plan could name; only an IR from elsewhere has such.
bool is_nested(Work& work) {
  const llvm::BitVector sound = analysis::call_order(work.definition).sound;
  bool all = true;
  for (const ir::Run& run : work.scenario.runs) {
    if (!run.process || sound.test(run.process.index)) continue;
    all = false;
    const ir::Process& process = work.definition[run.process];
    work.diagnostics.report(Diag::BadIr, process.name_span,
                            {arg("reason", render(Diag::ToolNotNested, {arg("process", process.name)}))});
  }
  return all;
}

}  // namespace

std::vector<plan::Index> truth_of_run(const Work& work, ir::ProcessId process) {
  std::vector<bool> asked(work.definition.criteria.size(), false);
  ask_for_truth(work, process, asked);
  std::vector<plan::Index> truth;
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (asked[i]) truth.push_back(work.criterion_of[i]);
  return truth;
}

std::optional<plan::Plan> lower_plan(const ir::Definition& definition, ir::ScenarioId scenario,
                                     const SourceManager& sources, Diagnostics& diagnostics) {
  Work work(definition, scenario, sources, diagnostics);
  if (!is_runnable(work) || !is_nested(work)) return std::nullopt;
  const std::size_t before = diagnostics.size();
  find_processes(work);
  lower_actors(work);
  lower_outcomes_and_criteria(work);
  lower_processes(work);
  lower_runs(work);
  lower_settings(work);
  if (diagnostics.size() > before) return std::nullopt;
  lower_goals(work);
  for (const plan::Problem& problem : plan::check_plan(work.plan))
    diagnostics.report(sim::PlanProblem, work.scenario.name_span,
                       {arg("scenario", work.scenario.name), arg("problem", plan::str(problem))});
  return diagnostics.size() > before ? std::nullopt : std::optional(std::move(work.plan));
}

}  // namespace wain::planning
