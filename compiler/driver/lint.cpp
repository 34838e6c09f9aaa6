#include <memory>
#include <utility>
#include <vector>

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringRef.h>
#include <unistd.h>

#include "driver/command.h"
#include "driver/compile_roots.h"
#include "driver/complain.h"
#include "driver/fix.h"
#include "driver/lint_cache.h"
#include "driver/output.h"
#include "driver/rule_config.h"
#include "driver/rule_engine.h"
#include "driver/show_findings.h"
#include "fixes/lay_out.h"

namespace wain::driver {
namespace {

/// After such an error nothing is worth keeping: it may be about a file that is not there yet.
bool has_front_end_errors(const Diagnostics& diagnostics) {
  return llvm::any_of(diagnostics.all(), [](const Diagnostic& each) {
    return each.level == Level::Error && info(each.id).kind == DiagKind::FrontEnd;
  });
}

/// Lints one compilation, as the settings of its files say, and lays out the fixes.
lint::LintWork lint_one(Compilation& compilation, const lint::LintOptions& options, RuleConfigs& configs) {
  const SourceManager& sources = compilation.sources;
  // Whether anything is found in an imported file or not, its settings must be sound.
  for (std::uint32_t i = 0; i < sources.size(); ++i)
    if (configs.of(std::string(sources.path(FileId{i}))) == nullptr && i == 0) return {};  // and it was said
  lint::LintWork work = run_rules(*compilation.analysis.definition, options_for(sources, options, configs),
                                  compilation.diagnostics);
  // Fixes are laid out in text of the language.
  if (compilation.analysis.trees.empty()) work.fixes.clear();
  // Files that are imported only are left as they are.
  const auto is_named = [&](const Edit& edit) {
    return llvm::is_contained(compilation.analysis.definition->roots, edit.place.file);
  };
  fixes::Layouter layouter(sources);
  for (Fix& fix : work.fixes)
    if (layouter.lay_out(fix) && llvm::all_of(fix.edits, is_named))
      compilation.fixes.push_back(std::move(fix));
  work.fixes.clear();
  compilation.lasting = work.undecided.empty() && !has_front_end_errors(compilation.diagnostics);
  return work;
}

int print_configs(const Arguments& arguments, RuleConfigs& configs) {
  FileOutput out(STDOUT_FILENO);
  const Inputs inputs = find_inputs(arguments, configs.files());
  for (const InputFile& file : inputs.files) {
    const std::optional<std::string> text = configs.text_for(file.path);
    if (!text) continue;
    if (inputs.files.size() > 1) out << "# " << file.path << '\n';
    out << *text;
  }
  return finish_stdout(out) && inputs.complete && !configs.broken() ? ExitClean : ExitTrouble;
}

int run_lint(const Arguments& arguments) {
  const std::optional<lint::LintOptions> options = lint_options_of(arguments);
  if (!options) return ExitTrouble;
  RuleConfigs configs(arguments);
  if (arguments.print_config) return print_configs(arguments, configs);
  std::unique_ptr<LintCache> cache;
  const LintPass lint = [&](const Inputs& inputs, const Overlay& overlay) {
    // Before any thread asks, so that what is wrong with settings files is said in the order of the inputs.
    for (const InputFile& file : inputs.files) configs.of(file.path);
    std::vector<lint::LintWork> works(inputs.files.size());
    Outcome outcome = compile_roots(
        arguments, inputs, overlay,
        [&](Compilation& compilation) {
          works[compilation.input] = lint_one(compilation, *options, configs);
        },
        Turns::SideBySide, cache.get());
    if (cache != nullptr) cache->save();
    const lint::LintWork work = sum_of(works);
    if (arguments.verbose)
      show_work(work);
    else if (!work.undecided.empty())
      complain(Diag::ToolLeftOpen, {arg("count", work.undecided.size())});
    outcome.complete =
        outcome.complete && inputs.complete && !configs.broken();  // what was not linted must not look clean
    return outcome;
  };
  const Inputs inputs = find_inputs(arguments, configs.files());
  if (wants_fixes(arguments)) return lint_and_fix(arguments, inputs, lint);
  // How much work it was is no matter of findings, and fixes are made by trying them out.
  if (!arguments.verbose) cache = LintCache::open(arguments, options->today, configs);
  return show_findings(lint(inputs, {}), arguments);
}

}  // namespace

const Command& lint_command() {
  static constexpr Command command{
      "lint",
      "check, then say what is wrong with the work that a file describes",
      R"(Examples:
  wain lint claims.wain
  wain lint --format json processes/ > findings.json
  wain lint --exclude drafts/ .            all but what is in this folder
  wain lint --fail-on error .              warnings are shown and do not fail
  wain lint --today 2027-04-01 a.wain      as of a day: which `allow`s have run out?
  wain lint --set rubber-stamp.share=2% --set diffuse-ownership.level=off a.wain
  wain lint --write-baseline known.json .  adopt the linter: from then on
  wain lint --baseline known.json .        only what is new counts
  wain lint claims.json                    an IR, of `compile --emit ir-json` or another tool
  wain lint --fix .                        apply the safe fixes, show what is left
  wain lint --diff --propose redundant-approval a.wain
                                           what would the work be without it?

A rule is explained by `wain explain RULE`, and silenced where it does not
apply by `allow RULE because "reason"` in the file. `wain.toml`, found upward
from each file, says which rules report, and at which level.

Exit status: 0 nothing at the failing level, 1 findings, 2 wain could not do its job.)",
      TakesFiles | TakesFindings | TakesToday | TakesSettings | TakesVerbose | TakesCache | TakesFixes,
      Level::Warning,
      run_lint};
  return command;
}

}  // namespace wain::driver
