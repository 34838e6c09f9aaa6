/// Process maps in Graphviz's language: one graph, a cluster a process.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "ir/definition.h"

namespace wain::emit {

/// Writes the map of every process. Text of any kind is escaped; what is not UTF-8 is replaced.
void emit_dot(const ir::Definition& definition, llvm::raw_ostream& out);

}  // namespace wain::emit
