/// What a change to a definition loses: the rules DIF over two definitions, for `wain diff`.
#pragma once

#include <vector>

#include <llvm/ADT/ArrayRef.h>

#include "diagnostics/diagnostic.h"
#include "rules/dif/versions.h"
#include "rules/engine/lint.h"

namespace wain::lint {

struct Loss {
  Diagnostic finding;  ///< its places are in the files of the new definition
  /// Its rule is not off there, and no `allow` of the new definition covers it.
  bool is_reported = false;
  LossKey key;
};

/// `pairs`: processes that are versions of one. Both definitions are free of errors.
std::vector<Loss> losses(const ir::Definition& before, const ir::Definition& after,
                         llvm::ArrayRef<VersionPair> pairs, const LintOptions& options);

}  // namespace wain::lint
