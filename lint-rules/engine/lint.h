/// The linter: every rule of the table over one prepared view of a definition.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "diagnostics/fix.h"
#include "diagnostics/rule_options.h"
#include "ir/definition.h"
#include "rules/engine/reporter.h"

namespace wain::lint {

struct LintOptions {
  ir::Date today;           ///< for dates in `allow … until` and `review by`
  RuleSettings settings{};  ///< what the user set about rules
  /// The level that was set for a rule in a file; absent: as in `settings`, in every file.
  std::function<std::optional<Level>(Diag, FileId)> level_in{};
};

struct View;

/// The level that the user wants for a rule in a file; nothing: the rule's own.
std::optional<Level> wanted_level(const LintOptions& options, Diag rule, FileId file);

/// What finding out about conditions took, what stayed undecided, and what would mend the findings.
struct LintWork {
  std::size_t questions = 0;
  std::size_t solver_calls = 0;
  std::vector<Open> undecided;
  std::vector<Fix> fixes;  ///< of the findings that were appended; not laid out
};

/// Appends the findings that stand in the definition's root files or come of what does, without those that
/// an `allow` covers.
/// `diagnostics` should already hold what the front end reported: after an error nothing is said about
/// an `allow` that hides nothing, since the finding may be what the error hides.
LintWork lint(const ir::Definition& definition, const LintOptions& options, Diagnostics& diagnostics);

/// The same over a view that the caller keeps; its figures and answers are there for who asks next.
LintWork lint(View& view, Diagnostics& diagnostics);

}  // namespace wain::lint
