// The only file that knows toml++.

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "driver/complain.h"
#include "driver/config.h"
#include "driver/excludes.h"
#include "driver/setting_refusal.h"
#include "sema/analyze.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace wain::driver {
namespace {

constexpr std::array<std::string_view, 4> top_keys = {"exclude", "select", "rules", "overrides"};

bool is_top_key(std::string_view key) {
  return std::find(top_keys.begin(), top_keys.end(), key) != top_keys.end();
}

class ConfigReader {
public:
  explicit ConfigReader(std::string path) : path_(std::move(path)) {}

  std::optional<Config> read(const toml::table& root) {
    Config config;
    config.folder = absolute_path(path_).parent_path().string();
    config.layers.emplace_back();
    std::vector<std::string> exclude;
    for (const auto& [key, value] : root) {
      if (key == "overrides")
        read_overrides(value, config);
      else if (key == "exclude")
        exclude = read_patterns(key, value);
      else
        read_key(key, value, {top_keys.begin(), top_keys.end()}, config.layers.front());
    }
    config.exclude = with_default_excludes(exclude);
    return failed_ ? std::nullopt : std::optional(std::move(config));
  }

  [[nodiscard]] std::string where(const toml::source_region& region) const {
    return fmt::format("{}:{}:{}", path_, region.begin.line, region.begin.column);
  }

private:
  void read_overrides(const toml::node& value, Config& config) {
    const toml::array* list = value.as_array();
    if (list == nullptr || !list->is_homogeneous(toml::node_type::table))
      return wrong_type(value, "overrides", "written as `[[overrides]]`");
    for (const toml::node& item : *list) {
      ConfigLayer layer;
      for (const auto& [key, part] : *item.as_table()) {
        if (key == "files")
          layer.files = read_patterns(key, part);
        else
          read_key(key, part, {"files", "select", "rules"}, layer);
      }
      if (layer.files.empty() && !failed_) wrong_type(item, "files", "a list of patterns like \"legacy/**\"");
      config.layers.push_back(std::move(layer));
    }
  }

  /// None, and a complaint, if that is no list of patterns. What is empty means nothing.
  std::vector<std::string> read_patterns(const toml::key& key, const toml::node& value) {
    std::vector<std::string> patterns;
    const toml::array* list = value.as_array();
    bool good = list != nullptr && !list->empty();
    for (std::size_t i = 0; good && i < list->size(); ++i) {
      const toml::value<std::string>* text = (*list)[i].as_string();
      good = text != nullptr && !text->get().empty() && text->get() != "!";
      if (good) patterns.push_back(text->get());
    }
    if (!good) wrong_type(value, key.str(), "a list of patterns like \"legacy/**\"");
    return good ? patterns : std::vector<std::string>{};
  }

  void read_key(const toml::key& key, const toml::node& value, const std::vector<std::string_view>& known,
                ConfigLayer& layer) {
    if (key == "select") return read_select(value, layer);
    if (key == "rules") return read_rules(value, layer);
    failed_ = true;
    complain(Diag::ToolConfigUnknownKey,
             {arg("where", where(key.source())), arg("key", key.str()),
              arg("known", fmt::format("{}", fmt::join(known, ", ")))},
             key.str(), known);
    if (!settable(key.str()).empty()) complain(Diag::ToolConfigRuleHere, {});
  }

  void read_select(const toml::node& value, ConfigLayer& layer) {
    const toml::value<std::string>* text = value.as_string();
    if (text == nullptr) return wrong_type(value, "select", "the name of a set of rules");
    std::vector<std::string_view> known;
    for (const RuleSet set : {RuleSet::Correctness, RuleSet::Recommended, RuleSet::All}) {
      if (name(set) == text->get()) layer.select = set;
      known.push_back(name(set));
    }
    if (layer.select) return;
    failed_ = true;
    complain(Diag::ToolConfigUnknownValue,
             {arg("where", where(value.source())), arg("key", "select"), arg("value", text->get()),
              arg("known", fmt::format("{}", fmt::join(known, ", ")))},
             text->get(), known);
  }

  void read_rules(const toml::node& value, ConfigLayer& layer) {
    const toml::table* rules = value.as_table();
    if (rules == nullptr) return wrong_type(value, "rules", "a table");
    std::map<Diag, std::string> named;
    for (const auto& [rule, wanted] : *rules) {
      once(rule, wanted, named);
      const toml::table* options = wanted.as_table();
      if (options == nullptr) {
        take(rule, "level", wanted, layer);
        continue;
      }
      for (const auto& [option, number] : *options) take(rule, option.str(), number, layer);
    }
  }

  /// A rule goes by its name and by its code: which of the two would hold is nobody's guess.
  void once(const toml::key& rule, const toml::node& value, std::map<Diag, std::string>& named) {
    const std::optional<Diag> id = find_diagnostic(rule.str());
    if (!id) return;
    const auto [other, is_first] = named.emplace(*id, rule.str());
    if (!is_first)
      wrong_type(value, rule.str(), fmt::format("given once: `{}` is the same rule", other->second));
  }

  void take(const toml::key& rule, std::string_view option, const toml::node& value, ConfigLayer& layer) {
    const std::optional<std::string> text = text_of(value);
    if (!text) return wrong_type(value, std::string(rule.str()), "a level, a number, or a table of options");
    ConfigSetting setting{std::string(rule.str()), std::string(option), *text, where(value.source())};
    if (const std::optional<RuleSettings::Refusal> refusal =
            scratch_.set(setting.rule, setting.option, setting.value)) {
      failed_ = true;
      const bool at_rule = refusal->kind == RuleSettings::Refusal::Kind::UnknownRule;
      complain_of(*refusal, at_rule ? where(rule.source()) : setting.where);
      if (at_rule && is_top_key(rule.str())) complain(Diag::ToolConfigNotARule, {});
      if (refusal->kind == RuleSettings::Refusal::Kind::NotALevel) hint_option(setting);
    }
    layer.settings.push_back(std::move(setting));
  }

  /// `rubber-stamp = "2%"`: an option without its name.
  static void hint_option(const ConfigSetting& setting) {
    for (const std::string& option : settable(setting.rule)) {
      if (RuleSettings().set(setting.rule, option, setting.value)) continue;
      const std::string text = fmt::format("{} = {{ {} = \"{}\" }}", setting.rule, option, setting.value);
      return complain(Diag::ToolWriteInstead, {arg("text", text)});
    }
  }

  static std::optional<std::string> text_of(const toml::node& value) {
    if (const auto* text = value.as_string()) return text->get();
    if (const auto* whole = value.as_integer()) return fmt::format("{}", whole->get());
    if (const auto* number = value.as_floating_point()) return fmt::format("{}", number->get());
    return std::nullopt;
  }

  void wrong_type(const toml::node& value, std::string_view key, std::string_view wanted) {
    failed_ = true;
    complain(Diag::ToolConfigType,
             {arg("where", where(value.source())), arg("key", key), arg("wanted", wanted)});
  }

  std::string path_;
  RuleSettings scratch_;
  bool failed_ = false;
};

}  // namespace

std::optional<Config> read_config(const std::string& path) {
  const sema::ReadResult file = sema::read_file(path);
  if (!file.text) {
    complain(Diag::ToolCannotRead, {arg("path", path), arg("reason", file.reason)});
    return std::nullopt;
  }
  ConfigReader reader(path);
  const toml::parse_result parsed = toml::parse(*file.text);
  if (!parsed) {
    complain(Diag::ToolConfigSyntax, {arg("where", reader.where(parsed.error().source())),
                                      arg("reason", parsed.error().description())});
    return std::nullopt;
  }
  return reader.read(parsed.table());
}

}  // namespace wain::driver
