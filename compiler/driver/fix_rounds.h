/// The rounds of fixing, in memory: fixes are applied, the result is linted, and what makes it worse is taken
/// back.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "driver/fix.h"

namespace wain::driver {

/// Which fixes are to be applied.
struct FixChoice {
  bool safe = false;
  std::set<Diag> proposals;  ///< of these rules
  /// Findings of which no fix is applied: a baseline knows them. By the report's findings; absent: none.
  std::function<std::vector<bool>(const Report&)> known = {};
};

/// A fix that was tried, and what would have come of it.
struct LeftOut {
  std::string rule;    ///< whose fix it is
  std::string place;   ///< `file.wain:3:8`
  std::string reason;  ///< the rule or error that would have come; its own: the finding would have stayed
};

struct FixResult {
  Overlay texts;            ///< by file: what is left of it
  Outcome outcome;          ///< of these texts
  std::size_t fixes = 0;    ///< applied
  bool unfinished = false;  ///< the last round still had something to apply
  std::size_t rounds = 0;
  std::vector<LeftOut> left_out;
};

/// Rounds in which something is applied; what needs more is applied by another run.
constexpr std::size_t most_rounds = 10;

/// `texts` may hold texts that stand for what files hold.
FixResult fix_in_rounds(const Inputs& inputs, Overlay texts, const FixChoice& choice, const LintPass& lint);

}  // namespace wain::driver
