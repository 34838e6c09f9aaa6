/// Processes in BPMN 2.0, for modelling tools.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "ir/definition.h"
#include "source/source.h"

namespace wain::emit {

/// Writes every process, with its diagram: a pool each, a lane for each doer. What BPMN has no words for
/// stands in elements of the namespace `urn:wain:bpmn:1`, which tools keep.
void emit_bpmn(const ir::Definition& definition, const SourceManager& sources, llvm::raw_ostream& out);

}  // namespace wain::emit
