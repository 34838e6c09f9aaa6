#include "driver/command.h"
#include "driver/compile_roots.h"
#include "driver/rule_engine.h"
#include "driver/show_findings.h"

namespace wain::driver {
namespace {

int run_lint(const Arguments& arguments) {
  const std::optional<lint::LintOptions> options = lint_options_of(arguments);
  if (!options) return ExitTrouble;
  lint::LintWork work;
  const Outcome outcome = compile_roots(arguments, [&](Compilation& compilation) {
    work = run_rules(*compilation.analysis.definition, *options, compilation.diagnostics);
  });
  if (arguments.verbose) show_work(work);
  return show_findings(outcome, arguments);
}

}  // namespace

const Command& lint_command() {
  static constexpr Command command{"lint",
                                   "check, then say what is wrong with the work that a file describes",
                                   R"(Examples:
  wain lint claims.wain
  wain lint --format json processes/ > findings.json
  wain lint --fail-on error .              warnings are shown and do not fail
  wain lint --today 2027-04-01 a.wain      as of a day: which `allow`s have run out?
  wain lint --set rubber-stamp.threshold=2% --set diffuse-ownership.level=off a.wain

A rule is explained by `wain explain RULE`, and silenced where it does not
apply by `allow RULE because "reason"` in the file.

Exit status: 0 nothing at the failing level, 1 findings, 2 wain could not do its job.)",
                                   TakesFiles | TakesFindings | TakesToday | TakesSettings | TakesVerbose,
                                   Level::Warning,
                                   run_lint};
  return command;
}

}  // namespace wain::driver
