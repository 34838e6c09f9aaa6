/// The rules, derived from the one table of diagnostics: a row WAIN_RULE(Id, …) there means that there
/// is a function `check_Id` here. Adding a rule is a row, a .cpp and a .md; see docs/add-a-rule.md.
#pragma once

#include <vector>

#include "diagnostics/diagnostic.h"
#include "rules/engine/reporter.h"
#include "rules/engine/view.h"

namespace wain::lint {

#define WAIN_RULE(id, name, code, level, message) void check_##id(const View& view, Reporter& reporter);
#include "diagnostics/rules.def"

struct Rule {
  Diag id;
  void (*check)(const View&, Reporter&);
  /// Looks at what the `allow`s hid, so it runs when all others have, and cannot be allowed itself.
  bool about_allows;
};

/// In the order of the table.
const std::vector<Rule>& all_rules();

}  // namespace wain::lint
