/// Cycle times of one process: which line of time is needed, and one walk along it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "estimate/agenda.h"
#include "estimate/arrivals.h"
#include "estimate/flows.h"
#include "estimate/model.h"
#include "estimate/walk.h"

namespace wain::estimate {

/// What a walk found.
struct WalkResult {
  std::optional<Quantity> cycle;
  std::vector<NodeSums> sums;  ///< by node
  std::vector<OutcomeTime> by_outcome;
  std::vector<WhyNot> why;
  /// By process of the walk, by node: arrivals at its steps.
  std::vector<std::pair<ir::ProcessId, std::vector<Seen>>> seen;
  bool given_up = false;   ///< a longer line would not help
  std::uint64_t work = 0;  ///< moves of mass
  /// Of the steps that work in batches and the gates of committees that meet.
  std::vector<Arrivals> arrivals;
  std::shared_ptr<const Grid> grid;  ///< their cells
};

/// Lays time out for one process with all that it calls, and walks it.
class ProcessTimes {
public:
  ProcessTimes(const Settings& settings, Flows& flows, const ArrivalRates& rates, Zones& zones,
               ir::ProcessId process);
  ~ProcessTimes();
  /// `instant`: with the work of one step set to 0.
  WalkResult walk(std::optional<Instant> instant);
  /// The wait at a committee's gate: as it meets, and on its best day. `walked`: the last walk.
  std::optional<MeetingWait> meeting_wait(ir::NodeId node, const WalkResult& walked);

private:
  void collect();
  void collect(ir::ProcessId process);
  void want(ir::ActorId actor);
  void want(ir::CalendarId calendar);
  bool lay_out(std::int32_t days);
  Density start() const;
  WalkResult walk_line(std::optional<Instant> instant, double& lost);
  [[nodiscard]] bool closes_seldom(double days) const;
  void note_closed_days();
  void set_agendas(std::optional<Instant> instant);
  bool learn(const Walker& walker);
  bool set_fullness(const Walker& walker);
  bool set_places(const Walker& walker);
  bool set_batches(const Walker& walker);
  std::optional<BatchDelay> batch_wait(ir::ProcessId process, ir::NodeId node) const;

  const Settings& settings_;
  const ir::Definition& definition_;
  Flows& flows_;
  const ArrivalRates& rates_;
  Zones& zones_;
  ir::ProcessId process_;
  std::vector<ir::ProcessId> closure_;  // the process and all that it calls
  std::vector<ir::ActorId> actors_;     // that act in it
  Wanted wanted_;
  std::unique_ptr<Desks> desks_;
  std::int32_t laid_out_ = 0;  // days of that line
  double days_ = 0;            // of the line that was long enough
  double weeks_ = 1;           // of the line
  double arrivals_begin_ = 0, arrivals_end_ = 0;
  std::vector<WhyNot> why_;
  bool about_ = false, at_least_ = false, never_finite_ = false;
  bool left_out_ = false;  // closed days are, on this line
  unsigned walks_ = 0;     // along this line that told how full meetings and batches are
  std::vector<std::pair<Instant, std::shared_ptr<const BatchWays>>> batches_;
  std::vector<std::pair<Instant, std::shared_ptr<const std::vector<Places>>>> places_;
};

}  // namespace wain::estimate
