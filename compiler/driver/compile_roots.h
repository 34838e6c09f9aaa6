/// Compiles the files of a command line and hands each to a subcommand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "diagnostics/fix.h"
#include "diagnostics/report.h"
#include "driver/arguments.h"
#include "driver/inputs.h"
#include "sema/analyze.h"

namespace wain::driver {

class LintCache;

/// One root with everything that it imports. `definition->roots` names every file in it that stands
/// on the command line.
struct Compilation {
  std::size_t input;  ///< its place among the files of the command line
  sema::Analysis analysis;
  SourceManager& sources;
  Diagnostics& diagnostics;
  std::vector<Fix> fixes = {};  ///< of the findings; laid out
  bool lasting = false;         ///< the same would be found again: it may be kept in the cache
};

/// What a root file means: a text of the language, or an IR in JSON.
sema::Analysis analyze_root(SourceManager& sources, FileId root, const sema::FileReader& read,
                            Diagnostics& diagnostics);

/// What is done with a compilation before its findings go into the report.
using Work = std::function<void(Compilation&)>;

/// Whether the work on one compilation may go on while that on another does.
enum class Turns : std::uint8_t {
  OneByOne,    ///< in the order of the command line
  SideBySide,  ///< on as many threads as `--jobs` says; `work` is called from several of them at once
};

struct Outcome {
  Report report;
  bool complete = true;  ///< false: some input could not be read, and it was said
};

/// Texts that stand for what the files hold, by the identity of the file.
using Overlay = std::map<std::string, std::string, std::less<>>;

/// Compiles every input. The report, and what is complained of, are the same for any number of threads.
Outcome compile_roots(const Arguments& arguments, const Work& work, Turns turns = Turns::OneByOne);
/// With a cache, what is known there is neither compiled nor worked on.
Outcome compile_roots(const Arguments& arguments, const Inputs& inputs, const Overlay& overlay,
                      const Work& work, Turns turns, LintCache* cache = nullptr);

}  // namespace wain::driver
