/// How findings speak of an arm that no case can take.
#pragma once

#include <string>
#include <vector>

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
/// Notes at the conditions that a case has fulfilled when it comes to the choice, the nearest first.
void note_conditions_before(const View& view, ir::ProcessId id, ir::EdgeId arm,
                            Diagnostics::Builder& finding);

}  // namespace wain::lint
