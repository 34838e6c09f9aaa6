#include "driver/excludes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "driver/glob.h"

namespace wain::driver {
namespace {

namespace fs = std::filesystem;

// What ruff leaves out (https://docs.astral.sh/ruff/settings/#exclude) and is not hidden.
constexpr std::array<std::string_view, 8> defaults = {
    "__pypackages__", "_build", "buck-out", "build", "dist", "node_modules", "site-packages", "venv"};

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) &&
         (folder.ends_with('/') || path[folder.size()] == '/');
}

std::string seen_from(const std::string& folder, const std::string& path) {
  if (!is_below(path, folder)) return fs::path(path).lexically_relative(folder).generic_string();
  return path.substr(folder.size() + (folder.ends_with('/') ? 0 : 1));
}

/// `legacy/` and `legacy/**` mean the folder: what is in it is not come to.
bool means(std::string_view pattern, std::string_view path, bool is_folder) {
  const std::string_view all = pattern.ends_with("/**") ? "/**" : "/";
  if (!pattern.ends_with(all)) return glob_matches(pattern, path);
  pattern.remove_suffix(all.size());
  if (pattern.empty() || pattern == ".") return true;
  const bool anchored = pattern.starts_with("./") || pattern.starts_with('/');
  return is_folder && glob_matches(anchored ? std::string(pattern) : "./" + std::string(pattern), path);
}

/// What the last of the patterns, which are relative to `base`, says of the path; nothing if none means it.
std::optional<bool> decided(const std::vector<std::string>& patterns, const std::string& base,
                            const std::string& path, bool is_folder) {
  const std::string relative = seen_from(base, path);
  for (auto at = patterns.rbegin(); at != patterns.rend(); ++at) {
    const bool back = at->starts_with('!');
    if (means(std::string_view(*at).substr(back ? 1 : 0), relative, is_folder)) return !back;
  }
  return std::nullopt;
}

}  // namespace

std::span<const std::string_view> default_excludes() { return defaults; }

std::vector<std::string> with_default_excludes(const std::vector<std::string>& own) {
  std::vector<std::string> all(defaults.begin(), defaults.end());
  all.insert(all.end(), own.begin(), own.end());
  std::vector<std::string> once;
  for (auto at = all.begin(); at != all.end(); ++at)
    if (std::find(at + 1, all.end(), *at) == all.end()) once.push_back(*at);
  return once;
}

bool is_hidden(std::string_view name) { return name.size() > 1 && name[0] == '.' && name != ".."; }

fs::path absolute_path(const fs::path& path) {
  std::error_code error;
  const fs::path full = fs::absolute(path, error);
  fs::path normal = (error ? path : full).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

Excludes::Excludes(const Arguments& arguments, ConfigFiles& files)
    : arguments_(arguments),
      files_(files),
      here_(absolute_path(".").string()),
      presets_(with_default_excludes({})) {}

bool Excludes::leaves_out(const std::string& folder, std::string_view name, bool is_folder) {
  std::string path = folder;
  if (!path.ends_with('/')) path += '/';
  path += name;
  if (!arguments_.exclude.empty()) {
    if (const auto said = decided(arguments_.exclude, here_, path, is_folder)) return *said;
  }
  const std::optional<Config>* config = files_.in(folder);
  if (config != nullptr && *config)
    return decided((*config)->exclude, (*config)->folder, path, is_folder).value_or(false);
  return decided(presets_, here_, path, is_folder).value_or(false);
}

bool Excludes::keeps_from(const fs::path& path, bool is_folder) {
  // Up to the current folder, and further as far as settings hold.
  for (fs::path at = path; at.has_relative_path(); at = at.parent_path(), is_folder = true) {
    const std::string folder = at.parent_path().string(), name = at.filename().string();
    const std::optional<Config>* config = files_.in(folder);
    const bool has_settings = config != nullptr && *config && is_below(at.string(), (*config)->folder);
    const bool holds_us = at.string() == here_ || is_below(here_, at.string());
    if ((at != path || holds_us) && !has_settings && !is_below(at.string(), here_)) return false;
    if ((is_folder && is_hidden(name)) || leaves_out(folder, name, is_folder)) return true;
  }
  return false;
}

}  // namespace wain::driver
