#include "driver/rule_engine.h"

#include <ctime>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "driver/complain.h"
#include "rules/engine/lint.h"

namespace wain::driver {

namespace {

void complain_of(const RuleSettings::Refusal& refusal, std::string_view setting) {
  const std::vector<std::string_view> known(refusal.known.begin(), refusal.known.end());
  const auto knowns = [&] { return fmt::format("{}", fmt::join(known, ", ")); };
  using Kind = RuleSettings::Refusal::Kind;
  switch (refusal.kind) {
    case Kind::UnknownRule:
      return complain(Diag::ToolUnknownRule, {arg("name", refusal.word)}, refusal.word, known);
    case Kind::UnknownOption:
      return complain(Diag::ToolUnknownRuleOption, {arg("setting", setting), arg("known", knowns())},
                      refusal.word, known);
    case Kind::NotANumber:
      return complain(Diag::ToolRuleOptionNoNumber,
                      {arg("setting", setting), arg("value", refusal.word), arg("like", known.front())});
    case Kind::OutOfRange:
      return complain(Diag::ToolRuleOptionRange,
                      {arg("setting", setting), arg("least", known.front()), arg("most", known.back())});
    case Kind::NotALevel:
      return complain(Diag::ToolUnknownValue,
                      {arg("option", setting), arg("value", refusal.word), arg("known", knowns())},
                      refusal.word, known);
    case Kind::NotLikeThis: return complain(Diag::ToolRuleSettingForm, {arg("setting", setting)});
  }
}

}  // namespace

lint::LintWork run_rules(const ir::Definition& definition, const lint::LintOptions& options,
                         Diagnostics& diagnostics) {
  return lint::lint(definition, options, diagnostics);
}

void show_work(const lint::LintWork& work) {
  complain(Diag::ToolSolverWork, {arg("questions", work.questions), arg("calls", work.solver_calls),
                                  arg("undecided", work.undecided.size())});
  for (const lint::LintWork::Open& open : work.undecided)
    complain(Diag::ToolUndecided, {arg("rule", info(open.rule).name), arg("symbol", open.symbol)});
}

std::optional<lint::LintOptions> lint_options_of(const Arguments& arguments) {
  const std::optional<ir::Date> today = date_of(arguments);
  if (!today) return std::nullopt;
  lint::LintOptions options{*today, {}};
  for (const std::string& setting : arguments.settings) {
    const std::optional<RuleSettings::Refusal> refusal = options.settings.set(setting);
    if (!refusal) continue;
    complain_of(*refusal, setting);
    return std::nullopt;
  }
  return options;
}

std::optional<ir::Date> date_of(const Arguments& arguments) {
  if (arguments.today.empty()) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return ir::Date::parse(
        fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday));
  }
  const std::optional<ir::Date> date = ir::Date::parse(arguments.today);
  if (!date) complain(Diag::ToolNotADate, {arg("value", arguments.today)});
  return date;
}

}  // namespace wain::driver
