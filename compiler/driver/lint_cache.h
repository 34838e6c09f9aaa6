/// What `wain lint` found in files before, for as long as nothing that it depends on has changed: the
/// program, the day, the text of the file and of all that it imports, and the settings of each.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

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

  /// How a compilation sees its files.
  struct Files {
    const sema::FileReader& read;
    /// Which file each path leads to that was read.
    const std::map<std::string, std::string, std::less<>>& identities;
    /// Whether the file behind a path stands on the command line itself.
    llvm::function_ref<bool(std::string_view path)> named;
  };
  /// What was found when the root in `sources` and its imports were as they are now; these are added to
  /// `sources`. May be asked from several threads.
  std::optional<cache::KnownFindings> recall(SourceManager& sources, const Files& files);
  /// Keeps what was found. May be asked from several threads.
  void keep(const SourceManager& sources, const Diagnostics& diagnostics, const std::vector<Fix>& fixes,
            const Files& files);
  /// Writes what was kept. Where it cannot be written, the next run takes as long as this one.
  void save();

private:
  LintCache(std::string path, std::string maker, RuleConfigs& configs)
      : pack_(std::move(path), std::move(maker)), configs_(configs) {}
  /// All of a file that findings depend on: those of two that are alike are the same bytes.
  std::string state(const std::string& path, std::string_view text, const Files& files);

  cache::Pack pack_;
  RuleConfigs& configs_;
};

}  // namespace wain::driver
