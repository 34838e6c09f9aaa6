/// The event logs that a simulation writes: of one replication, files of their own for each scenario.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "driver/arguments.h"
#include "runtime/engine/simulate.h"
#include "runtime/log/event_log.h"

namespace wain::driver {

class SimulationLogs {
public:
  explicit SimulationLogs(const Arguments& arguments) : arguments_(arguments) {}

  /// Opens the files of all plans, which must outlive this; says so if it cannot.
  bool open(const std::vector<const plan::Plan*>& plans);
  /// Lets `options` of a run of that plan write its log, if the replication is among those that run.
  void observe(std::size_t plan, runtime::SimulateOptions& options);
  /// After all runs: `finished` replications of the plan there are. Says so if a log is not written.
  bool commit(std::size_t plan, std::size_t finished);

private:
  [[nodiscard]] std::uint32_t replication() const { return arguments_.log_replication - 1; }

  const Arguments& arguments_;
  std::vector<std::unique_ptr<runtime::EventLog>> logs_;  ///< one a plan
  std::vector<bool> begun_;
};

/// `out.csv` of the scenario `Today`: `out.Today.csv`.
std::string log_path_of(const std::string& path, const std::string& scenario);

}  // namespace wain::driver
