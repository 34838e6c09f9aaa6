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

/// `pairs`: processes that are versions of one. Both definitions are free of errors. Levels and allows are
/// those of the new one.
std::vector<Loss> losses(const View& before, const View& after, llvm::ArrayRef<VersionPair> pairs,
                         llvm::ArrayRef<OutcomePair> renamed);

}  // namespace wain::lint
