/// A subcommand: what it is called, which options it takes, what it does. Each has a file of its own.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "driver/arguments.h"

namespace wain::driver {

/// Groups of options that a subcommand may take, as bits.
enum Takes : std::uint32_t {
  TakesFiles = 1,        ///< files and folders, --stdin-filename
  TakesOneFile = 2,      ///< one file, --stdin-filename
  TakesFindings = 4,     ///< --format, --color, --quiet, --fail-on, --max-warnings, --statistics, --jobs
  TakesToday = 8,        ///< --today
  TakesEmit = 16,        ///< --emit, -o, --color
  TakesRules = 32,       ///< names of rules
  TakesTable = 64,       ///< --format text|json
  TakesSettings = 128,   ///< --set, and settings files and baselines
  TakesVerbose = 256,    ///< --verbose
  TakesCache = 32768,    ///< --no-cache, --cache-dir
  TakesScenario = 512,   ///< --scenario
  TakesSchema = 1024,    ///< --config-schema
  TakesTwoSides = 2048,  ///< OLD NEW, or git revisions and a file; --format text|markdown|json
  /// --format text|json|junit, --expect, --allow-undecided, --replications and the like
  TakesExpectations = 8192,
  TakesFixes = 16384,      ///< --fix, --propose, --diff
  TakesSimulation = 4096,  ///< --scenario, which may be repeated, --replications and the like
};

struct Command {
  std::string_view name;
  std::string_view summary;   ///< one line
  std::string_view examples;  ///< closes the help text
  std::uint32_t takes;        ///< of `Takes`
  Level fail_on;              ///< default of --fail-on
  int (*run)(const Arguments&);
};

const Command& check_command();
const Command& lint_command();
const Command& explain_command();
const Command& rules_command();
const Command& compile_command();
const Command& estimate_command();
const Command& simulate_command();
const Command& test_command();
const Command& diff_command();

/// All of them, in the order of the help text.
std::vector<Command> all_commands();

/// Parses the command line and runs what it asks for; the result is the exit status.
int run_command_line(int argc, const char* const* argv);

}  // namespace wain::driver
