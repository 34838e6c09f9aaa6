// The only file that knows CLI11: it turns argv into `Arguments`. Which option a subcommand takes is
// said in the subcommand's own file.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <unistd.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "driver/command.h"
#include "driver/complain.h"
#include "driver/output.h"

namespace wain::driver {
namespace {

/// Options whose value is one of a few words, as they were written.
struct Words {
  std::string format = "text";
  std::string color = "auto";
  std::string fail_on;
  std::string emit;
};

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

void add_settings_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--set", arguments.settings, "an option of a rule, or its `level`; may be repeated")
      ->type_name("RULE.OPTION=VALUE")
      ->allow_extra_args(false);
  app.add_option("--config", arguments.config,
                 "this settings file (default: wain.toml, found upward from each file)")
      ->type_name("FILE");
  app.add_flag("--no-config", arguments.no_config, "no settings file");
}

void add_config_options(CLI::App& app, Arguments& arguments) {
  add_settings_options(app, arguments);
  app.add_flag("--print-config", arguments.print_config, "show what holds for the files, and lint nothing");
  app.add_option("--baseline", arguments.baseline, "findings that are known: only others count")
      ->type_name("FILE");
  app.add_option("--write-baseline", arguments.write_baseline, "write what is found there, for --baseline")
      ->type_name("FILE");
}

void add_cache_options(CLI::App& app, Arguments& arguments) {
  app.add_flag("--no-cache", arguments.no_cache, "work everything out, and keep nothing for the next run");
  app.add_option("--cache-dir", arguments.cache_dir,
                 "keep what was found there (default: WAIN_CACHE_DIR, or wain in the user's cache folder)")
      ->type_name("FOLDER");
}

constexpr std::uint32_t most_replications = 1'000'000;
constexpr unsigned most_jobs = 1024;
/// As many digits as a scenario's seed may have.
constexpr std::int64_t most_seed = 999'999'999'999'999'999;

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

void add_fix_options(CLI::App& app, Arguments& arguments) {
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
  app.add_option(
         "sides", arguments.paths,
         "OLD NEW (- is standard input), REVISION FILE, REVISION REVISION FILE, A..B FILE or A...B FILE")
      ->required();
  app.add_option("--format", words.format, "text (default), markdown or json")->type_name("FORMAT");
  app.add_option(
         "--fail-on", words.fail_on,
         "the least grave level of a finding gained that fails: error, warning, info or never (default)")
      ->type_name("LEVEL");
  add_settings_options(app, arguments);
}

void add_options(CLI::App& app, const Command& command, Arguments& arguments, Words& words) {
  const auto takes = [&](std::uint32_t bits) { return (command.takes & bits) != 0; };
  if (takes(TakesFiles))
    app.add_option("files", arguments.paths, "files and folders; - is standard input")->required();
  if (takes(TakesOneFile))
    app.add_option("file", arguments.paths, "the file; - is standard input")->required()->expected(1);
  if (takes(TakesRules)) app.add_option("rules", arguments.rules, "names or codes")->required();
  if (takes(TakesFiles | TakesOneFile | TakesTwoSides))
    app.add_option("--stdin-filename", arguments.stdin_name, "the path that standard input goes by")
        ->type_name("PATH");
  if (takes(TakesFindings))
    app.add_option("--format", words.format, "text (default), short, json, sarif, github, junit or gitlab")
        ->type_name("FORMAT");
  if (takes(TakesTable))
    app.add_option("--format", words.format, "text (default) or json")->type_name("FORMAT");
  if (takes(TakesTwoSides)) add_diff_options(app, arguments, words);
  if (takes(TakesScenario))
    app.add_option("--scenario", arguments.scenario, "only this scenario")->type_name("NAME");
  if (takes(TakesSimulation)) add_simulation_options(app, arguments);
  if (takes(TakesExpectations)) add_expectation_options(app, arguments, words);
  if (takes(TakesEmit)) {
    app.add_option("--emit", words.emit,
                   "ir, ir-json, dot, mermaid, plan, bpmn, prosimos, bpsim (2.0) or bpsim1 (1.0)")
        ->type_name("FORM")
        ->required();
    app.add_option("-o,--output", arguments.output, "write there instead of to standard output")
        ->type_name("PATH");
  }
  if (takes(TakesFindings | TakesEmit))
    app.add_option("--color", words.color, "auto (default), always or never")->type_name("WHEN");
  if (takes(TakesFindings)) {
    app.add_option("--fail-on", words.fail_on,
                   fmt::format("the least grave level that fails: error, warning, info or never (default {})",
                               name(command.fail_on)))
        ->type_name("LEVEL");
    app.add_option("--max-warnings", arguments.max_warnings, "more warnings than that fail, too")
        ->type_name("COUNT");
    app.add_flag("--statistics", arguments.statistics,
                 "how often each rule reports, instead of the findings");
    app.add_flag("-q,--quiet", arguments.quiet, "findings only: no summary, no progress");
    add_jobs_option(app, arguments);
  }
  if (takes(TakesVerbose))
    app.add_flag("--verbose", arguments.verbose,
                 "say on standard error how often a solver was asked, and what stayed undecided");
  if (takes(TakesToday))
    app.add_option("--today", arguments.today, "the day that dates are compared with (default: this day)")
        ->type_name("DATE");
  if (takes(TakesSchema))
    app.add_flag("--config-schema", arguments.config_schema, "the JSON Schema of wain.toml");
  if (takes(TakesSettings)) add_config_options(app, arguments);
  if (takes(TakesCache)) add_cache_options(app, arguments);
  if (takes(TakesFixes)) add_fix_options(app, arguments);
}

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

void point_to_help(std::string_view command) {
  complain(Diag::ToolUsage,
           {arg("what", fmt::format("see `wain{}{} --help`", command.empty() ? "" : " ", command))});
}

/// Says what was wrong with an option, in our words where we know better than the library.
int explain_misuse(const CLI::App& app, const Command& command, const CLI::ParseError& error) {
  const std::vector<std::string> extras = app.remaining();
  const auto unknown = std::find_if(extras.begin(), extras.end(), [](const std::string& word) {
    return word.size() > 1 && word[0] == '-';
  });
  if (unknown == extras.end()) {
    complain(Diag::ToolUsage, {arg("what", error.what())});
  } else {
    const std::string option = unknown->substr(0, unknown->find('='));
    std::vector<std::string> names;
    for (const CLI::Option* known : app.get_options())
      for (const std::string& name : known->get_lnames()) names.push_back("--" + name);
    complain(Diag::ToolUnknownOption, {arg("command", command.name), arg("name", option)}, option,
             {names.begin(), names.end()});
  }
  point_to_help(command.name);
  return ExitTrouble;
}

int write_out(std::string_view text) {
  FileOutput out(STDOUT_FILENO);
  out << llvm::StringRef(text);
  return finish_stdout(out) ? ExitClean : ExitTrouble;
}

int run_command(const Command& command, int argc, const char* const* argv) {
  Arguments arguments;
  Words words;
  CLI::App app(std::string(command.summary), "wain " + std::string(command.name));
  app.footer("\n" + std::string(command.examples));
  try {
    add_options(app, command, arguments, words);
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return write_out(app.help());
  } catch (const CLI::ParseError& error) {
    return explain_misuse(app, command, error);
  }
  if (!settle_words(command, words, arguments)) return ExitTrouble;
  return command.run(arguments);
}

std::string general_help() {
  std::string text =
      "wain: the compiler and linter for the way an organisation does its work\n\n"
      "Usage: wain COMMAND [OPTIONS] ...\n\nCommands:\n";
  for (const Command& command : all_commands())
    text += fmt::format("  {:<10}{}\n", command.name, command.summary);
  text +=
      "\nExamples:\n"
      "  wain lint claims.wain               what is wrong with this work?\n"
      "  wain explain unowned-outcome        why does that matter?\n"
      "  wain compile --emit dot claims.wain | dot -Tsvg > claims.svg\n\n"
      "`wain COMMAND --help` says more; `wain --version` says which version this is.\n";
  return text;
}

int unknown_command(std::string_view name) {
  const std::vector<Command> commands = all_commands();
  std::vector<std::string_view> known;
  for (const Command& command : commands) known.push_back(command.name);
  if (name.starts_with('-')) {
    complain(Diag::ToolUsage, {arg("what", fmt::format("`{}` stands where a command is expected", name))});
  } else {
    complain(Diag::ToolUnknownCommand, {arg("name", name)}, name, known);
  }
  point_to_help({});
  return ExitTrouble;
}

}  // namespace

std::vector<Command> all_commands() {
  return {check_command(),    lint_command(),     explain_command(), rules_command(), compile_command(),
          estimate_command(), simulate_command(), test_command(),    diff_command()};
}

int run_command_line(int argc, const char* const* argv) {
  if (argc < 2) {
    point_to_help({});
    return ExitTrouble;
  }
  const std::string_view word = argv[1];
  if (word == "--version" || word == "-V") return write_out("wain " WAIN_VERSION "\n");
  if (word == "--help" || word == "-h" || (word == "help" && argc == 2)) return write_out(general_help());
  const std::vector<Command> commands = all_commands();
  const std::string_view wanted = word == "help" ? std::string_view(argv[2]) : word;
  const auto command =
      std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == wanted; });
  if (command == commands.end()) return unknown_command(wanted);
  if (word == "help") {
    const char* const help[] = {"wain", "--help"};
    return run_command(*command, 2, help);
  }
  return run_command(*command, argc - 1, argv + 1);
}

}  // namespace wain::driver
