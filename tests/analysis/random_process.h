/// Small random structured processes in text.
#pragma once

#include <string>

namespace wain::analysis::test {

/// The body of a process `Main(q: D, o: O) yields Done | No`: gates, steps, choices, loops, parallels of
/// every join rule, jumps back by `rejects`, `returns` and `fails`, and ends anywhere. Drawn with RapidCheck:
/// to be called inside a property.
std::string random_body();

}  // namespace wain::analysis::test
