/// What the parts of the lowering share. Private to it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/graph.h"
#include "diagnostics/diagnostic.h"
#include "emit/element_ids.h"
#include "estimate/settings.h"
#include "estimate/timeline.h"
#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "source/source.h"

namespace wain::planning {

/// A process that the scenario runs, itself or through calls.
struct PlannedProcess {
  ir::ProcessId id;
  analysis::Reach reach;
  std::vector<ir::NodeId> nodes;          ///< those that the plan has: reachable ones, joins of forks, audits
  std::vector<plan::Index> node_index;    ///< by node of the IR; none: left out
  std::vector<plan::Index> branch_index;  ///< by branch of the IR; none: its fork is left out
};

/// One lowering. The parts fill `plan` one after another, in the order of their declaration below.
struct Work {
  Work(const ir::Definition& of, ir::ScenarioId which, const SourceManager& in, Diagnostics& to);

  const ir::Definition& definition;
  const ir::Scenario& scenario;
  const SourceManager& sources;
  Diagnostics& diagnostics;
  estimate::Settings settings;
  emit::ElementIds ids;
  estimate::Zones zones;
  plan::Plan plan;

  std::vector<PlannedProcess> processes;  ///< as in the plan
  // By element of the definition, what it is in the plan; none: not in it.
  std::vector<plan::Index> process_of, calendar_of, pool_of, committee_of, criterion_of, outcome_of;

  [[nodiscard]] plan::Place place(Span span);
  /// Id, name, title, key, place of a named element.
  void name(plan::Named& out, const ir::Header& header, const std::string& id);
  /// Money of the plan's one currency; another one is reported.
  std::int64_t money(const ir::Money& money, Span span);

private:
  std::vector<plan::Index> file_of_;  // by file of `sources`
  ir::Currency currency_;
  Span currency_span_;
};

/// The scenario's own lines: start, length, seed. In lower_plan.cpp.
void lower_settings(Work& work);
/// Which processes, and which parts of them. In scope.cpp.
void find_processes(Work& work);
/// Who acts: calendars, zones, pools, people, committees. In actors.cpp.
void lower_actors(Work& work);
/// A calendar and its zone, when first asked for; none for an invalid id. In calendars.cpp.
plan::Index calendar_index(Work& work, ir::CalendarId id);
plan::Index zone_index(Work& work, std::string_view name, Span span);
plan::Cadence lower_cadence(Work& work, const ir::Cadence& cadence, std::string_view zone, Span span);
/// The clock of waits, and of the midnight at which a scenario starts: that of the arrivals of this process,
/// else of the first arrivals, else of the first calendar, else UTC. `process` may be invalid.
std::string_view clock_of(const Work& work, ir::ProcessId process);
/// The day that the scenario starts.
std::int32_t first_day(const ir::Scenario& scenario);
/// Outcomes and criteria. In lower_plan.cpp.
void lower_outcomes_and_criteria(Work& work);
/// The criteria that cases of the process may be wrong in, in the order of the plan.
std::vector<plan::Index> truth_of_run(const Work& work, ir::ProcessId process);
/// In processes.cpp.
void lower_processes(Work& work);
/// Arrivals. In runs.cpp.
void lower_runs(Work& work);
/// What good looks like, when all else is there. In goals.cpp.
void lower_goals(Work& work);

}  // namespace wain::planning
