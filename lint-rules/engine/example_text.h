/// How messages write the case that shows something.
#pragma once

#include <string>

#include <llvm/ADT/ArrayRef.h>

#include "conditions/examples.h"

namespace wain::lint {

/// ``order.amount = 1_000.01 EUR`, `order.kind = motor``, to stand between backticks; empty for none.
std::string example_text(llvm::ArrayRef<conditions::Example> example);

}  // namespace wain::lint
