#include "driver/help.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "diagnostics/display_line.h"
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

/// A command and what it does: that stands below where it has no room beside.
std::string example_line(std::string_view line, unsigned width) {
  if (DisplayLine(line, 0, 1).width() <= width) return std::string(line) + "\n";
  const std::size_t command = line.find_first_not_of(' ');
  const std::size_t gap = line.find("  ", command);
  const bool has_command = command <= 2 && gap != std::string_view::npos;
  const std::string_view does = has_command ? line.substr(gap) : line;
  return (has_command ? std::string(line.substr(0, gap)) + "\n" : "") + wrapped(does, width, "      ");
}

/// The end of a help text: examples, indented, and prose, which is laid out anew.
std::string closing(std::string_view text, unsigned width) {
  std::string result, prose;
  const auto end_prose = [&] {
    result += wrapped(prose, width, "");
    prose.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool is_prose = !line.empty() && line.front() != ' ';
    if (is_prose) prose += std::string(line) + "\n";
    if (!is_prose || line.ends_with(':')) end_prose();
    if (!is_prose) result += line.empty() ? "\n" : example_line(line, width);
  }
  end_prose();
  return result;
}

}  // namespace

std::string general_help(const std::vector<Command>& commands, unsigned width) {
  constexpr std::size_t column = 12;  // where summaries begin
  std::string text =
      wrapped("wain: the compiler and linter for the way an organisation does its work", width, "") +
      "\nUsage: wain COMMAND [OPTIONS] ...\n\nCommands:\n";
  for (const Command& command : commands) {
    const std::string name = fmt::format("  {}", command.name);
    text += name + wrapped(command.summary, width, std::string(column, ' ')).substr(name.size());
  }
  return text + "\n" +
         closing(
             "Examples:\n"
             "  wain lint claims.wain               what is wrong with this work?\n"
             "  wain explain unowned-outcome        why does that matter?\n"
             "  wain compile --emit dot claims.wain | dot -Tsvg > claims.svg\n\n"
             "`wain COMMAND --help` says more; `wain --version` says which version this is.\n",
             width);
}

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
  return text + "\n" + closing(command.examples, width);
}

}  // namespace wain::driver
