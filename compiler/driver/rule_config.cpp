#include "driver/rule_config.h"

#include <algorithm>

#include <fmt/format.h>
#include <llvm/Support/FormatVariadic.h>

#include "diagnostics/json_text.h"
#include "diagnostics/rule_ids.h"
#include "driver/excludes.h"
#include "driver/glob.h"

namespace wain::driver {
namespace {

void apply(const ConfigLayer& layer, RuleSettings& settings) {
  if (layer.select) settings.start_from(*layer.select);
  for (const ConfigSetting& setting : layer.settings)
    settings.set(setting.rule, setting.option, setting.value);  // checked when it was read
}

bool concerns(const ConfigLayer& layer, std::string_view relative) {
  return layer.files.empty() || std::any_of(layer.files.begin(), layer.files.end(),
                                            [&](const std::string& f) { return glob_matches(f, relative); });
}

std::string exclude_line(const std::vector<std::string>& patterns) {
  std::string list;
  for (const std::string& pattern : patterns)
    list += llvm::formatv("{0}{1}", list.empty() ? "" : ", ", json_text(pattern));  // as TOML writes it, too
  return fmt::format("exclude = [{}]\n", list);
}

std::string rules_table(const RuleSettings& settings) {
  std::string text = "\n[rules]\n";
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

}  // namespace

std::string_view name(RuleSet set) {
  switch (set) {
    case RuleSet::Correctness: return "correctness";
    case RuleSet::Recommended: return "recommended";
    case RuleSet::All: return "all";
  }
  return "";
}

const std::optional<Config>* RuleConfigs::config_of(const std::string& path) {
  return files_.in(absolute_path(path).parent_path().string());
}

const RuleSettings* RuleConfigs::of(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (const auto known = by_file_.find(path); known != by_file_.end()) return &known->second;
  const std::optional<Config>* config = config_of(path);
  if (config != nullptr && !*config) return nullptr;
  RuleSettings settings;
  if (config != nullptr) {
    const std::string relative = absolute_path(path).lexically_relative((*config)->folder).generic_string();
    for (const ConfigLayer& layer : (*config)->layers)
      if (concerns(layer, relative)) apply(layer, settings);
  }
  for (const std::string& setting : arguments_.settings) settings.set(setting);
  return &by_file_.emplace(path, std::move(settings)).first->second;
}

std::optional<std::string> RuleConfigs::text_for(const std::string& path) {
  const RuleSettings* settings = of(path);
  if (settings == nullptr) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  const std::optional<Config>* config = config_of(path);
  return exclude_line(config != nullptr ? (*config)->exclude : with_default_excludes({})) +
         rules_table(*settings);
}

}  // namespace wain::driver
