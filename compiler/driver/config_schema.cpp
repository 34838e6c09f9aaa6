#include <string>

#include <fmt/format.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include "driver/config.h"
#include "driver/excludes.h"
#include "driver/rule_config.h"

namespace wain::driver {
namespace {

llvm::StringRef ref(std::string_view text) { return {text.data(), text.size()}; }

/// The JSON Schema of settings files, written as it is walked.
class SchemaWriter {
public:
  explicit SchemaWriter(llvm::raw_ostream& out) : json_(out, 2) {}

  void write() {
    json_.object([&] {
      json_.attribute("$schema", "https://json-schema.org/draft/2020-12/schema");
      json_.attribute("title", "wain.toml: which rules report, and at which level");
      open_object([&] {
        json_.attributeObject("exclude", [&] { write_exclude(); });
        write_layer_keys();
        json_.attributeObject("overrides", [&] { write_overrides(); });
      });
      json_.attributeObject("$defs", [&] { json_.attributeObject("rules", [&] { write_rules(); }); });
    });
  }

private:
  /// An object of these properties and no others.
  void open_object(llvm::function_ref<void()> properties) {
    json_.attribute("type", "object");
    json_.attribute("additionalProperties", false);
    json_.attributeObject("properties", properties);
  }

  void write_layer_keys() {
    json_.attributeObject("select", [&] {
      json_.attributeArray("enum", [&] {
        for (const RuleSet set : {RuleSet::Correctness, RuleSet::Recommended, RuleSet::All})
          json_.value(ref(name(set)));
      });
    });
    json_.attributeObject("rules", [&] { json_.attribute("$ref", "#/$defs/rules"); });
  }

  /// A list of strings that match the regular expression.
  void write_patterns(const char* form) {
    json_.attribute("type", "array");
    json_.attribute("minItems", 1);
    json_.attributeObject("items", [&] {
      json_.attribute("type", "string");
      json_.attribute("pattern", form);
    });
  }

  void write_exclude() {
    std::string presets;
    for (const std::string_view preset : default_excludes())
      presets += fmt::format("{}{}", presets.empty() ? "" : ", ", preset);
    json_.attribute("description", "what a search does not look at, besides hidden folders and " + presets +
                                       "; a pattern behind `!` is looked at after all");
    write_patterns("^(?!!$).");
  }

  void write_overrides() {
    json_.attribute("type", "array");
    json_.attributeObject("items", [&] {
      json_.attributeArray("required", [&] { json_.value("files"); });
      open_object([&] {
        json_.attributeObject("files", [&] { write_patterns("^."); });
        write_layer_keys();
      });
    });
  }

  void write_rules() {
    open_object([&] {
      for (const Diag rule : all_diagnostics()) {
        if (info(rule).kind != DiagKind::Rule) continue;
        for (const std::string_view key : {info(rule).name, info(rule).code})
          json_.attributeObject(ref(key), [&] { write_rule(rule); });
      }
    });
  }

  void write_rule(Diag rule) {
    json_.attributeArray("anyOf", [&] {
      json_.object([&] { write_level(); });
      json_.object([&] {
        open_object([&] {
          json_.attributeObject("level", [&] { write_level(); });
          for (const OptionInfo& row : all_options())
            if (row.rule == rule) json_.attributeObject(ref(row.name), [&] { write_option(row); });
        });
      });
    });
  }

  void write_level() {
    json_.attributeArray("enum", [&] {
      for (const Level level : {Level::Off, Level::Info, Level::Warning, Level::Error})
        json_.value(ref(name(level)));
    });
  }

  void write_range(const OptionInfo& row, const char* type) {
    json_.attribute("type", type);
    json_.attribute("minimum", row.least);
    json_.attribute("maximum", row.most);
  }

  void write_option(const OptionInfo& row) {
    json_.attribute("description", ref(row.description));
    if (row.kind == OptionKind::Count) {
      json_.attribute("default", row.preset);
      return write_range(row, "integer");
    }
    json_.attribute("default", written(row.kind, row.preset));
    json_.attributeArray("anyOf", [&] {
      json_.object([&] { write_range(row, "number"); });
      json_.object([&] {
        json_.attribute("type", "string");
        json_.attribute("pattern", "^[0-9]+([.][0-9]+)?%?$");
      });
    });
  }

  llvm::json::OStream json_;
};

}  // namespace

std::string config_schema() {
  std::string text;
  llvm::raw_string_ostream out(text);
  SchemaWriter(out).write();
  out << '\n';
  return text;
}

}  // namespace wain::driver
