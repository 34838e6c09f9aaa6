/// The one place where the command line meets the lint rules.
#pragma once

#include <optional>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "driver/arguments.h"
#include "driver/rule_config.h"
#include "ir/definition.h"
#include "ir/value.h"
#include "rules/engine/lint.h"

namespace wain::driver {

/// Runs every rule over a definition; findings are added to what the front end reported.
lint::LintWork run_rules(const ir::Definition& definition, const lint::LintOptions& options,
                         Diagnostics& diagnostics);
/// What holds for a compilation: the settings of its root, which was added first, and in each file that
/// file's levels. The result refers to both others.
lint::LintOptions options_for(const SourceManager& sources, const lint::LintOptions& options,
                              RuleConfigs& configs);
/// The work on all definitions, in their order.
lint::LintWork sum_of(const std::vector<lint::LintWork>& works);
/// Says on standard error how much work the conditions were, and what stayed undecided.
void show_work(const lint::LintWork& work);
/// What the command line says about rules; nothing, and a complaint, if something is wrong with it.
std::optional<lint::LintOptions> lint_options_of(const Arguments& arguments);
/// The day of --today, or the system's; nothing, and a complaint, if it is no date.
std::optional<ir::Date> date_of(const Arguments& arguments);

}  // namespace wain::driver
