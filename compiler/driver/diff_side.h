/// One of the two definitions that `wain diff` compares: a file as it is, or as git has it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "diagnostics/diagnostic.h"
#include "driver/arguments.h"
#include "driver/rule_config.h"
#include "rules/engine/lint.h"
#include "rules/engine/view.h"
#include "sema/analyze.h"
#include "source/source.h"

namespace wain::driver {

struct DiffSide {
  std::string title;  ///< the path, or `REVISION:path`
  std::unique_ptr<SourceManager> sources;
  sema::Analysis analysis;
  Diagnostics diagnostics;  ///< of the front end, then of the rules
  /// What the rules have found out, for what else asks; none where the front end found an error.
  std::unique_ptr<lint::LintOptions> options;
  std::unique_ptr<lint::View> view;
};

/// Where a side comes from. `revision` empty: the file system, or standard input.
struct DiffSource {
  std::string revision;
  std::string path;
  bool is_stdin = false;
};

/// What the words of the command line mean; nothing, and a complaint, if they mean nothing.
std::optional<std::pair<DiffSource, DiffSource>> diff_sources(const Arguments& arguments);

/// Compiles and lints one side, with the settings of its file. Nothing, and a complaint, if it cannot be
/// read.
std::optional<DiffSide> compile_side(const DiffSource& source, const lint::LintOptions& options,
                                     RuleConfigs& configs);

}  // namespace wain::driver
