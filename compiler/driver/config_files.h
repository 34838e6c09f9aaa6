/// Where the settings files stand, and what they say. Each is read once.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "driver/arguments.h"
#include "driver/config.h"

namespace wain::driver {

/// The settings files of one run: the one that the command line names, or those found upward from folders.
/// Not for several threads at once.
class ConfigFiles {
public:
  /// `arguments` must outlive it.
  explicit ConfigFiles(const Arguments& arguments) : arguments_(arguments) {}
  /// What holds in a folder (its absolute path): nullptr if no settings file does, and an empty one, once
  /// complained of, if it is broken. It stays where it is.
  const std::optional<Config>* in(const std::string& folder);
  /// Whether some settings file was broken.
  [[nodiscard]] bool broken() const { return broken_; }

private:
  const std::optional<Config>* upward_from(const std::string& folder);
  const std::optional<Config>* load(const std::string& path);

  const Arguments& arguments_;
  bool broken_ = false;
  std::map<std::string, const std::optional<Config>*> by_folder_;
  std::map<std::string, std::optional<Config>> by_path_;
};

}  // namespace wain::driver
