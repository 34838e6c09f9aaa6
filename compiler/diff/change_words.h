/// What changed, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "diff/definition_diff.h"

namespace wain::diff {

/// `gate-narrowed`: the kind in JSON.
std::string_view name(ChangeKind kind);

/// The sentence that says the change, and what it says of it.
struct ChangeWords {
  Diag words;
  std::vector<DiagArg> args;
};
ChangeWords words_of(const Change& change);
/// The same, written out.
std::string sentence(const Change& change);

}  // namespace wain::diff
