/// The options of a subcommand, as CLI11 takes them.
#pragma once

#include <string>

#include "driver/command.h"

namespace CLI {
class App;
}

namespace wain::driver {

/// Options whose value is one of a few words, as they were written.
struct Words {
  std::string format = "text";
  std::string color = "auto";
  std::string fail_on;
  std::string emit;
};

/// Adds what the command takes; parsing fills the two.
void add_options(CLI::App& app, const Command& command, Arguments& arguments, Words& words);
/// After parsing: takes over what the words mean. False, and a complaint, if one means nothing, or if two
/// options do not go together.
bool settle(const Command& command, const Words& words, Arguments& arguments);

}  // namespace wain::driver
