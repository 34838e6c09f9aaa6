/// What a search for files leaves out: hidden folders, what the settings exclude, what the command line does.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "driver/arguments.h"
#include "driver/config_files.h"

namespace wain::driver {

/// The patterns that hold where a settings file says nothing else: folders that tools make, and that hold
/// other people's files or copies.
std::span<const std::string_view> default_excludes();
/// Those and then `own`, each once, where it stands last: the last one that means a path decides.
std::vector<std::string> with_default_excludes(const std::vector<std::string>& own);

class Excludes {
public:
  /// Both must outlive it.
  Excludes(const Arguments& arguments, ConfigFiles& files);
  /// Whether a search does not look at what has this name in a folder (its path absolute and normal). What is
  /// within a folder that is left out is never asked about.
  bool leaves_out(const std::string& folder, std::string_view name, bool is_folder);
  /// Whether a search from above would not come to this path: something on the way there is left out.
  bool keeps_from(const std::filesystem::path& path, bool is_folder);

private:
  const Arguments& arguments_;
  ConfigFiles& files_;
  std::string here_;                  ///< the current folder
  std::vector<std::string> presets_;  ///< what holds without settings
};

/// A folder whose name begins with a dot is never looked into, unless it is named.
bool is_hidden(std::string_view name);
/// `path` absolute and without `.` and `..`.
std::filesystem::path absolute_path(const std::filesystem::path& path);

}  // namespace wain::driver
