/// The states that the tokens of a net can come to, one after the other, and what is wrong with them.
#pragma once

#include "analysis/soundness.h"
#include "analysis/token_net.h"

namespace wain::analysis {

/// The shortest runs first. Behind a token that doubles, and behind an end, nothing is looked at.
Soundness search_states(const ir::Process& process, const Net& net, std::size_t limit);

}  // namespace wain::analysis
