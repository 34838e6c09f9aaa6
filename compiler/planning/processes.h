/// What the files that lower one process share. Private to the lowering.
#pragma once

#include <map>
#include <vector>

#include "estimate/shares.h"
#include "planning/data.h"
#include "planning/expressions.h"
#include "planning/work.h"

namespace wain::planning {

/// Paths that somebody looks at to judge a criterion whose truth is drawn.
struct Evidence {
  ir::CriterionId criterion;
  std::vector<ir::Path> paths;
};

/// One process on its way into the plan.
struct ProcessWork {
  ProcessWork(Work& all, std::size_t index, const std::vector<std::vector<DrawnPath>>& drawn_of_all);

  Work& work;
  const PlannedProcess& planned;
  const ir::ProcessId id;
  const ir::Process& process;
  const std::vector<std::vector<DrawnPath>>& all_drawn;
  const std::vector<DrawnPath>& drawn;
  estimate::DrawnData data;
  estimate::Shares shares;
  std::map<std::string_view, plan::Index> measures;
  plan::Process out;

  [[nodiscard]] Names names() const { return {process, planned, drawn, measures, work.criterion_of}; }
  [[nodiscard]] const std::string& node_id(ir::NodeId node) const {
    return work.ids.inside[id.index].nodes[node.index];
  }
  /// Whether the shares of this node have such a cause to be doubted.
  [[nodiscard]] bool doubted(ir::NodeId node, estimate::WhyNot::Kind kind) const;
};

/// In exits.cpp. Messages about nodes that no case comes to are left out.
void lower_exits(ProcessWork& process, ir::NodeId node, plan::Node& out);
/// In truth.cpp: by process of the plan.
std::vector<std::vector<Evidence>> evidence_of_all(const Work& work);
void lower_truth(ProcessWork& process, ir::NodeId node, const std::vector<Evidence>& evidence,
                 const analysis::ParameterUpdates& updates, plan::Node& out);
/// In nodes.cpp.
void lower_node(ProcessWork& process, ir::NodeId node, plan::Node& out);
/// In measures.cpp.
void lower_measures(ProcessWork& process);

}  // namespace wain::planning
