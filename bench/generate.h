/// Wain text of any size, for measurements: many processes of the shape that people write, with
/// names that differ, over shared actors, data and outcomes.
#pragma once

#include <cstddef>
#include <string>

namespace wain::bench {

/// A valid definition of at least `lines` lines (and at most one process more).
std::string generate(std::size_t lines);

/// One process of `steps` steps, `gates` of them gates of people, in stretches of a choice, machines, work
/// and a gate.
std::string generate_process(std::size_t steps, std::size_t gates);

}  // namespace wain::bench
