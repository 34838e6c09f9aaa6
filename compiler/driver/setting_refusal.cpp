#include "driver/setting_refusal.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "driver/complain.h"

namespace wain::driver {
namespace {

/// `RULE=VALUE` leaves out what of the rule is set: its level, if the value is one.
void complain_of_form(std::string_view setting) {
  complain(Diag::ToolRuleSettingForm, {arg("setting", setting)});
  const std::string_view rule = setting.substr(0, setting.find('='));
  if (rule.size() == setting.size()) return;
  const std::string_view value = setting.substr(rule.size() + 1);
  for (const std::string& option : settable(rule)) {
    if (RuleSettings().set(rule, option, value)) continue;
    return complain(Diag::ToolWriteInstead,
                    {arg("text", fmt::format("--set {}.{}={}", rule, option, value))});
  }
}

}  // namespace

std::vector<std::string> settable(std::string_view rule) {
  std::vector<std::string> options;
  const std::optional<Diag> id = find_diagnostic(rule);
  if (!id || info(*id).kind != DiagKind::Rule) return options;
  options.emplace_back("level");
  for (const OptionInfo& row : all_options())
    if (row.rule == *id) options.emplace_back(row.name);
  return options;
}

void complain_of(const RuleSettings::Refusal& refusal, std::string_view where) {
  const std::vector<std::string_view> known(refusal.known.begin(), refusal.known.end());
  const auto knowns = [&] { return fmt::format("{}", fmt::join(known, ", ")); };
  const DiagArg at = arg("where", where);
  using Kind = RuleSettings::Refusal::Kind;
  switch (refusal.kind) {
    case Kind::UnknownRule:
      return complain(Diag::ToolSettingUnknownRule, {at, arg("name", refusal.word)}, refusal.word, known);
    case Kind::UnknownOption:
      return complain(Diag::ToolUnknownRuleOption, {at, arg("name", refusal.word), arg("known", knowns())},
                      refusal.word, known);
    case Kind::NotANumber:
      return complain(Diag::ToolRuleOptionNoNumber,
                      {at, arg("value", refusal.word), arg("like", known.front())});
    case Kind::OutOfRange:
      return complain(Diag::ToolRuleOptionRange, {at, arg("value", refusal.word), arg("least", known.front()),
                                                  arg("most", known.back())});
    case Kind::NotALevel:
      return complain(Diag::ToolNotALevel, {at, arg("value", refusal.word), arg("known", knowns())},
                      refusal.word, known);
    case Kind::NotLikeThis: return complain_of_form(refusal.word);
  }
}

}  // namespace wain::driver
