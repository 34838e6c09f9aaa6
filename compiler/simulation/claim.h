/// What is expected of simulated scenarios, in the terms of their plans: STAT(ref) op RIGHT.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/engine/watch.h"
#include "runtime/plan/plan.h"

namespace wain::simulation {

/// Why a plan says nothing about a reference. What is not simulated is never taken for 0.
enum class Missing : std::uint8_t {
  Nothing,
  NeverSet,       ///< a measure without `when`: only ever observed
  NotDrawn,       ///< a measure that reads data which the scenario does not draw, or a step of a callee
  NoTruth,        ///< no criterion that is asked has `wrong in`
  NoCosts,        ///< nothing in the scenario has a price
  OtherCurrency,  ///< compared with money of another currency
  NoCaseThere,    ///< no case can come to the step
  NobodyThere     ///< the actor has no part in the scenario
};

/// A measure of the cases of one run, of those that end in `outcome`.
struct MeasureAt {
  std::size_t run = 0;
  plan::Index measure = plan::none;
  plan::Index outcome = plan::none;  ///< none: all
};

/// A statistic of one scenario.
struct Reference {
  enum class Statistic : std::uint8_t { Mean, Quantile, Max, Share };
  enum class Of : std::uint8_t {
    Cases,       ///< `figure` of cases, of those that end in `outcome`
    Ends,        ///< cases that end in `outcome`
    Missed,      ///< cases that got through wrong in `criterion`
    Measures,    ///< cases for which the measures hold
    Visits,      ///< `figure` of visits to `row`
    VisitCount,  ///< visits to `row`, of cases that may come there
    StepRework,  ///< of those, beyond the first
    Load,
    Queue
  };
  Statistic statistic = Statistic::Mean;
  double quantile = 0;  ///< 0.9 of p90
  Of of = Of::Cases;
  std::size_t scenario = 0;
  plan::Figure figure = plan::Figure::CycleTime;
  plan::Index outcome = plan::none, criterion = plan::none, row = plan::none;
  plan::Index pool = plan::none, committee = plan::none;  ///< of loads and queues: one of the two
  plan::Index process = plan::none;                       ///< of `row`
  std::vector<MeasureAt> measures;
  /// Of quantiles and greatest values: among those of the scenario; none of cycle times that are kept anyway.
  std::size_t watch = SIZE_MAX;
  Missing missing = Missing::Nothing;
};

/// What the values are counted in: microseconds, 1/10,000 of the currency, numbers, shares.
enum class Unit : std::uint8_t { Time, Money, Number, Share };

/// `left op number` or `left op factor · right`.
struct Claim {
  enum class Op : std::uint8_t { Lt, Le, Gt, Ge };
  Reference left;
  Op op = Op::Le;
  double number = 0;
  double factor = 1;
  std::optional<Reference> right;
  Unit unit = Unit::Number;
};

/// The values that must be kept for the reference, if any are.
std::optional<runtime::Watch> watch_of(const Reference& reference);

}  // namespace wain::simulation
