/// Which data of a process is drawn, and where: its slots in the plan.
#pragma once

#include <optional>
#include <vector>

#include "estimate/drawn.h"
#include "planning/work.h"

namespace wain::planning {

/// A scalar that the scenario draws, by itself or in the callers of a process.
struct DrawnPath {
  ir::Path path;
  ir::TypeId type;
  /// What it is drawn from wherever no `at` says otherwise; null: at certain steps only.
  const ir::Distribution* everywhere = nullptr;
  bool of_callers = false;  ///< a parameter whose value the callers hand over
};

/// The drawn data of every process of a plan: those that it draws itself, and parameters that every call of
/// it hands over drawn. By process of the plan; the order within one is that of writing.
std::vector<std::vector<DrawnPath>> drawn_data(const Work& work);

/// The slot of a path; none: it is not drawn.
plan::Index slot_of(const std::vector<DrawnPath>& drawn, const ir::Path& path);

/// Slots of one process.
std::vector<plan::Slot> lower_slots(Work& work, const ir::Process& process,
                                    const std::vector<DrawnPath>& drawn);
/// What is drawn when a node is done (a start: at arrival).
std::vector<plan::Draw> draws_at(const Work& work, ir::ProcessId process, ir::NodeId node,
                                 const std::vector<DrawnPath>& drawn);
/// What a call hands over.
std::vector<plan::Argument> arguments_of(const Work& work, const ir::Node& call,
                                         const std::vector<DrawnPath>& caller,
                                         const std::vector<DrawnPath>& callee);

/// Whether an expression reads only what is drawn on every way to this node.
bool reads_drawn_data(const ir::Definition& definition, const std::vector<DrawnPath>& drawn,
                      estimate::DrawnData& data, ir::ExprId expression, ir::NodeId node);

}  // namespace wain::planning
