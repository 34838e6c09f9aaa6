/// What a finding is, whatever line it stands on: for baselines and for services that follow findings
/// from one version of a file to the next.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diagnostics/report.h"

namespace wain {

/// Rule, declaration concerned, and the text of the place with its blanks taken out.
std::string finding_key(const Finding& finding);

/// What tells two findings apart.
enum class FingerprintOver : std::uint8_t {
  Report,  ///< the path of the file, too
  File,    ///< two files may hold the same
};

/// 16 hexadecimal digits for each finding, in the report's order. It depends on `finding_key` alone,
/// not on lines or figures; the n-th of several in a file that have one key is told apart by n.
std::vector<std::string> fingerprints(const Report& report, FingerprintOver over);

}  // namespace wain
