/// Expressions over many cases at once: one column of numbers for each expression.
#pragma once

#include <optional>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include "ir/definition.h"

namespace wain::estimate {

using Column = std::vector<double>;

/// The paths that an expression reads, each once; nothing if it holds what has no number (`count`, a text,
/// a measure).
std::optional<std::vector<ir::Path>> paths_read(const ir::Definition& definition, ir::ExprId expression);

/// The expression's value for each case; truth is 0 or 1. `values` gives the column of a path.
Column evaluate(const ir::Definition& definition, ir::ExprId expression, std::size_t cases,
                llvm::function_ref<const Column&(const ir::Path&)> values);

}  // namespace wain::estimate
