// Turns argv into `Arguments`, and says what is wrong with it. Which options a subcommand takes is said in
// the subcommand's own file, as groups of command_options.cpp.

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <unistd.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "driver/command.h"
#include "driver/command_options.h"
#include "driver/complain.h"
#include "driver/help.h"
#include "driver/output.h"

namespace wain::driver {
namespace {

void point_to_help(std::string_view command) {
  complain(Diag::ToolUsage,
           {arg("what", fmt::format("see `wain{}{} --help`", command.empty() ? "" : " ", command))});
}

/// An option that takes one value and has two; empty if none has.
std::string given_twice(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options())
    if (option->nonpositional() && option->get_expected_max() == 1 && option->count() > 1)
      return option->get_name();
  return {};
}

/// Says what was wrong with an option, in our words where we know better than the library.
int explain_misuse(const CLI::App& app, const Command& command, const CLI::ParseError& error) {
  const std::vector<std::string> extras = app.remaining();
  const auto unknown = std::find_if(extras.begin(), extras.end(), [](const std::string& word) {
    return word.size() > 1 && word[0] == '-';
  });
  std::error_code none;
  if (unknown == extras.end()) {
    const std::string twice = given_twice(app);
    if (twice.empty())
      complain(Diag::ToolUsage, {arg("what", error.what())});
    else
      complain(Diag::ToolGivenTwice, {arg("option", twice)});
  } else if (std::filesystem::exists(*unknown, none)) {
    complain(Diag::ToolDashedFile, {arg("name", *unknown)});
  } else {
    const std::string option = unknown->substr(0, unknown->find('='));
    std::vector<std::string> names;
    for (const CLI::Option* known : app.get_options())
      for (const std::string& name : known->get_lnames()) names.push_back("--" + name);
    complain(Diag::ToolUnknownOption, {arg("command", command.name), arg("name", option)}, option,
             {names.begin(), names.end()});
  }
  point_to_help(command.name);
  return ExitTrouble;
}

/// An option without its value (`--baseline "$FILE"`) would be none at all. False, and a complaint, if one
/// is.
bool have_values(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& values = option->results();
    if (!option->nonpositional() || std::find(values.begin(), values.end(), "") == values.end()) continue;
    complain(Diag::ToolEmptyValue, {arg("option", option->get_name())});
    return false;
  }
  return true;
}

int write_out(std::string_view text) {
  FileOutput out(STDOUT_FILENO);
  out << llvm::StringRef(text);
  return finish_stdout(out) ? ExitClean : ExitTrouble;
}

int run_command(const Command& command, int argc, const char* const* argv) {
  Arguments arguments;
  Words words;
  CLI::App app;
  try {
    add_options(app, command, arguments, words);
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return write_out(help_of(app, command, reading_width()));
  } catch (const CLI::ParseError& error) {
    return explain_misuse(app, command, error);
  }
  if (!have_values(app) || !settle(command, words, arguments)) return ExitTrouble;
  return command.run(arguments);
}

int unknown_command(std::string_view name) {
  const std::vector<Command> commands = all_commands();
  std::vector<std::string_view> known;
  for (const Command& command : commands) known.push_back(command.name);
  if (name.starts_with('-')) {
    complain(Diag::ToolUsage, {arg("what", fmt::format("`{}` stands where a command is expected", name))});
  } else {
    complain(Diag::ToolUnknownCommand, {arg("name", name)}, name, known);
  }
  point_to_help({});
  return ExitTrouble;
}

}  // namespace

std::vector<Command> all_commands() {
  return {check_command(),    lint_command(),     explain_command(), rules_command(), compile_command(),
          estimate_command(), simulate_command(), test_command(),    diff_command()};
}

int run_command_line(int argc, const char* const* argv) {
  if (argc < 2) {
    point_to_help({});
    return ExitTrouble;
  }
  const std::string_view word = argv[1];
  if (word == "--version" || word == "-V") return write_out("wain " WAIN_VERSION "\n");
  if (word == "--help" || word == "-h" || (word == "help" && argc == 2))
    return write_out(general_help(all_commands(), reading_width()));
  const std::vector<Command> commands = all_commands();
  const std::string_view wanted = word == "help" ? std::string_view(argv[2]) : word;
  const auto command =
      std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == wanted; });
  if (command == commands.end()) return unknown_command(wanted);
  if (word == "help") {
    const char* const help[] = {"wain", "--help"};
    return run_command(*command, 2, help);
  }
  return run_command(*command, argc - 1, argv + 1);
}

}  // namespace wain::driver
