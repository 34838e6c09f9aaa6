/// What one judgment or one piece of work takes of people, and what it costs.
#pragma once

#include <optional>

#include "estimate/model.h"
#include "estimate/settings.h"

namespace wain::estimate {

/// A committee's meeting as its cases share it.
struct MeetingShare {
  double cases = 0;            ///< that one meeting hears
  double hours = 0;            ///< its length
  std::vector<double> seats;   ///< by member: the chance that the seat is filled
};

/// Hours of people for one visit; see Model::effort_hours. `share`: of a node of a committee that meets.
std::optional<double> effort_hours(const Settings& settings, ir::ProcessId process, ir::NodeId node,
                                   const std::optional<MeetingShare>& share, double batch);
/// See Model::effort_cost.
std::optional<Model::Cost> effort_cost(const Settings& settings, ir::ProcessId process, ir::NodeId node,
                                       const std::optional<MeetingShare>& share, double batch);

}  // namespace wain::estimate
