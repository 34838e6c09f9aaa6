/// What data an expression looks at.
#pragma once

#include <llvm/ADT/STLFunctionalExtras.h>

#include "ir/definition.h"

namespace wain::ir {

/// Visits every use of data in an expression, in order of writing: expressions of kind PathRef or Count.
/// Nothing for an invalid id.
void visit_paths(const Definition& definition, ExprId root, llvm::function_ref<void(const Expr&)> visit);

}  // namespace wain::ir
