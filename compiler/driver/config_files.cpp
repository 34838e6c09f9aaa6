#include "driver/config_files.h"

#include <filesystem>
#include <vector>

namespace wain::driver {

namespace fs = std::filesystem;

const std::optional<Config>* ConfigFiles::load(const std::string& path) {
  const auto known = by_path_.find(path);
  if (known != by_path_.end()) return &known->second;
  const std::optional<Config>& config = by_path_[path] = read_config(path);
  broken_ = broken_ || !config;
  return &config;
}

const std::optional<Config>* ConfigFiles::upward_from(const std::string& folder) {
  std::vector<std::string> asked;
  const std::optional<Config>* found = nullptr;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (const auto known = by_folder_.find(at.string()); known != by_folder_.end()) {
      found = known->second;
      break;
    }
    asked.push_back(at.string());
    std::error_code error;
    // Also a link that leads nowhere: whoever put it there means to have settings.
    if (const fs::path file = at / config_name; fs::exists(fs::symlink_status(file, error))) {
      // Messages show the path as it is seen from here, if that is shorter.
      const std::string near = fs::relative(file, error).string();
      found = load(error || near.empty() || near.starts_with("..") ? file.string() : near);
      break;
    }
    if (at == at.parent_path()) break;
  }
  for (const std::string& each : asked) by_folder_[each] = found;
  return found;
}

const std::optional<Config>* ConfigFiles::in(const std::string& folder) {
  if (!arguments_.config.empty()) return load(arguments_.config);
  return arguments_.no_config ? nullptr : upward_from(folder);
}

}  // namespace wain::driver
