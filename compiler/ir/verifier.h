/// What must hold of every definition, whatever the user wrote. A finding here is a defect of the
/// compiler, never of the user: it has no code and no place in the text.
///
/// What is marked broken is exempt from everything that its missing part could decide; ids must be
/// in range and edges must agree with their nodes even there.
#pragma once

#include <string>
#include <vector>

#include "ir/definition.h"

namespace wain::ir {

/// One sentence a violation, in order of the definition; empty if all holds. Linear in its size.
std::vector<std::string> verify(const Definition& definition);

#ifdef WAIN_VERIFY
/// Prints the violations to standard error and aborts, if there are any. Called after every pass.
void verify_or_abort(const Definition& definition);
#else
inline void verify_or_abort(const Definition&) {}
#endif

}  // namespace wain::ir
