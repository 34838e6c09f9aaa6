#include "driver/simulation_logs.h"

#include <algorithm>
#include <csignal>
#include <set>

#include "diagnostics/simulation_ids.h"
#include "driver/complain.h"

namespace wain::driver {
namespace {

/// With a limit on the size of files, an error of `write` is wanted and not the end of the program.
void keep_going_at_size_limit() {
  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGXFSZ, &ignore, nullptr);
}

void complain_about(const runtime::EventLog::Failure& failure) {
  complain(Diag::ToolCannotWrite, {arg("path", failure.path), arg("reason", failure.reason)});
}

}  // namespace

std::string log_path_of(const std::string& path, const std::string& scenario) {
  const std::size_t name = path.find_last_of('/') == std::string::npos ? 0 : path.find_last_of('/') + 1;
  std::size_t end = path.find_last_of('.');
  if (path.ends_with(".xes.gz")) end = path.size() - std::string_view(".xes.gz").size();
  if (end == std::string::npos || end < name) end = path.size();
  return path.substr(0, end) + "." + scenario + path.substr(end);
}

bool SimulationLogs::open(const std::vector<const plan::Plan*>& plans) {
  if (arguments_.logs.empty()) return true;
  for (const std::string& path : arguments_.logs) {
    if (runtime::log_format_of(path)) continue;
    complain(sim::ToolLogFormat, {arg("path", path)});
    return false;
  }
  keep_going_at_size_limit();
  std::set<std::string> taken;
  for (const plan::Plan* plan : plans) {
    std::vector<std::string> paths;
    for (const std::string& path : arguments_.logs) {
      paths.push_back(plans.size() == 1 ? path : log_path_of(path, plan->scenario));
      for (int i = 2; !taken.insert(paths.back()).second; ++i)
        paths.back() = log_path_of(path, plan->scenario + "-" + std::to_string(i));
    }
    begun_.push_back(false);
    const auto failure = logs_.emplace_back(std::make_unique<runtime::EventLog>(*plan, paths))->failure();
    if (!failure) continue;
    complain_about(*failure);
    return false;
  }
  return true;
}

void SimulationLogs::observe(std::size_t plan, runtime::SimulateOptions& options) {
  if (logs_.empty()) return;
  options.observe = [this, plan](std::uint32_t number) -> std::unique_ptr<runtime::Observer> {
    if (number != replication()) return nullptr;
    begun_[plan] = true;
    return logs_[plan]->observer();
  };
}

bool SimulationLogs::commit(std::size_t plan, std::size_t finished) {
  if (logs_.empty()) return true;
  if (replication() >= finished || !begun_[plan]) {
    complain(sim::ToolNoLog, {arg("replication", arguments_.log_replication), arg("done", finished)});
    return false;
  }
  const auto failure = logs_[plan]->commit();
  if (failure) complain_about(*failure);
  return !failure;
}

}  // namespace wain::driver
