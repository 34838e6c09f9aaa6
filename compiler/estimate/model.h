/// The static time model: what a definition says about time without a simulation (docs/estimate.md).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "estimate/commons.h"
#include "estimate/flow.h"
#include "estimate/loads.h"
#include "estimate/settings.h"
#include "estimate/why.h"
#include "ir/definition.h"

namespace wain::estimate {

/// How a figure stands to the truth. About: it rests on an assumption that `why` names.
enum class Mark : std::uint8_t { Exact, AtLeast, AtMost, About };

struct Quantity {
  double hours = 0;
  Mark mark = Mark::Exact;
};

/// Where the time goes: the nine causes that add up to the cycle time.
enum class TimeCause : std::uint8_t {
  WorkHuman,
  WorkMachine,
  Queue,
  Hours,
  Meeting,
  Batch,
  Timer,
  Outside,
  Separation
};
inline constexpr std::size_t time_causes = 9;

/// A step, gate, wait or call. All figures are hours.
struct NodeTime {
  double touch = 0;             ///< mean work of a visit
  double elapsed = 0;           ///< of a visit, from arrival to exit
  double waiting = 0;           ///< elapsed less touch
  double wait_for_meeting = 0;  ///< of a visit: until the meeting that hears it begins
  double per_case = 0;  ///< on the critical path of a case, all visits; over all nodes: the cycle time
  std::array<double, time_causes> causes{};  ///< of per_case, by TimeCause
};

struct OutcomeTime {
  ir::OutcomeId outcome;
  double share = 0;  ///< of the cases that end
  Quantity cycle;
};

struct Times {
  std::optional<Quantity> cycle;               ///< from arrival to end, queues left out; nothing: see `why`
  std::vector<std::optional<NodeTime>> nodes;  ///< by node; nothing: never reached, or not known
  std::vector<OutcomeTime> by_outcome;
  std::vector<WhyNot> why;
};

/// What an infinitely fast machine would buy (2.10).
struct Ceiling {
  double share = 0;  ///< 1 - E[C with this step's takes = 0] / E[C]
  Quantity saved, cycle;
};

struct MeetingWait {
  double hours = 0;                     ///< expected wait of an arrival at this gate until it is heard
  std::optional<ir::Weekday> best_day;  ///< of a weekly meeting: the day with the least wait
  double best_hours = 0;                ///< the wait if it met on that day, at the same time of day
};

/// One definition under one scenario. Everything is computed when it is first asked for, and kept;
/// asking is const and not for several threads at once. The definition must outlive the model.
class Model {
public:
  /// `scenario` invalid: no scenario; cases start uniformly over the week. `commons`: what it shares
  /// with other models of the definition and of this grain; null: nothing. Else it outlives the model.
  Model(const ir::Definition& definition, ir::ScenarioId scenario, Grain grain = Grain::Fine,
        Commons* commons = nullptr);
  ~Model();
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;

  [[nodiscard]] ir::ScenarioId scenario() const;
  /// Visits alone: microseconds for a small process. The process must be sound (analysis::call_order).
  const Flow& flow(ir::ProcessId process) const;
  /// The share of cases that end without any `returns` or `fails` taken.
  double first_pass_yield(ir::ProcessId process) const;
  const Times& times(ir::ProcessId process) const;
  /// The cycle time with the mean queue of everyone who works on the way; nothing unless every queue on the
  /// way can be computed.
  std::optional<Quantity> cycle_with_queues(ir::ProcessId process) const;
  /// Nothing where a cycle time cannot be computed, or the node has no `takes`.
  std::optional<Ceiling> ceiling(ir::ProcessId process, ir::NodeId node) const;

  /// Mean hours of people for one visit: `takes`, for a committee its length times those who sit there,
  /// shared by the cases heard. Nothing without `takes`; 0 for a machine.
  std::optional<double> effort_hours(ir::ProcessId process, ir::NodeId node) const;
  /// What one visit costs, in units of the one currency that all rates are in: time at the rates of those
  /// who give it, and costs per case. Nothing where a rate is missing or currencies differ.
  struct Cost {
    double amount = 0;
    ir::Currency currency;
  };
  std::optional<Cost> effort_cost(ir::ProcessId process, ir::NodeId node) const;
  /// Nothing where the node's actor is not a committee that meets.
  std::optional<MeetingWait> meeting_wait(ir::ProcessId process, ir::NodeId node) const;
  /// Cases that start in this process in a standard week, calls included, if the scenario says.
  std::optional<double> arrivals_per_week(ir::ProcessId process) const;
  /// Mean number of cases that a meeting of this committee hears; nothing without arrivals or meetings.
  std::optional<double> heard_a_meeting(ir::ActorId committee) const;
  /// Its properties with the scenario's `with …` in place.
  const Settings& settings() const;
  const Loads& loads() const;
  /// The queue before a role, person or machine. Computed apart from the loads: it takes a walk in time.
  const Queue& queue(ir::ActorId actor) const;

private:
  struct State;
  [[nodiscard]] State& state() const;
  std::unique_ptr<State> state_;
};

/// The models of a definition, made when first asked for.
class Models {
public:
  explicit Models(const ir::Definition& definition, Grain grain = Grain::Fine);
  ~Models();
  Models(Models&&) noexcept;
  Models& operator=(Models&&) noexcept;
  /// Of the first scenario that runs the process, itself or through calls; else without scenario.
  const Model& for_process(ir::ProcessId process) const;
  const Model& of(ir::ScenarioId scenario) const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wain::estimate
