/// What a simulation gives, as plain data: sums by replication, from which all figures are made.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "runtime/engine/exact.h"
#include "runtime/engine/week.h"
#include "runtime/plan/plan.h"

namespace wain::runtime {

/// Every instant of a case on its critical path has exactly one of these causes.
enum class Cause : std::uint8_t {
#define WAIN_CAUSE(id, word) id,
#include "runtime/plan/causes.def"
#undef WAIN_CAUSE
};
inline constexpr std::size_t causes = plan::figures - plan::first_cause;
using CauseTicks = std::array<Wide, causes>;
/// Ticks that are not below 0, which costs less than a sum of any.
inline void add_ticks(Wide& sum, std::int64_t ticks) { sum += static_cast<std::uint64_t>(ticks); }

enum class Stop : std::uint8_t {
#define WAIN_STOP(id, text) id,
#include "runtime/engine/stops.def"
#undef WAIN_STOP
};
std::string stop_text(Stop stop, std::string_view what, std::uint64_t count);

/// Measured cases of one run that ended in one outcome.
struct CellSums {
  std::uint64_t cases = 0;
  CauseTicks time{};  ///< sums to the cycle times
  Wide effort = 0;
  std::uint64_t rework = 0;
  double cost = 0, loss = 0;          ///< in 1/10,000 of the currency
  std::vector<std::uint64_t> missed;  ///< by criterion: cases in which it was wrong and got through
  std::vector<std::uint64_t> holds;   ///< by measure of the run's process
  std::deque<std::int64_t>
      cycle_times;  ///< one a case, in order of end, if they are kept; grows without copies
};

/// A node of the plan, over the visits of measured cases.
struct NodeSums {
  std::uint64_t visits = 0;
  CauseTicks time{};  ///< of the visits, on a critical path or not
  Wide critical = 0;  ///< of finished cases, on their critical paths: all nodes sum to the cycle times
  Wide effort = 0;
  double cost = 0;           ///< in 1/10,000 of the currency
  std::uint64_t rework = 0;  ///< visits beyond the first of their case
  std::uint64_t nexts = 0, rejects = 0, returns = 0, fails = 0, timeouts = 0, escalations = 0;
};

/// Over the window of measurement. Ticks of people are summed over persons.
struct PoolSums {
  Wide work = 0;           ///< done for this pool, in hours
  Wide queue = 0;          ///< number waiting, integrated
  Wide open = 0;           ///< machine: capacity; people: in hours, less meetings, of all who serve it
  Wide load_work = 0;      ///< all work of those who serve it: load = load_work / open
  std::uint64_t most = 0;  ///< longest queue
  std::uint64_t waiting_at_begin = 0, waiting_at_end = 0;  ///< of the window
  // Over the whole replication, for Little's law: both are equal when the queue is empty at the end.
  Wide queue_all = 0, waits_all = 0;
};

struct PeopleSums {
  Wide work = 0, meeting = 0, open = 0;
};

struct CommitteeSums {
  std::uint64_t held = 0, empty = 0, without_quorum = 0, heard = 0;
  // Over the window of measurement.
  std::uint64_t offered = 0;  ///< meetings that were held or had nothing to hear
  double used = 0;  ///< of these, the part that was used: of their length, or of the cases that they hear
  std::uint64_t full = 0;  ///< of these, those that had no room for all who waited
  Wide queue = 0;          ///< number on the agenda, integrated
  std::uint64_t waiting_at_begin = 0, waiting_at_end = 0;  ///< of the window
  std::uint64_t most = 0;                                  ///< longest agenda
};

/// For how long (of a load: for how much time of those who were there; of a committee: for how many meetings)
/// a queue or a load was what it was.
struct LevelTime {
  double level = 0;
  Wide time = 0;
};
/// In ascending order.
using Levels = std::vector<LevelTime>;

struct ReplicationResult {
  Stop stop = Stop::None;
  std::string stopped;                    ///< the sentence, if it stopped early
  std::vector<CellSums> cells;            ///< run · outcomes + outcome
  std::vector<std::uint64_t> unfinished;  ///< by run: measured cases that did not end
  std::uint64_t stuck = 0;                ///< cases that nobody employed may go on with: separate, together
  plan::Index stuck_process = plan::none, stuck_node = plan::none;
  std::vector<NodeSums> nodes;  ///< process by process
  std::vector<PoolSums> pools;
  std::vector<PoolWeek> weeks;  ///< by pool, if they are asked for
  std::vector<PeopleSums> people;
  std::vector<CommitteeSums> committees;
  std::uint64_t arrived = 0, ended = 0, ended_in_window = 0;  ///< all cases
  Wide live = 0;     ///< number of live cases, integrated over the whole replication
  Wide sojourn = 0;  ///< time of all ended cases: equal if none is left
  std::uint64_t live_at_end = 0;
  std::uint64_t identity_broken = 0;  ///< cases whose causes do not sum to their cycle time: 0
  /// Cycle times of measured cases by half of the arrivals, for the drift check.
  std::array<Wide, 2> half_sum{};
  std::array<std::uint64_t, 2> half_cases{};
  /// By watch: its values, in the order in which cases or visits ended.
  std::vector<std::vector<std::int64_t>> watched;
  /// By watch: of queues and loads, over the window.
  std::vector<Levels> levels;
  std::uint64_t events = 0;
  std::int64_t end = 0;  ///< the instant of the last event
};

}  // namespace wain::runtime
