/// The IR as JSON, for tools: `docs/schema/ir-1.schema.json`, explained in `docs/ir.md`.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include "ir/definition.h"
#include "source/source.h"

namespace wain::emit {

/// Writes the whole definition as one JSON document. Places are given as line and column.
void emit_ir_json(const ir::Definition& definition, const SourceManager& sources, llvm::raw_ostream& out);

}  // namespace wain::emit
