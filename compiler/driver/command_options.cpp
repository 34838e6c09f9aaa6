// Which option a group of `Takes` stands for, and where it goes in `Arguments`.

#include "driver/command_options.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "driver/complain.h"

namespace wain::driver {
namespace {

template <class T>
struct Choice {
  std::string_view word;
  T value;
};
constexpr Choice<Format> formats[] = {
    {"text", Format::Text},     {"short", Format::Short}, {"json", Format::Json},    {"sarif", Format::Sarif},
    {"github", Format::Github}, {"junit", Format::Junit}, {"gitlab", Format::Gitlab}};
constexpr Choice<Format> table_formats[] = {{"text", Format::Text}, {"json", Format::Json}};
constexpr Choice<Format> test_formats[] = {
    {"text", Format::Text}, {"json", Format::Json}, {"junit", Format::Junit}};
constexpr Choice<DiffFormat> diff_formats[] = {
    {"text", DiffFormat::Text}, {"markdown", DiffFormat::Markdown}, {"json", DiffFormat::Json}};
constexpr Choice<ColorChoice> colors[] = {
    {"auto", ColorChoice::Auto}, {"always", ColorChoice::Always}, {"never", ColorChoice::Never}};
constexpr Choice<Level> levels[] = {
    {"error", Level::Error}, {"warning", Level::Warning}, {"info", Level::Info}, {"never", Level::Off}};
constexpr Choice<EmitKind> emit_kinds[] = {{"ir", EmitKind::Ir},
                                           {"ir-json", EmitKind::IrJson},
                                           {"dot", EmitKind::Dot},
                                           {"mermaid", EmitKind::Mermaid},
                                           {"plan", EmitKind::Plan},
                                           {"bpmn", EmitKind::Bpmn},
                                           {"prosimos", EmitKind::Prosimos},
                                           {"bpsim", EmitKind::Bpsim},
                                           {"bpsim1", EmitKind::Bpsim1}};

/// Sets `target` to what the word means; complains if it means nothing.
template <class T, std::size_t N>
bool choose(std::string_view option, const std::string& word, const Choice<T> (&choices)[N], T& target) {
  std::vector<std::string_view> known;
  for (const Choice<T>& choice : choices) {
    if (choice.word == word) {
      target = choice.value;
      return true;
    }
    known.push_back(choice.word);
  }
  complain(
      Diag::ToolUnknownValue,
      {arg("option", option), arg("value", word), arg("known", fmt::format("{}", fmt::join(known, ", ")))},
      word, known);
  return false;
}

/// Begins a heading of the help text, under which the options stand that are added next.
void under(CLI::App& app, const char* heading) { app.option_defaults()->group(heading); }

void add_config_file_options(CLI::App& app, Arguments& arguments) {
  under(app, "Settings");
  app.add_option("--config", arguments.config,
                 "this settings file (default: wain.toml, found upward from each file)")
      ->type_name("FILE");
  app.add_flag("--no-config", arguments.no_config, "no settings file");
}

void add_rule_settings_option(CLI::App& app, Arguments& arguments) {
  app.add_option("--set", arguments.settings, "an option of a rule, or its `level`; may be repeated")
      ->type_name("RULE.OPTION=VALUE")
      ->allow_extra_args(false);
}

void add_lint_settings_options(CLI::App& app, Arguments& arguments) {
  add_rule_settings_option(app, arguments);
  app.add_flag("--print-config", arguments.print_config, "show what holds for the files, and lint nothing");
  under(app, "What is known");
  app.add_option("--baseline", arguments.baseline, "findings that are known: only others count")
      ->type_name("FILE");
  app.add_option("--write-baseline", arguments.write_baseline, "write what is found there, for --baseline")
      ->type_name("FILE");
}

void add_today_option(CLI::App& app, Arguments& arguments) {
  app.add_option("--today", arguments.today, "the day that dates are compared with (default: this day)")
      ->type_name("DATE");
}

void add_file_options(CLI::App& app, const Command& command, Arguments& arguments) {
  const bool one = (command.takes & TakesOneFile) != 0;
  CLI::Option* files =
      one ? app.add_option("file", arguments.paths, "the file; - is standard input")->expected(1)
          : app.add_option("files", arguments.paths, "files and folders; - is standard input");
  files->required();
  under(app, "Files");
  app.add_option("--stdin-filename", arguments.stdin_name, "the path that standard input goes by")
      ->type_name("PATH");
  if (one) return;
  app.add_option("--exclude", arguments.exclude,
                 "do not look at what this pattern means when folders are searched; may be repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  app.add_flag("--force-exclude", arguments.force_exclude,
               "nor at what is named, for tools that name every file, such as pre-commit");
  add_config_file_options(app, arguments);
}

constexpr std::uint32_t most_replications = 1'000'000;
constexpr unsigned most_jobs = 1024;
/// As many digits as a scenario's seed may have.
constexpr std::int64_t most_seed = 999'999'999'999'999'999;

constexpr unsigned most_warnings = 1'000'000'000;

void add_color_option(CLI::App& app, Words& words) {
  app.add_option("--color", words.color, "auto (default), always or never")->type_name("WHEN");
}

void add_jobs_option(CLI::App& app, Arguments& arguments) {
  app.add_option("--jobs", arguments.jobs, "threads (default: as many as there are cores)")
      ->type_name("N")
      ->check(CLI::Range(1U, most_jobs));
}

void add_luck_options(CLI::App& app, Arguments& arguments) {
  add_jobs_option(app, arguments);
  app.add_option("--seed", arguments.seed, "of the random numbers, instead of the scenario's")
      ->type_name("S")
      ->check(CLI::Range(std::int64_t{0}, most_seed));
}

void add_expectation_options(CLI::App& app, Arguments& arguments, Words& words) {
  app.add_option("--format", words.format, "text (default), json or junit")->type_name("FORMAT");
  app.add_option("--expect", arguments.expects,
                 "only expectations in which these words stand; may be repeated")
      ->type_name("WORDS")
      ->allow_extra_args(false);
  app.add_option("--replications", arguments.replications,
                 "at most so many of each scenario (default 320); fewer if fewer decide")
      ->type_name("MAX")
      ->check(CLI::Range(1U, most_replications));
  app.add_flag("--allow-undecided", arguments.allow_undecided,
               "what cannot be decided does not make the exit status 1");
  add_luck_options(app, arguments);
  app.add_flag("-q,--quiet", arguments.quiet, "no progress; of what passed, only how many");
}

void add_cache_options(CLI::App& app, Arguments& arguments) {
  app.add_flag("--no-cache", arguments.no_cache, "work everything out, and keep nothing for the next run");
  app.add_option("--cache-dir", arguments.cache_dir,
                 "keep what was found there (default: WAIN_CACHE_DIR, or wain in the user's cache folder)")
      ->type_name("FOLDER");
}

void add_fix_options(CLI::App& app, Arguments& arguments) {
  under(app, "Fixes");
  app.add_flag("--fix", arguments.fix, "apply the safe fixes, then show what is left");
  app.add_option("--propose", arguments.proposals,
                 "apply what this rule proposes, which changes how the work is done; may be repeated")
      ->type_name("RULE")
      ->allow_extra_args(false);
  app.add_flag("--diff", arguments.diff,
               "show as a diff what --fix and --propose would change; write nothing");
}

void add_simulation_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--scenario", arguments.scenarios, "only this scenario; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
  app.add_option("--replications", arguments.replications, "instead of the scenario's")
      ->type_name("N")
      ->check(CLI::Range(1U, most_replications));
  app.add_option("--until-precision", arguments.precision,
                 "add replications until the mean cycle time is known to so many percent")
      ->type_name("P%");
  add_luck_options(app, arguments);
  app.add_option("--report", arguments.report,
                 "write a page to look at there, too: HTML, one file, opens offline")
      ->type_name("FILE");
  app.add_option("--log", arguments.logs,
                 "write an event log there: .csv, .xes, .xes.gz or .sqlite (OCEL 2.0); may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--log-replication", arguments.log_replication,
                 "the replication that is logged (default: the first)")
      ->type_name("K")
      ->check(CLI::Range(1U, most_replications));
}

void add_diff_options(CLI::App& app, Arguments& arguments, Words& words) {
  under(app, "Files");
  app.add_option(
         "sides", arguments.paths,
         "OLD NEW (- is standard input), REVISION FILE, REVISION REVISION FILE, A..B FILE or A...B FILE")
      ->required();
  app.add_option("--stdin-filename", arguments.stdin_name, "the path that standard input goes by")
      ->type_name("PATH");
  under(app, "Output");
  app.add_option("--format", words.format, "text (default), markdown or json")->type_name("FORMAT");
  app.add_option(
         "--fail-on", words.fail_on,
         "the least grave level of a finding gained that fails: error, warning, info or never (default)")
      ->type_name("LEVEL");
  add_config_file_options(app, arguments);
  add_rule_settings_option(app, arguments);
}

void add_finding_options(CLI::App& app, const Command& command, Arguments& arguments, Words& words) {
  under(app, "Output");
  app.add_option("--format", words.format, "text (default), short, json, sarif, github, junit or gitlab")
      ->type_name("FORMAT");
  add_color_option(app, words);
  app.add_flag("--statistics", arguments.statistics,
               "how often each rule reports, instead of the findings; as text or json");
  app.add_flag("-q,--quiet", arguments.quiet, "findings only: no summary, no progress");
  if ((command.takes & TakesVerbose) != 0)
    app.add_flag("--verbose", arguments.verbose,
                 "say on standard error how often a solver was asked, and what stayed undecided");
  under(app, "Exit status");
  app.add_option("--fail-on", words.fail_on,
                 fmt::format("the least grave level that fails: error, warning, info or never (default {})",
                             name(command.fail_on)))
      ->type_name("LEVEL");
  app.add_option("--max-warnings", arguments.max_warnings, "more warnings than that fail, too")
      ->type_name("COUNT")
      ->check(CLI::Range(0U, most_warnings));
}

void add_emit_options(CLI::App& app, Arguments& arguments, Words& words) {
  app.add_option("--emit", words.emit,
                 "ir, ir-json, dot, mermaid, plan, bpmn, prosimos, bpsim (2.0) or bpsim1 (1.0)")
      ->type_name("FORM")
      ->required();
  app.add_option("-o,--output", arguments.output, "write there instead of to standard output")
      ->type_name("PATH");
  add_color_option(app, words);
}

/// The first of the words that is wrong.
bool settle_words(const Command& command, const Words& words, Arguments& arguments) {
  arguments.fail_on = command.fail_on;
  const bool format = (command.takes & TakesTwoSides) != 0
                          ? choose("--format", words.format, diff_formats, arguments.diff_format)
                      : (command.takes & TakesExpectations) != 0
                          ? choose("--format", words.format, test_formats, arguments.format)
                      : (command.takes & TakesTable) != 0
                          ? choose("--format", words.format, table_formats, arguments.format)
                          : choose("--format", words.format, formats, arguments.format);
  return format && choose("--color", words.color, colors, arguments.color) &&
         (words.fail_on.empty() || choose("--fail-on", words.fail_on, levels, arguments.fail_on)) &&
         (words.emit.empty() || choose("--emit", words.emit, emit_kinds, arguments.emit));
}

/// Options of which one would be passed over in silence.
bool go_together(const Arguments& arguments) {
  const struct {
    std::string_view one, other;
    bool both;
  } pairs[] = {
      {"--config", "--no-config", !arguments.config.empty() && arguments.no_config},
      {"--write-baseline", "--baseline", !arguments.write_baseline.empty() && !arguments.baseline.empty()},
      {"--write-baseline", "--diff", !arguments.write_baseline.empty() && arguments.diff},
      {"--write-baseline", "--statistics", !arguments.write_baseline.empty() && arguments.statistics},
      {"--statistics", "--diff", arguments.statistics && arguments.diff},
      {"--no-cache", "--cache-dir", arguments.no_cache && !arguments.cache_dir.empty()},
      {"--print-config", "--fix", arguments.print_config && arguments.fix},
  };
  for (const auto& pair : pairs) {
    if (!pair.both) continue;
    complain(Diag::ToolNotTogether, {arg("one", pair.one), arg("other", pair.other)});
    return false;
  }
  return true;
}

}  // namespace

void add_options(CLI::App& app, const Command& command, Arguments& arguments, Words& words) {
  const auto takes = [&](std::uint32_t bits) { return (command.takes & bits) != 0; };
  app.set_help_flag("-h,--help", "show this, and do nothing else");
  if (takes(TakesFiles | TakesOneFile)) add_file_options(app, command, arguments);
  if (takes(TakesTwoSides)) add_diff_options(app, arguments, words);
  if (takes(TakesSettings)) add_lint_settings_options(app, arguments);
  if (takes(TakesFixes)) add_fix_options(app, arguments);
  if (takes(TakesRules)) app.add_option("rules", arguments.rules, "names or codes")->required();
  under(app, "Output");
  if (takes(TakesRules)) add_color_option(app, words);
  if (takes(TakesFindings)) add_finding_options(app, command, arguments, words);
  if (takes(TakesTable))
    app.add_option("--format", words.format, "text (default) or json")->type_name("FORMAT");
  if (takes(TakesSchema))
    app.add_flag("--config-schema", arguments.config_schema, "the JSON Schema of wain.toml");
  if (takes(TakesEmit)) add_emit_options(app, arguments, words);
  under(app, "Options");
  if (takes(TakesScenario))
    app.add_option("--scenario", arguments.scenario, "only this scenario")->type_name("NAME");
  if (takes(TakesSimulation)) add_simulation_options(app, arguments);
  if (takes(TakesExpectations)) add_expectation_options(app, arguments, words);
  if (takes(TakesToday)) add_today_option(app, arguments);
  if (takes(TakesFindings)) add_jobs_option(app, arguments);
  if (takes(TakesCache)) add_cache_options(app, arguments);
}

bool settle(const Command& command, const Words& words, Arguments& arguments) {
  if (!settle_words(command, words, arguments) || !go_together(arguments)) return false;
  const bool fits =
      !arguments.statistics || arguments.format == Format::Text || arguments.format == Format::Json;
  if (!fits) complain(Diag::ToolStatisticsFormat, {arg("format", words.format)});
  return fits;
}

}  // namespace wain::driver
