#include "driver/rule_config.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "diagnostics/rule_ids.h"
#include "driver/glob.h"

namespace wain::driver {
namespace {

namespace fs = std::filesystem;

fs::path absolute(const std::string& path) {
  std::error_code error;
  const fs::path full = fs::absolute(path, error);
  return (error ? fs::path(path) : full).lexically_normal();
}

void apply(const ConfigLayer& layer, RuleSettings& settings) {
  if (layer.select) settings.start_from(*layer.select);
  for (const ConfigSetting& setting : layer.settings)
    settings.set(setting.rule, setting.option, setting.value);  // checked when it was read
}

bool concerns(const ConfigLayer& layer, std::string_view relative) {
  return layer.files.empty() || std::any_of(layer.files.begin(), layer.files.end(),
                                            [&](const std::string& f) { return glob_matches(f, relative); });
}

}  // namespace

std::string_view name(RuleSet set) {
  switch (set) {
    case RuleSet::Correctness: return "correctness";
    case RuleSet::Recommended: return "recommended";
    case RuleSet::All: return "all";
  }
  return "";
}

const std::optional<Config>* RuleConfigs::load(const std::string& path) {
  const auto known = by_path_.find(path);
  if (known != by_path_.end()) return &known->second;
  const std::optional<Config>& config = by_path_[path] = read_config(path);
  broken_ = broken_ || !config;
  return &config;
}

const std::optional<Config>* RuleConfigs::config_in(const std::string& folder) {
  std::vector<std::string> asked;
  const std::optional<Config>* found = nullptr;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (const auto known = by_folder_.find(at.string()); known != by_folder_.end()) {
      found = known->second;
      break;
    }
    asked.push_back(at.string());
    std::error_code error;
    if (const fs::path file = at / config_name; fs::is_regular_file(file, error)) {
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

const RuleSettings* RuleConfigs::of(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (const auto known = by_file_.find(path); known != by_file_.end()) return &known->second;
  const fs::path full = absolute(path);
  const std::optional<Config>* config = nullptr;
  if (!arguments_.config.empty())
    config = load(arguments_.config);
  else if (!arguments_.no_config)
    config = config_in(full.parent_path().string());
  if (config != nullptr && !*config) return nullptr;
  RuleSettings settings;
  if (config != nullptr) {
    const std::string relative = full.lexically_relative((*config)->folder).generic_string();
    for (const ConfigLayer& layer : (*config)->layers)
      if (concerns(layer, relative)) apply(layer, settings);
  }
  for (const std::string& setting : arguments_.settings) settings.set(setting);
  return &by_file_.emplace(path, std::move(settings)).first->second;
}

std::string config_text(const RuleSettings& settings) {
  std::string text = "[rules]\n";
  for (const Diag rule : all_diagnostics()) {
    if (info(rule).kind != DiagKind::Rule) continue;
    const Level level = settings.level(rule).value_or(info(rule).level);
    std::string options;
    for (std::size_t i = 0; i < all_options().size(); ++i) {
      const OptionInfo& row = all_options()[i];
      if (row.rule != rule) continue;
      const std::string value = written(row.kind, settings[static_cast<RuleOption>(i)]);
      options += row.kind == OptionKind::Share ? fmt::format(", {} = \"{}\"", row.name, value)
                                               : fmt::format(", {} = {}", row.name, value);
    }
    text += options.empty()
                ? fmt::format("{} = \"{}\"\n", info(rule).name, name(level))
                : fmt::format("{} = {{ level = \"{}\"{} }}\n", info(rule).name, name(level), options);
  }
  return text;
}

}  // namespace wain::driver
