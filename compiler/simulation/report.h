/// What a simulation of one or several scenarios found out, as plain data for its renderers. Times are hours,
/// money is in units of the currency.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/result.h"
#include "runtime/engine/simulate.h"
#include "runtime/plan/plan.h"
#include "simulation/goods.h"
#include "simulation/interval.h"

namespace wain::simulation {

struct OutcomeFigures {
  std::string name;
  double cases = 0;  ///< of all replications
  Interval share;
  Interval cycle, touch, waiting, effort, cost, rework;  ///< of the cases that end in it
  std::optional<Interval> loss;                          ///< if truth is modelled
  QuantileInterval median, p90, p99;
  std::array<Interval, runtime::causes> causes;
};

struct MeasureFigures {
  std::string name;
  Interval share;
};

/// One `runs` of a scenario: its measured cases.
struct RunFigures {
  std::string process;
  double cases = 0, unfinished = 0;  ///< of all replications
  Interval cycle, touch, waiting, effort, cost, rework;
  QuantileInterval median, p90, p99;
  std::array<Interval, runtime::causes> causes;  ///< of a mean case; they sum to the cycle time
  std::vector<OutcomeFigures> outcomes;
  std::vector<MeasureFigures> measures;
  std::vector<std::string> not_simulated;  ///< declared measures that nothing sets
};

/// A step, gate, wait or call, over the visits of measured cases.
struct StepFigures {
  std::string name, process, by;  ///< the pool or committee; empty: nobody
  std::string key;                ///< the same in two plans: the same step
  plan::NodeKind kind = plan::NodeKind::Work;
  bool committee = false;
  std::vector<std::size_t> runs;       ///< whose cases may come here, themselves or through calls
  double held = 0;                     ///< visits of all replications
  Interval visits, per_case, waiting;  ///< a case; hours of a case on its critical path; hours of a visit
  Interval noes;                       ///< the share of visits that it rejects or returns
  double share = 0;                    ///< of the cycle time
  std::array<double, runtime::causes> causes{};  ///< hours of a mean visit
};

struct PoolFigures {
  std::string name;
  std::string place;  ///< `claims.wain:3:6`; empty: the plan does not say
  plan::Pool::Kind kind = plan::Pool::Kind::Role;
  Interval load, queue;
  double most = 0;  ///< longest queue
  Interval growth;  ///< of the queue over the window of measurement, a week
  bool overloaded = false;
};

struct CommitteeFigures {
  std::string name;
  std::string place;                               ///< as of a pool
  double held = 0, empty = 0, without_quorum = 0;  ///< meetings of a mean replication
  double heard = 0;                                ///< cases a meeting that was held
  Interval load;   ///< the part of the meetings that was used; those without quorum are none
  Interval queue;  ///< cases on the agenda
  double most = 0;
  Interval growth;  ///< of the agenda over the window of measurement, a week
  bool overloaded = false;
};

struct CriterionFigures {
  std::string name;
  Interval missed;  ///< the share that got through wrong of the cases that may be wrong in it
};

struct ScenarioFigures {
  std::string name, title, currency;
  std::uint32_t replications = 0, wanted = 0;
  std::uint64_t seed = 0;
  double confidence = 0;  ///< of all intervals
  bool warmed_up = false;
  bool random = true;                ///< something in it is left to luck
  bool steady = true;                ///< false: it warms up, and somebody has more work than they can do
  bool partial = false;              ///< stopped from outside
  std::vector<std::string> stopped;  ///< sentences of replications that gave up, each once
  double stuck = 0;
  std::string stuck_at, stuck_for;  ///< where the first of them is; `separate First, Second`
  Interval throughput;              ///< cases a week, over the window of measurement
  std::optional<Interval>
      drift;                ///< mean cycle time of the later half of the arrivals, less that of the earlier
  double drift_a_week = 0;  ///< the same by the time between the two halves
  std::optional<Interval> loss;  ///< a case, if truth is modelled
  bool second_looks = false;     ///< several gates judge one truth
  std::vector<RunFigures> runs;
  std::vector<StepFigures> steps;
  std::vector<PoolFigures> pools;
  std::vector<CommitteeFigures> committees;
  std::vector<CriterionFigures> criteria;
  std::vector<Good> goods;  ///< decided; filled by whoever simulates with what they need
  /// What differences are made of.
  std::vector<Ratio> cycle_of_run, touch_of_run, cost_of_run;
  /// By run, in order of RunFigures::outcomes: their shares, and the cycle times of their cases.
  std::vector<std::vector<Ratio>> outcome_of_run, cycle_of_outcome;
};

struct Settings {
  std::uint32_t wanted = 0;  ///< replications
  std::uint64_t seed = 0;
  double confidence = 0.95;
};

ScenarioFigures figures_of(const plan::Plan& plan, const runtime::SimulationResult& result,
                           const Settings& settings);

}  // namespace wain::simulation
