/// Compiles the files of a command line, one after another, and hands each to a subcommand.
#pragma once

#include <functional>

#include "diagnostics/report.h"
#include "driver/arguments.h"
#include "driver/inputs.h"
#include "sema/analyze.h"

namespace wain::driver {

/// One root with everything that it imports. `definition->roots` names every file in it that stands
/// on the command line.
struct Compilation {
  sema::Analysis analysis;
  SourceManager& sources;
  Diagnostics& diagnostics;
};

/// What is done with a compilation before its findings go into the report.
using Work = std::function<void(Compilation&)>;

struct Outcome {
  Report report;
  bool complete = true;  ///< false: some input could not be read, and it was said
};

/// Compiles every input. Findings of rules on files that only were imported are left out.
Outcome compile_roots(const Arguments& arguments, const Work& work);

}  // namespace wain::driver
