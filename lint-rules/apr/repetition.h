/// How findings speak of a gate that says again what others have said.
#pragma once

#include <string>
#include <vector>

#include "conditions/redundancy.h"
#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

/// A`, `B: the gates and calls that have said it.
std::string earlier_names(const ir::Process& process, const std::vector<ir::NodeId>& earlier);
/// The gates that have said what the gate says again: of a call those in the callee, and in what it calls,
/// that judge the same.
std::vector<Place> gates_before(const View& view, Place gate, const std::vector<ir::NodeId>& earlier);
/// order`, `quote: what the gate sees.
std::string evidence_text(const View& view, ir::ProcessId id, const ir::Node& gate);
/// The actor, or a role of the person, has a line of authority.
bool declares_authority(const View& view, ir::ActorId actor);
/// A note at each earlier gate, in calls as well, and where a record changed that the gate does not look at.
void note_earlier(const View& view, ir::ProcessId id, const conditions::RedundantGate& of,
                  Diagnostics::Builder& finding);

}  // namespace wain::lint
