/// The event log of one replication, written while it runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine/observer.h"
#include "runtime/plan/plan.h"

namespace wain::runtime {

enum class LogFormat : std::uint8_t { Csv, Xes, XesGz, Ocel };

/// By the end of the name: .csv, .xes, .xes.gz, .sqlite.
std::optional<LogFormat> log_format_of(std::string_view path);

/// Files of the same replication, each in the format that its name says. They have their names only after
/// `commit`; what is not committed is removed.
class EventLog {
public:
  struct Failure {
    std::string path, reason;
  };

  /// Opens the files. The plan must outlive this; each path has a format.
  EventLog(const plan::Plan& plan, const std::vector<std::string>& paths);
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  /// For one replication; this must outlive it.
  std::unique_ptr<Observer> observer();
  /// The first thing that went wrong so far.
  [[nodiscard]] std::optional<Failure> failure() const;
  /// After the replication.
  std::optional<Failure> commit();

private:
  struct Files;
  std::unique_ptr<Files> files_;
};

}  // namespace wain::runtime
