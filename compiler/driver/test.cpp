#include <algorithm>

#include <unistd.h>

#include "diagnostics/simulation_ids.h"
#include "driver/command.h"
#include "driver/complain.h"
#include "driver/output.h"
#include "driver/test_render.h"

namespace wain::driver {
namespace {

std::string shown(const TestRun& run, const Arguments& arguments) {
  switch (arguments.format) {
    case Format::Json: return test_json(run);
    case Format::Junit: return test_junit(run, arguments.allow_undecided);
    default: return test_text(run, arguments.quiet);
  }
}

int run_test(const Arguments& arguments) {
  TestRun run = load_expectations(arguments);
  if (!run.complete) return ExitTrouble;
  decide_expectations(run, arguments);
  if (!run.complete) return ExitTrouble;
  if (run.interrupted) complain(sim::ToolInterrupted);
  FileOutput out(STDOUT_FILENO);
  out << shown(run, arguments);
  if (!finish_stdout(out) || run.interrupted) return ExitTrouble;
  const auto counts = count_verdicts(run);
  const std::size_t against = counts[1] + (arguments.allow_undecided ? 0 : counts[2]);
  return against > 0 ? ExitFindings : ExitClean;
}

}  // namespace

const Command& test_command() {
  static constexpr Command command{"test",       "simulate, and say which expectations hold",
                                   R"(Examples:
  wain test claims.wain                          every `expect` of the file
  wain test --expect Rebuilt claims.wain         those in which this stands
  wain test --replications 5000 claims.wain      for what is hard to tell
  wain test --format junit claims.wain > claims.xml

Each scenario is simulated once for all that is expected of it, with 20, 40, 80, …
replications, until all is decided. The result is the same for any number of --jobs.
An `expect` has passed or failed if the 95 % interval says so, and is undecided
otherwise, which fails as well unless --allow-undecided is given.

Exit status: 0 all passed, 1 something failed or is undecided, 2 a file has errors,
expects nothing, or cannot be simulated, or not all of it was.)", TakesFiles | TakesExpectations,
                                   Level::Error, run_test};
  return command;
}

}  // namespace wain::driver
