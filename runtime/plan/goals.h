/// What good looks like, and where cases end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/plan/element.h"
#include "runtime/plan/figure.h"

namespace wain::plan {

/// A measure of one process.
struct MeasureOf {
  Index process = none, measure = none;
};

/// A statistic of the cases that end in one outcome: of a figure; or a share of those that got through wrong
/// in a criterion, or for which the measure of their own process holds.
struct Statistic {
  enum class Kind : std::uint8_t { Mean, Quantile, Max, Share };
  enum class Of : std::uint8_t { Figure, Missed, Measure };
  Kind kind = Kind::Mean;
  double quantile = 0;  ///< 0.9 of p90
  Of of = Of::Figure;
  Figure figure = Figure::CycleTime;
  Index criterion = none;
  std::vector<MeasureOf> measures;
};

/// Why nothing in the scenario tells what a goal asks for. Never taken for 0.
enum class NotSimulated : std::uint8_t {
  NeverSet,      ///< a measure without `when`: only ever observed
  NotDrawn,      ///< a measure that reads data which is not drawn, or visits to a step of a callee
  NoTruth,       ///< no criterion that is asked has `wrong_in`
  NoCosts,       ///< nothing has a price
  OtherCurrency  ///< compared with money of another currency
};

/// What good looks like, over the cases that end in an outcome: `left op number`, or `left op factor ·
/// right`. `text` is how it is written. What is not simulated has no sides.
struct Goal {
  enum class Op : std::uint8_t { Lt, Le, Gt, Ge };
  std::string text;
  Statistic left;
  Op op = Op::Le;
  double number = 0;  ///< in the unit of the figure: microseconds, 1/10,000 of the currency, 1; a share
  double factor = 1;
  std::optional<Statistic> right;
  std::optional<NotSimulated> not_simulated;
  Place place;
};

struct Outcome : Named {
  std::vector<Goal> goals;
};

}  // namespace wain::plan
