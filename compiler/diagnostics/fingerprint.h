/// What a finding is, whatever line it stands on: for baselines and for services that follow findings
/// from one version of a file to the next.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diagnostics/report.h"

namespace wain {

/// What tells two findings apart.
enum class FingerprintOver : std::uint8_t {
  Report,  ///< the path of the file, too
  File,    ///< two files may hold the same
};

/// 16 hexadecimal digits for each finding, in the report's order. It depends on the rule, the declaration
/// concerned and the text of the place with its blanks taken out; not on lines or figures. The n-th of
/// several in a file that are equal in all of these is told apart by n.
std::vector<std::string> fingerprints(const Report& report, FingerprintOver over);

}  // namespace wain
