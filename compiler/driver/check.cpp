#include "driver/command.h"
#include "driver/compile_roots.h"
#include "driver/show_findings.h"

namespace wain::driver {
namespace {

int run_check(const Arguments& arguments) {
  return show_findings(compile_roots(arguments, [](Compilation&) {}, Turns::SideBySide), arguments);
}

}  // namespace

const Command& check_command() {
  static constexpr Command command{"check",      "find errors of syntax, names, types and flow",
                                   R"(Examples:
  wain check claims.wain
  wain check --format short processes/     every .wain file below a folder
  git show HEAD:a.wain | wain check - --stdin-filename a.wain

Exit status: 0 no error, 1 errors, 2 wain could not do its job.)", TakesFiles | TakesFindings,
                                   Level::Error, run_check};
  return command;
}

}  // namespace wain::driver
