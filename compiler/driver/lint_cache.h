/// What `wain lint` found in files before, for as long as nothing that it depends on has changed: the
/// program, the day, the text of the file and of all that it imports, and the settings of each.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "cache/finding_bytes.h"
#include "cache/pack.h"
#include "driver/arguments.h"
#include "driver/rule_config.h"
#include "ir/value.h"
#include "sema/analyze.h"

namespace wain::driver {

/// The environment variable that says where the cache is; set and empty: nowhere.
constexpr const char* cache_variable = "WAIN_CACHE_DIR";

class LintCache {
public:
  /// The cache of the folder that the program runs in. nullptr: there is to be none, or no place for one.
  static std::unique_ptr<LintCache> open(const Arguments& arguments, ir::Date today, RuleConfigs& configs);

  /// Whether a file, by the path that it was read from, stands on the command line itself.
  using IsNamed = std::function<bool(std::string_view path)>;
  /// What was found when the root in `sources` and its imports were as they are now; these are added to
  /// `sources`. May be asked from several threads.
  std::optional<cache::KnownFindings> recall(SourceManager& sources, const sema::FileReader& read,
                                             const IsNamed& named);
  /// Keeps what was found. May be asked from several threads.
  void keep(const SourceManager& sources, const Diagnostics& diagnostics, const std::vector<Fix>& fixes,
            const IsNamed& named);
  /// Writes what was kept. Where it cannot be written, the next run takes as long as this one.
  void save();

private:
  LintCache(std::string path, std::string maker, RuleConfigs& configs)
      : pack_(std::move(path), std::move(maker)), configs_(configs) {}
  /// All of a file that findings depend on; empty if its settings are broken.
  std::string state(const std::string& path, std::string_view text, const IsNamed& named);

  cache::Pack pack_;
  RuleConfigs& configs_;
};

}  // namespace wain::driver
