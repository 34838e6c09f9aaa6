/// Small random programs with something to mend, laid out as people may lay them out.
#pragma once

#include <string>

namespace wain::fixes::test {

/// A file without errors: `allow`s that hide nothing, outcomes without owners, gates in a row, the same
/// judgment twice, machines whose answers people judge again, work in days; comments anywhere, tabs or
/// spaces, either line end, several things on a line. Drawn with RapidCheck: to be called inside a property.
std::string random_program();

}  // namespace wain::fixes::test
