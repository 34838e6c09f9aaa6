#include "driver/setting_refusal.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "driver/complain.h"

namespace wain::driver {

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
    case Kind::NotLikeThis: return complain(Diag::ToolRuleSettingForm, {arg("setting", refusal.word)});
  }
}

}  // namespace wain::driver
