/// What must hold of every definition, whatever the user wrote. Of a definition that was written as text a
/// finding here is a defect of the compiler, never of the user: it has no code and no place in the text. One
/// that was read from elsewhere (ingest/) is refused with what is found here.
///
/// What is marked broken is exempt from everything that its missing part could decide; ids must be
/// in range and edges must agree with their nodes even there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/definition.h"

namespace wain::ir {

/// Whether forks and joins must stand in pairs.
enum class Pairing : std::uint8_t {
  Demanded,  ///< as in all that was written as text: and no edge enters a branch but from its fork
  /// As in what was read from elsewhere, of which the ranges of figures are checked as well: a fork
  /// without partner has no branches, a join without one waits for every way in.
  Optional,
};

/// One sentence a violation, in order of the definition; empty if all holds. Linear in its size.
std::vector<std::string> verify(const Definition& definition, Pairing pairing = Pairing::Demanded);

#ifdef WAIN_VERIFY
/// Prints the violations to standard error and aborts, if there are any. Called after every pass.
void verify_or_abort(const Definition& definition);
#else
inline void verify_or_abort(const Definition&) {}
#endif

}  // namespace wain::ir
