/// An IR in JSON, as `wain compile --emit ir-json` writes it and docs/schema/ir-*.schema.json has it, back as
/// a definition: so that a graph that no text could produce is looked at as well.
#pragma once

#include <memory>
#include <string_view>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "source/source.h"

namespace wain::ingest {

/// Whether a file is meant as an IR: its name ends in `.json`; or, of standard input, its text begins with
/// `{`, as no text of the language does.
bool is_ir(std::string_view path, std::string_view text);

/// All places lie in the document itself, at what they are about. Versions 1 and 2 are read; what version 1
/// does not say is taken so that nothing is found for want of it. Forks and joins are paired where they nest
/// (pair_branches.h); what does not nest stays as it is, and holds together as `ir::Pairing::Optional` says.
/// After an error the definition is empty. Linear in the size of the document, but for the pairing.
std::unique_ptr<ir::Definition> read_ir(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace wain::ingest
