/// `wain lint --fix`: applies what the findings offer, until nothing is left to apply.
#pragma once

#include <functional>

#include "driver/arguments.h"
#include "driver/compile_roots.h"

namespace wain::driver {

/// Lints the inputs, as they are or with an overlay's texts in their place.
using LintPass = std::function<Outcome(const Inputs&, const Overlay&)>;

/// Whether the command line asks for fixes.
bool wants_fixes(const Arguments& arguments);
/// Applies to these inputs the safe fixes and the proposals of the rules that the command line names, then
/// writes the files and shows what is left; with `--diff`, shows the changes instead. The exit status.
int lint_and_fix(const Arguments& arguments, const Inputs& inputs, const LintPass& lint);

}  // namespace wain::driver
