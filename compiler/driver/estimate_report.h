/// What `wain estimate` found out about one file, as plain data for its renderers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/model.h"
#include "source/source.h"

namespace wain::driver {

/// A step, gate, wait or call.
struct StepLine {
  ir::NodeId node;
  std::string name;
  double visits = 0;
  bool upper = false;  ///< the visits are an upper bound
  std::optional<estimate::NodeTime> time;
};

struct CeilingLine {
  ir::NodeId node;
  estimate::Ceiling ceiling;
};

struct MeetingLine {
  ir::NodeId node;
  estimate::MeetingWait wait;
};

struct OutcomeLine {
  ir::OutcomeId outcome;
  double share = 0;    ///< of the cases
  bool upper = false;  ///< a bound: all shares come to more than 1
  std::optional<estimate::Quantity> cycle;
};

/// One process under one scenario.
struct ProcessEstimate {
  ir::ScenarioId scenario;
  ir::ProcessId process;
  bool solved = false;
  std::optional<estimate::Quantity> cycle, cycle_with_queues;
  double first_pass = 0;
  std::array<double, estimate::time_causes> causes{};  ///< of the cycle time, hours
  std::vector<OutcomeLine> outcomes;
  std::vector<StepLine> steps;
  std::vector<CeilingLine> ceilings;  ///< of automated steps, the greatest first
  std::vector<MeetingLine> meetings;
  std::vector<estimate::WhyNot> why;
};

struct LoadLine {
  estimate::ActorLoad load;
  estimate::Queue queue;
};

/// All that runs in one scenario; without one, each process by itself.
struct ScenarioEstimate {
  ir::ScenarioId scenario;
  std::vector<ProcessEstimate> processes;
  std::vector<LoadLine> loads;
  std::vector<estimate::WhyNot> why;
};

struct EstimateReport {
  std::string file;
  const ir::Definition* definition = nullptr;
  const SourceManager* sources = nullptr;
  std::vector<ScenarioEstimate> scenarios;
};

/// `only` empty: every scenario of the root files, and without one the processes that none of them runs. A
/// named scenario that there is not gives an empty report.
EstimateReport estimate_report(const ir::Definition& definition, const SourceManager& sources,
                               std::string_view only);

}  // namespace wain::driver
