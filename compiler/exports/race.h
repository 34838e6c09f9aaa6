/// Forks whose branches are one wait each, and which go on with the first of them.
#pragma once

#include <optional>

#include "runtime/plan/plan.h"

namespace wain::exports {

/// Whether a fork is such a race: then which wait it is is decided by the waits alone.
bool is_race(const plan::Process& process, const plan::Node& fork);

/// The race that a node is a wait of, or nothing.
const plan::Node* race_of(const plan::Process& process, const plan::Node& wait);

/// Of a race in which at most one wait is random: the shortest of the others, in microseconds. The random
/// one, if it wins, takes what its law draws up to there, so that the race is a choice and then a wait.
std::optional<double> deadline(const plan::Process& process, const plan::Node& race);

}  // namespace wain::exports
