/// The help text of a subcommand.
#pragma once

#include <string>

#include "driver/command.h"

namespace CLI {
class App;
}

namespace wain::driver {

/// Usage, what it does, its options under their headings, examples. What is longer than `width` columns goes
/// on below; the examples stay as they are written.
std::string help_of(const CLI::App& app, const Command& command, unsigned width);

}  // namespace wain::driver
