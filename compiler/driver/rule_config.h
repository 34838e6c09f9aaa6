/// wain.toml: what a project wants of the rules, by file.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/rule_options.h"
#include "driver/arguments.h"

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
  std::string folder;  ///< absolute; patterns are relative to it
  std::vector<ConfigLayer> layers;
};

/// What a set of rules is called in a settings file.
std::string_view name(RuleSet set);
/// Reads a settings file. Nothing, and a complaint with a place, if something is wrong with it: TOML itself,
/// an unknown key, rule, option or level, a value out of its range.
std::optional<Config> read_config(const std::string& path);

/// What holds for each file: the settings file, then the command line.
class RuleConfigs {
public:
  /// `arguments` must outlive it. The lines of --set were checked before.
  explicit RuleConfigs(const Arguments& arguments) : arguments_(arguments) {}
  /// The settings for a file; nullptr, and one complaint, if its settings file is broken. They stay where
  /// they are. May be asked from several threads.
  const RuleSettings* of(const std::string& path);
  /// Whether some settings file was broken.
  [[nodiscard]] bool broken() const { return broken_; }

private:
  const std::optional<Config>* config_in(const std::string& folder);
  const std::optional<Config>* load(const std::string& path);

  const Arguments& arguments_;
  std::mutex mutex_;  ///< of all that follows
  bool broken_ = false;
  // nullptr: there is none on the way up.
  std::map<std::string, const std::optional<Config>*> by_folder_;
  std::map<std::string, std::optional<Config>> by_path_;
  std::map<std::string, RuleSettings> by_file_;
};

/// `settings` as a settings file that says the same.
std::string config_text(const RuleSettings& settings);
/// The JSON Schema of settings files, from the table of rules and options.
std::string config_schema();

}  // namespace wain::driver
