#include "diagnostics/rule_options.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/xxhash.h>

#include "diagnostics/rule_ids.h"

namespace wain {

const std::vector<OptionInfo>& all_options() {
  static const std::vector<OptionInfo> rows = {
#define WAIN_OPTION(id, rule_id, name, kind, preset, least, most, description) \
  {rule::rule_id, name, OptionKind::kind, preset, least, most, description},
#include "diagnostics/rules.def"
  };
  return rows;
}

std::string written(OptionKind kind, double value) {
  return kind == OptionKind::Share ? fmt::format("{:.6g}%", value * 100) : fmt::format("{:.6g}", value);
}

RuleSettings::RuleSettings() {
  values_.reserve(all_options().size());
  for (const OptionInfo& row : all_options()) values_.push_back(row.preset);
}

std::optional<Level> RuleSettings::level(Diag rule) const {
  const auto found = levels_.find(rule);
  return found == levels_.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t RuleSettings::digest() const {
  std::string bytes(values_.size() * sizeof(double), '\0');
  std::memcpy(bytes.data(), values_.data(), bytes.size());
  for (const auto& [rule, level] : levels_)
    bytes += fmt::format("{}={} ", static_cast<unsigned>(rule), name(level));
  return llvm::xxh3_64bits(llvm::StringRef(bytes));
}

namespace {

using Refusal = RuleSettings::Refusal;

Refusal unknown_rule(std::string_view word) {
  Refusal refusal{Refusal::Kind::UnknownRule, std::string(word), {}};
  for (const Diag id : all_diagnostics())
    if (info(id).kind == DiagKind::Rule) refusal.known.emplace_back(info(id).name);
  return refusal;
}

std::optional<double> parse_number(OptionKind kind, std::string_view text) {
  const bool percent = kind == OptionKind::Share && text.ends_with('%');
  if (percent) text.remove_suffix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (kind == OptionKind::Count && std::trunc(value) != value) return std::nullopt;
  return percent ? value / 100 : value;
}

}  // namespace

std::optional<Refusal> RuleSettings::set_level(Diag rule, std::string_view value) {
  for (const Level level : {Level::Off, Level::Info, Level::Warning, Level::Error}) {
    if (name(level) != value) continue;
    levels_[rule] = level;
    return std::nullopt;
  }
  return Refusal{Refusal::Kind::NotALevel, std::string(value), {"off", "info", "warning", "error"}};
}

std::optional<Refusal> RuleSettings::set_number(std::size_t option, std::string_view value) {
  const OptionInfo& row = all_options()[option];
  const std::optional<double> number = parse_number(row.kind, value);
  if (!number) return Refusal{Refusal::Kind::NotANumber, std::string(value), {written(row.kind, row.preset)}};
  if (!(*number >= row.least && *number <= row.most)) {
    return Refusal{Refusal::Kind::OutOfRange,
                   std::string(value),
                   {written(row.kind, row.least), written(row.kind, row.most)}};
  }
  values_[option] = *number;
  return std::nullopt;
}

std::optional<Refusal> RuleSettings::set(std::string_view setting) {
  const std::size_t dot = setting.find('.');
  const std::size_t equals = setting.find('=');
  if (dot == std::string_view::npos || equals == std::string_view::npos || equals < dot)
    return Refusal{Refusal::Kind::NotLikeThis, std::string(setting), {}};
  return set(setting.substr(0, dot), setting.substr(dot + 1, equals - dot - 1), setting.substr(equals + 1));
}

std::optional<Refusal> RuleSettings::set(std::string_view rule_name, std::string_view option,
                                         std::string_view value) {
  const std::optional<Diag> rule = find_diagnostic(rule_name);
  if (!rule || info(*rule).kind != DiagKind::Rule) return unknown_rule(rule_name);
  if (option == "level") return set_level(*rule, value);
  Refusal refusal{Refusal::Kind::UnknownOption, std::string(option), {"level"}};
  for (std::size_t i = 0; i < all_options().size(); ++i) {
    if (all_options()[i].rule != *rule) continue;
    if (all_options()[i].name == option) return set_number(i, value);
    refusal.known.emplace_back(all_options()[i].name);
  }
  return refusal;
}

void RuleSettings::start_from(RuleSet set) {
  levels_.clear();
  for (const Diag id : all_diagnostics()) {
    const DiagInfo& row = info(id);
    if (row.kind != DiagKind::Rule) continue;
    if (set == RuleSet::Correctness && row.level != Level::Error) levels_[id] = Level::Off;
    if (set == RuleSet::All && row.level == Level::Off) levels_[id] = Level::Info;
  }
}

}  // namespace wain
