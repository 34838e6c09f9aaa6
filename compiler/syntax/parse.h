/// From text to tree. The one door to the ANTLR front end: nothing outside compiler/syntax includes
/// its headers, and its raw error texts never reach a user.
#pragma once

#include "diagnostics/diagnostic.h"
#include "source/source.h"
#include "syntax/tree.h"

namespace wain::syntax {

/// Reads the whole file, whatever is in it; errors go to `diagnostics`, and the tree holds what
/// could be understood. Never throws for what the text says.
Tree parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

/// The tokens alone, malformed ones reported.
TokenBuffer lex(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

}  // namespace wain::syntax
