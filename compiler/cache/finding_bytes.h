/// Findings and what would mend them, as bytes.
#pragma once

#include <vector>

#include "cache/bytes.h"
#include "diagnostics/diagnostic.h"
#include "diagnostics/fix.h"

namespace wain::cache {

/// What was found in one compilation. Places name its files by their number.
struct KnownFindings {
  std::vector<Diagnostic> diagnostics;
  std::vector<Fix> fixes;  ///< laid out; of what they were laid out from nothing is kept
};

void write(ByteWriter& out, const std::vector<Diagnostic>& diagnostics);
void write(ByteWriter& out, const std::vector<Fix>& fixes);
/// What both wrote, one after the other; `in.failed()` if there was less.
KnownFindings read_findings(ByteReader& in);

}  // namespace wain::cache
