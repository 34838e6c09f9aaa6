/// A baseline: findings that were there when the linter came, so that only new ones count.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "diagnostics/report.h"

namespace wain::driver {

/// What is known.
class Baseline {
public:
  /// Nothing, and a complaint, if it cannot be read, is no baseline, or one of another version.
  static std::optional<Baseline> read(const std::string& path);
  /// By the report's findings: the baseline knows it. Files are compared relative to the baseline's folder.
  [[nodiscard]] std::vector<bool> known_in(const Report& report) const;

  /// A finding's file, seen from the baseline's folder, and what tells it apart within the file.
  using Key = std::pair<std::string, std::string>;

private:
  std::string path_;
  std::set<Key> known_;
};

/// Leaves out of the report what the baseline file knows, and says how many that were. False, and a
/// complaint, as in `Baseline::read`.
bool leave_out_known(const std::string& path, Report& report);
/// Writes the findings of rules; errors of the language are never a baseline's. False, and a complaint, if
/// it could not be written.
bool write_baseline(const std::string& path, const Report& report);

}  // namespace wain::driver
