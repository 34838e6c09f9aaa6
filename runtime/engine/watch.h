/// What of which every single value is kept, and not only sums: quantiles and greatest values need them.
#pragma once

#include <cstdint>

#include "runtime/plan/plan.h"

namespace wain::runtime {

struct Watch {
  enum class Of : std::uint8_t {
    Case,    ///< `figure` of each measured case that ended, of those that end in `outcome`
    Visit,   ///< `figure` of each visit to `row` that is over; no `Rework`, no `Loss`
    Visits,  ///< how often a case was at `row`, of each measured case that ended
    Rework,  ///< of that, beyond the first
    Queue,   ///< how many wait for `pool` or `committee`
    Load     ///< which part of those who serve `pool` and are there work; of `committee`: of its meetings
  };
  Of of = Of::Case;
  plan::Figure figure = plan::Figure::CycleTime;
  plan::Index outcome = plan::none;  ///< of a case; none: all
  plan::Index row = plan::none;      ///< a node, counted through all processes of the plan
  plan::Index pool = plan::none, committee = plan::none;
  friend bool operator==(const Watch&, const Watch&) = default;
};

}  // namespace wain::runtime
