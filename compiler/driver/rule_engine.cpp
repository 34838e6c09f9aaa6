#include "driver/rule_engine.h"

#include <ctime>

#include <fmt/format.h>

#include "driver/complain.h"
#include "driver/setting_refusal.h"
#include "rules/engine/lint.h"

namespace wain::driver {

lint::LintWork run_rules(const ir::Definition& definition, const lint::LintOptions& options,
                         Diagnostics& diagnostics) {
  return lint::lint(definition, options, diagnostics);
}

lint::LintOptions options_for(const SourceManager& sources, const lint::LintOptions& options,
                              RuleConfigs& configs) {
  lint::LintOptions result = options;
  const RuleSettings* settings = configs.of(std::string(sources.path(FileId{0})));
  if (settings != nullptr) result.settings = *settings;
  result.level_in = [&sources, &configs](Diag rule, FileId file) {
    const RuleSettings* there = configs.of(std::string(sources.path(file)));
    return there != nullptr ? there->level(rule) : std::nullopt;
  };
  return result;
}

lint::LintWork sum_of(const std::vector<lint::LintWork>& works) {
  lint::LintWork sum;
  for (const lint::LintWork& work : works) {
    sum.questions += work.questions;
    sum.solver_calls += work.solver_calls;
    sum.undecided.insert(sum.undecided.end(), work.undecided.begin(), work.undecided.end());
  }
  return sum;
}

void show_work(const lint::LintWork& work) {
  complain(Diag::ToolSolverWork, {arg("questions", work.questions), arg("calls", work.solver_calls),
                                  arg("undecided", work.undecided.size())});
  for (const lint::Open& open : work.undecided)
    complain(Diag::ToolUndecided, {arg("rule", info(open.rule).name), arg("symbol", open.symbol)});
}

std::optional<lint::LintOptions> lint_options_of(const Arguments& arguments) {
  const std::optional<ir::Date> today = date_of(arguments);
  if (!today) return std::nullopt;
  lint::LintOptions options{*today, {}, {}};
  for (const std::string& setting : arguments.settings) {
    const std::optional<RuleSettings::Refusal> refusal = options.settings.set(setting);
    if (!refusal) continue;
    complain_of(*refusal, "--set " + setting);
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
