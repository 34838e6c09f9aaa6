/// Who can sit in a committee (section 2 of the language).
#pragma once

#include <llvm/ADT/DenseMap.h>

#include "ir/definition.h"

namespace wain::sema {

/// How many seats of a committee distinct persons can fill. `staff` replaces the staff of roles, by
/// their index.
std::uint32_t most_seated(const ir::Definition& definition, const ir::Actor& committee,
                          const llvm::DenseMap<std::uint32_t, std::uint32_t>& staff);

}  // namespace wain::sema
