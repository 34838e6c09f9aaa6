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
/// Whoever decided there; of a call, nobody that is known here.
std::vector<ir::ActorId> earlier_actors(const View& view, ir::ProcessId id,
                                        const std::vector<ir::NodeId>& earlier);
/// order`, `quote: what the gate sees.
std::string evidence_text(const View& view, ir::ProcessId id, const ir::Node& gate);
/// The actor, or a role of the person, has a line of authority.
bool declares_authority(const View& view, ir::ActorId actor);
/// A note at each earlier gate, and where a record changed that the gate does not look at.
void note_earlier(const View& view, ir::ProcessId id, const conditions::RedundantGate& of,
                  Diagnostics::Builder& finding);

}  // namespace wain::lint
