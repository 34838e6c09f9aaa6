/// What a user may set about a rule: its numbers (the rows WAIN_OPTION of rules.def) and its level.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace wain {

/// How a number is written: a count as `2`, a share as `20%` or `0.2`.
enum class OptionKind : std::uint8_t { Count, Share };

/// One identifier for each row WAIN_OPTION.
enum class RuleOption : std::uint16_t {
#define WAIN_OPTION(id, rule, name, kind, preset, least, most, description) id,
#include "diagnostics/rules.def"
};

/// A row of the table. Shares are 0..1.
struct OptionInfo {
  Diag rule;
  std::string_view name;  ///< kebab-case
  OptionKind kind;
  double preset;
  double least, most;  ///< both included
  std::string_view description;
};

/// Every row, in order.
const std::vector<OptionInfo>& all_options();
/// A number as it is written: `2`, `20%`.
std::string written(OptionKind kind, double value);

/// Which rules report at all, before single ones are set.
enum class RuleSet : std::uint8_t {
  Correctness,  ///< only those that are errors by default
  Recommended,  ///< every rule at its default level
  All,          ///< also those that are off by default, as `info`
};

/// Settings of one run; without any, the presets of the table.
class RuleSettings {
public:
  RuleSettings();

  [[nodiscard]] double operator[](RuleOption option) const {
    return values_[static_cast<std::size_t>(option)];
  }
  /// The level that the user gave this rule; nothing: the rule's own.
  [[nodiscard]] std::optional<Level> level(Diag rule) const;

  /// The same for settings that are alike, on one machine; as good as never for others.
  [[nodiscard]] std::uint64_t digest() const;

  /// What was wrong with a setting; `known` lists what could have stood in place of `word`.
  struct Refusal {
    enum class Kind : std::uint8_t {
      UnknownRule,
      UnknownOption,
      NotANumber,
      OutOfRange,
      NotALevel,
      NotLikeThis
    };
    Kind kind;
    std::string word;
    std::vector<std::string> known;
  };
  /// Takes `RULE.OPTION=VALUE` or `RULE.level=LEVEL`.
  std::optional<Refusal> set(std::string_view setting);
  /// The same in its parts; `option` may be `level`.
  std::optional<Refusal> set(std::string_view rule, std::string_view option, std::string_view value);
  /// Forgets every level set so far and takes those of the set.
  void start_from(RuleSet set);

private:
  std::optional<Refusal> set_level(Diag rule, std::string_view value);
  std::optional<Refusal> set_number(std::size_t option, std::string_view value);

  std::vector<double> values_;
  std::map<Diag, Level> levels_;
};

}  // namespace wain
