/// What the command line says, as plain data; each subcommand reads the part it asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics/level.h"

namespace wain::driver {

enum class Format : std::uint8_t { Text, Short, Json, Sarif, Github, Junit, Gitlab };
enum class DiffFormat : std::uint8_t { Text, Markdown, Json };
enum class ColorChoice : std::uint8_t { Auto, Always, Never };
enum class EmitKind : std::uint8_t { Ir, IrJson, Dot, Mermaid, Plan, Bpmn, Prosimos, Bpsim, Bpsim1 };

struct Arguments {
  std::vector<std::string> paths;      ///< files and folders; `-` is standard input
  std::vector<std::string> exclude;    ///< patterns, see `excludes.h`, relative to the current folder
  bool force_exclude = false;          ///< they hold for what is named, too
  std::string stdin_name = "<stdin>";  ///< the path that standard input goes by
  Format format = Format::Text;
  DiffFormat diff_format = DiffFormat::Text;
  ColorChoice color = ColorChoice::Auto;
  bool quiet = false;            ///< findings only: no summary, no progress
  bool verbose = false;          ///< say on standard error what the work took
  Level fail_on = Level::Error;  ///< the least grave level that makes the exit status 1; Off: none
  std::string today;             ///< ISO date; empty: the system's
  EmitKind emit = EmitKind::Ir;
  std::string output;                 ///< empty: standard output
  std::string scenario;               ///< to estimate or to lower to a plan; empty: all
  std::vector<std::string> rules;     ///< names or codes to explain
  std::vector<std::string> settings;  ///< RULE.OPTION=VALUE, in order
  std::string config;                 ///< the settings file; empty: found upward from each file
  bool no_config = false;             ///< look for none
  bool config_schema = false;         ///< show the JSON Schema of settings files
  bool print_config = false;          ///< show what holds for the files instead of linting them
  std::optional<std::size_t> max_warnings;
  bool statistics = false;     ///< how often each rule reports, instead of the findings
  std::string baseline;        ///< what is known already; empty: nothing
  std::string write_baseline;  ///< where to write what is found; empty: nowhere

  bool no_cache = false;  ///< of findings
  std::string cache_dir;  ///< where it is; empty: where the environment says

  // Of fixing.
  bool fix = false;                    ///< apply the safe fixes
  std::vector<std::string> proposals;  ///< names or codes of rules: apply what they propose
  bool diff = false;                   ///< show what would change, and write nothing

  // Of a simulation.
  std::vector<std::string> scenarios;         ///< to simulate; empty: all
  std::optional<std::uint32_t> replications;  ///< instead of the scenario's
  std::optional<std::uint64_t> seed;          ///< instead of the scenario's
  std::string precision;                      ///< a percentage; empty: as many replications as are asked for
  std::vector<std::string> expects;           ///< only expectations in which one of these stands; empty: all
  bool allow_undecided = false;               ///< an expectation that cannot be decided fails nothing
  unsigned jobs = 0;                          ///< threads; 0: as many as there are cores
  std::vector<std::string> logs;              ///< files for the events of one replication
  std::uint32_t log_replication = 1;          ///< which, from 1
  std::string report;                         ///< where to write the page; empty: nowhere
};

/// The exit status of the program.
enum Exit : int {
  ExitClean = 0,  ///< nothing at the failing level
  ExitFindings = 1,
  ExitTrouble = 2,  ///< the tool could not do its job
};

}  // namespace wain::driver
