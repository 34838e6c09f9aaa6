#include "diagnostics/fingerprint.h"

#include <unordered_map>

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/xxhash.h>

namespace wain {
namespace {

/// The text of the place, so that a moved or newly indented line stays the same.
void append_place(std::string& key, const Finding& finding) {
  const Span span = finding.diagnostic->span;
  if (!has_place(*finding.sources, span)) return;
  for (const char c : finding.sources->text(clamped(*finding.sources, span)))
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') key += c;
}

}  // namespace

std::string finding_key(const Finding& finding) {
  std::string key =
      fmt::format("{}\x1f{}\x1f", info(finding.diagnostic->id).name, finding.diagnostic->symbol);
  append_place(key, finding);
  return key;
}

std::vector<std::string> fingerprints(const Report& report, FingerprintOver over) {
  std::vector<std::string> result;
  std::unordered_map<std::string, std::size_t> seen;
  for (const Finding& finding : report.findings()) {
    std::string key = finding_key(finding);
    const std::string in_file = fmt::format("{}\x1f{}", path_of(finding), key);
    const std::size_t before = seen[in_file]++;
    if (over == FingerprintOver::Report) key = in_file;
    if (before > 0) key += fmt::format("\x1f{}", before);
    result.push_back(fmt::format("{:016x}", llvm::xxh3_64bits(llvm::StringRef(key))));
  }
  return result;
}

}  // namespace wain
