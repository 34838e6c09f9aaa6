/// What a project wants of the rules, by file.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "diagnostics/rule_options.h"
#include "driver/arguments.h"
#include "driver/config_files.h"

namespace wain::driver {

/// What holds for each file: the settings file, then the command line.
class RuleConfigs {
public:
  /// `arguments` must outlive it. The lines of --set were checked before.
  explicit RuleConfigs(const Arguments& arguments) : arguments_(arguments), files_(arguments) {}
  /// The settings for a file; nullptr, and one complaint, if its settings file is broken. They stay where
  /// they are. May be asked from several threads.
  const RuleSettings* of(const std::string& path);
  /// What holds for a file, as a settings file that says the same; nothing where `of` gives nothing.
  std::optional<std::string> text_for(const std::string& path);
  /// The settings files themselves: for one thread, before others ask.
  ConfigFiles& files() { return files_; }
  /// Whether some settings file was broken.
  [[nodiscard]] bool broken() const { return files_.broken(); }

private:
  const std::optional<Config>* config_of(const std::string& path);

  const Arguments& arguments_;
  std::mutex mutex_;  ///< of all that follows
  ConfigFiles files_;
  std::map<std::string, RuleSettings> by_file_;
};

/// The JSON Schema of settings files, from the table of rules and options.
std::string config_schema();

}  // namespace wain::driver
