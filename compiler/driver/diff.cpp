#include <algorithm>

#include <llvm/ADT/StringRef.h>
#include <unistd.h>

#include "diagnostics/report.h"
#include "driver/command.h"
#include "driver/diff_report.h"
#include "driver/diff_side.h"
#include "driver/output.h"
#include "driver/rule_config.h"
#include "driver/rule_engine.h"
#include "driver/show_findings.h"

namespace wain::driver {
namespace {

/// Shows why a side cannot be compared.
void show_errors(DiffSide side) {
  std::erase_if(side.diagnostics.all(),
                [](const Diagnostic& d) { return info(d.id).kind == DiagKind::Rule; });
  Report report;
  report.add(std::move(side.sources), std::move(side.diagnostics));
  report.finish(1);
  show_findings_aside(report, ColorChoice::Auto);
}

int run_diff(const Arguments& arguments) {
  const std::optional<lint::LintOptions> options = lint_options_of(arguments);
  const auto sources = options ? diff_sources(arguments) : std::nullopt;
  if (!sources) return ExitTrouble;
  RuleConfigs configs(arguments);
  std::optional<DiffSide> before = compile_side(sources->first, *options, configs);
  std::optional<DiffSide> after = compile_side(sources->second, *options, configs);
  if (!before || !after || configs.broken()) return ExitTrouble;
  bool broken = false;
  for (DiffSide* side : {&*before, &*after}) {
    // An error finding of a rule is no obstacle.
    const bool unreadable = std::any_of(
        side->diagnostics.all().begin(), side->diagnostics.all().end(),
        [](const Diagnostic& d) { return d.level == Level::Error && info(d.id).kind != DiagKind::Rule; });
    if (!unreadable) continue;
    broken = true;
    show_errors(std::move(*side));
  }
  if (broken) return ExitFindings;
  const DiffReport report = diff_report(*before, *after);
  FileOutput out(STDOUT_FILENO);
  switch (arguments.diff_format) {
    case DiffFormat::Text: out << diff_text(report, *before, *after); break;
    case DiffFormat::Markdown: out << diff_markdown(report, *before, *after); break;
    case DiffFormat::Json: out << diff_json(report, *before, *after); break;
  }
  if (!finish_stdout(out)) return ExitTrouble;
  return arguments.fail_on != Level::Off && report.reaches(arguments.fail_on) ? ExitFindings : ExitClean;
}

}  // namespace

const Command& diff_command() {
  static constexpr Command command{
      "diff",
      "what a change to a definition does to the work: who decides, who owns, how long it takes",
      R"(Examples:
  wain diff claims-old.wain claims.wain
  wain diff HEAD~1 -- claims.wain           the file as it was, and as it is
  wain diff main HEAD -- claims.wain        at two revisions; also main..HEAD
  wain diff main... -- claims.wain          since the branch left main; also A...B
  wain diff HEAD~1:old-name.wain claims.wain
                                            of a file that has been renamed
  editor | wain diff claims.wain -          standard input is one of the two
  wain diff --format markdown HEAD~1 -- claims.wain > comment.md
  wain diff --fail-on warning HEAD~1 -- claims.wain
                                            fails if the change loses or brings something

What the change loses (a judgment, an owner, a control, a limit of authority, a part
of a check) are findings of the rules DIF001 to DIF005: `allow` in the new definition and
`wain.toml` hold for them as for all others.

Exit status: 0 compared, 1 one of the two has errors, or with --fail-on: the
change brings a finding of that level, 2 wain could not do its job.)",
      TakesTwoSides | TakesToday,
      Level::Off,
      run_diff};
  return command;
}

}  // namespace wain::driver
