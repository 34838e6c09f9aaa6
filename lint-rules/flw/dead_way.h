/// How findings speak of an arm that no case can take.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/flow_graph.h"
#include "conditions/dead_arms.h"
#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// The arm's condition in the words of the text; a long one is cut.
std::string condition_of(const View& view, ir::ProcessId id, const ir::Edge& arm);
/// The first gate behind the arm, in order of writing; invalid if there is none.
ir::NodeId first_gate(const ir::Process& process, const conditions::DeadArm& arm);
/// The first step, gate, wait, call or end behind the arm; invalid if it only leads on.
ir::NodeId first_work(const ir::Process& process, const conditions::DeadArm& arm);
/// The conditions that cases of one process have fulfilled when they come to a choice.
class ConditionsBefore {
public:
  ConditionsBefore(const View& view, ir::ProcessId id) : view_(view), id_(id) {}
  /// Notes at those before the arm's choice, the nearest first.
  void note(ir::EdgeId arm, Diagnostics::Builder& finding);

private:
  const View& view_;
  ir::ProcessId id_;
  std::optional<analysis::FlowGraph> graph_;  // both made when first needed
  std::optional<analysis::Dominators> dominators_;
};

}  // namespace wain::lint
