/// Runs a plan.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/engine/observer.h"
#include "runtime/engine/result.h"
#include "runtime/engine/watch.h"
#include "runtime/plan/plan.h"
#include "runtime/plan/problem.h"

namespace wain::runtime {

struct SimulateOptions {
  std::optional<std::uint32_t> replications;  ///< instead of the plan's
  std::uint32_t first_replication = 0;        ///< to add replications to those of an earlier call
  std::optional<std::uint64_t> seed;
  unsigned jobs = 1;                          ///< threads; the results do not depend on it
  std::uint64_t most_live_cases = 1'000'000;  ///< of a replication, before it gives up
  bool keep_cycle_times = true;               ///< 8 bytes a case: quantiles need them
  std::vector<Watch> watches;                 ///< 8 bytes a value
  bool by_hour = false;  ///< loads and queues by hour of the week: ReplicationResult::weeks
  /// Called from any thread, one at a time, after each replication with how many are done.
  std::function<void(std::uint32_t done, std::uint32_t of)> progress;
  const std::atomic<bool>* cancel = nullptr;
  /// An observer for a replication, or null. Called from the thread that runs it.
  std::function<std::unique_ptr<Observer>(std::uint32_t replication)> observe;
};

struct SimulationResult {
  std::vector<plan::Problem> problems;  ///< if any, nothing ran, or what ran cannot be trusted
  /// The finished ones from the first on without a gap: what quicker threads finished behind a gap is left
  /// out, or quick replications would be over-represented.
  std::vector<ReplicationResult> replications;
  bool cancelled = false;
};

/// The plan must have passed check_plan. Bit for bit the same for any number of threads.
SimulationResult simulate(const plan::Plan& plan, const SimulateOptions& options = {});

}  // namespace wain::runtime
