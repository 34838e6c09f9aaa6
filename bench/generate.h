/// Wain text of any size, for measurements: many processes of the shape that people write, with
/// names that differ, over shared actors, data and outcomes.
#pragma once

#include <cstddef>
#include <string>

namespace wain::bench {

/// A valid definition of at least `lines` lines (and at most one process more).
std::string generate(std::size_t lines);

}  // namespace wain::bench
