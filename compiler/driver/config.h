/// wain.toml as it is written: which files are looked at, and what a project wants of the rules, by file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/rule_options.h"

namespace wain::driver {

/// The name under which settings are looked for, from a file's folder upward.
constexpr std::string_view config_name = "wain.toml";

/// One setting of a rule as it is written; `where` is its place, for messages.
struct ConfigSetting {
  std::string rule, option, value;
  std::string where;
};

/// The top level of a settings file, or one of its `[[overrides]]`.
struct ConfigLayer {
  std::vector<std::string> files;  ///< patterns, see `glob.h`; of the top level: empty, for every file
  std::optional<RuleSet> select;
  std::vector<ConfigSetting> settings;
};

struct Config {
  std::string folder;                ///< absolute; patterns are relative to it
  std::vector<std::string> exclude;  ///< what a search leaves out, the presets first: see `excludes.h`
  std::vector<ConfigLayer> layers;
};

/// What a set of rules is called in a settings file.
std::string_view name(RuleSet set);
/// Reads a settings file. Nothing, and a complaint with a place, if something is wrong with it: TOML itself,
/// an unknown key, rule, option or level, a value out of its range.
std::optional<Config> read_config(const std::string& path);

}  // namespace wain::driver
