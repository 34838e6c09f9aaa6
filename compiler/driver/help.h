/// The help texts.
#pragma once

#include <string>
#include <vector>

#include "driver/command.h"

namespace CLI {
class App;
}

namespace wain::driver {

/// Of the program: its subcommands. As all of them, in lines of at most `width` columns, but for commands
/// that are longer.
std::string general_help(const std::vector<Command>& commands, unsigned width);
/// Of a subcommand: usage, what it does, its options under their headings, examples.
std::string help_of(const CLI::App& app, const Command& command, unsigned width);

}  // namespace wain::driver
