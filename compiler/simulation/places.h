/// Where in the source something of a plan stands, and what binds who does it, in words.
#pragma once

#include <string>

#include "runtime/plan/plan.h"

namespace wain::simulation {

/// `claims.wain:3:6`; empty if the plan does not say.
std::string place_text(const plan::Plan& plan, const plan::Place& place);

/// The duties of a node as they are written, `separate First, Second`, one after the other.
std::string duties_text(const plan::Process& process, plan::Index node);

}  // namespace wain::simulation
