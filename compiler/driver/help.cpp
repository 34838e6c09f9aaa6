#include "driver/help.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "driver/wrapped.h"

namespace wain::driver {
namespace {

constexpr std::size_t name_column = 29;  ///< where descriptions begin

/// What an option is called, with what it takes: `--config FILE`.
std::string name_of(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true, false);
  std::string text = option.get_name(false, true);
  // A range is named behind the type: `N:UINT in [1 - 9]`.
  const std::string type = option.get_type_name();
  if (option.get_type_size() != 0 && !type.empty()) text += " " + type.substr(0, type.find(':'));
  return text;
}

std::string line_of(const CLI::Option& option, unsigned width) {
  const std::string name = "  " + name_of(option);
  const bool fits = name.size() < name_column;
  const std::string description =
      wrapped(option.get_description(), width, fmt::format("{:{}}", "", name_column));
  return fits ? name + description.substr(name.size()) : name + "\n" + description;
}

/// The headings in their order, what every command has last.
std::vector<std::string> headings(const CLI::App& app) {
  std::vector<std::string> names = app.get_groups();
  std::stable_partition(names.begin(), names.end(),
                        [](const std::string& name) { return name != "Options"; });
  return names;
}

}  // namespace

std::string help_of(const CLI::App& app, const Command& command, unsigned width) {
  std::string usage = fmt::format("Usage: wain {} [OPTIONS]", command.name), positional;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    const bool many = option->get_expected_max() > 1;
    usage += fmt::format(" {}{}", option->get_name(true, false), many ? "..." : "");
    positional += line_of(*option, width);
  }
  std::string text = wrapped(std::string(command.summary), width, "") + "\n" + usage + "\n";
  if (!positional.empty()) text += "\n" + positional;
  for (const std::string& heading : headings(app)) {
    std::string lines;
    for (const CLI::Option* option : app.get_options())
      if (option->nonpositional() && option->get_group() == heading) lines += line_of(*option, width);
    if (!lines.empty()) text += fmt::format("\n{}:\n{}", heading, lines);
  }
  return text + "\n" + std::string(command.examples) + "\n";
}

}  // namespace wain::driver
