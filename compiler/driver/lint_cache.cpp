#include "driver/lint_cache.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/xxhash.h>
#include <sys/stat.h>

namespace wain::driver {
namespace {

namespace fs = std::filesystem;

/// A folder's cache that nobody has written to for so long goes when another is written.
constexpr auto forgotten_after = std::chrono::days(14);
constexpr std::string_view suffix = ".findings";

/// By the XDG Base Directory Specification, where nothing else is said.
std::string cache_folder(const Arguments& arguments) {
  if (!arguments.cache_dir.empty()) return arguments.cache_dir;
  if (const char* set = std::getenv(cache_variable)) return set;
  if (const char* base = std::getenv("XDG_CACHE_HOME"); base != nullptr && fs::path(base).is_absolute())
    return (fs::path(base) / "wain").string();
  if (const char* home = std::getenv("HOME"); home != nullptr && fs::path(home).is_absolute())
    return (fs::path(home) / ".cache" / "wain").string();
  return {};
}

/// This very program on this very day, of which it is said what runs out; empty if that cannot be told.
std::string maker_of(ir::Date today) {
  struct stat status{};
  if (::stat("/proc/self/exe", &status) != 0) return {};
  // Of when it became what it is: that, unlike the time of writing, nobody can set back.
  return fmt::format("{} {} {}.{:09} {}", WAIN_VERSION, status.st_size, status.st_ctim.tv_sec,
                     status.st_ctim.tv_nsec, today.str());
}

/// A cache's name, or what it was written as beside it: nothing else in the folder is ours.
bool is_ours(llvm::StringRef name) {
  constexpr std::size_t digits = 16, beside = 7;
  llvm::StringRef rest = name.drop_front(std::min(digits, name.size()));
  return llvm::all_of(name.take_front(digits), llvm::isHexDigit) && rest.consume_front(suffix) &&
         (rest.empty() || (rest.size() == beside && rest.front() == '.'));
}

/// Removes the caches of folders where nobody lints any more.
void forget_old(const fs::path& folder) {
  std::error_code error;
  const auto now = fs::file_time_type::clock::now();
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_ours(at->path().filename().string()) && now - at->last_write_time(ignored) > forgotten_after &&
        !ignored)
      fs::remove(at->path(), ignored);
  }
}

void write(cache::ByteWriter& out, llvm::XXH128_hash_t hash) {
  out.number(hash.low64);
  out.number(hash.high64);
}

using Texts = std::vector<std::pair<std::string, std::string>>;

}  // namespace

std::unique_ptr<LintCache> LintCache::open(const Arguments& arguments, ir::Date today, RuleConfigs& configs) {
  if (arguments.no_cache) return nullptr;
  const std::string folder = cache_folder(arguments);
  const std::string maker = maker_of(today);
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (folder.empty() || maker.empty() || error) return nullptr;
  const std::string file = fmt::format("{:016x}{}", llvm::xxh3_64bits(here.string()), suffix);
  return std::unique_ptr<LintCache>(
      new LintCache((fs::path(folder) / file).string(), maker + here.string(), configs));
}

std::string LintCache::state(const std::string& path, std::string_view text, const Files& files) {
  const RuleSettings* settings = configs_.of(path);
  cache::ByteWriter out;
  write(out, llvm::xxh3_128bits(llvm::arrayRefFromStringRef(llvm::StringRef(text))));
  out.number(settings != nullptr ? settings->digest() : 0);
  out.number(files.named(path));
  return out.take();
}

std::optional<cache::KnownFindings> LintCache::recall(SourceManager& sources, const Files& files) {
  const std::string root(sources.path(FileId{0}));
  const std::vector<std::string_view> entries = pack_.entries(root);
  if (entries.empty()) return std::nullopt;
  const std::string root_state = state(root, sources.text(FileId{0}), files);
  for (const std::string_view bytes : entries) {
    cache::ByteReader entry(bytes);
    if (entry.text() != root || entry.text() != root_state) continue;
    Texts imports;
    bool same = true;
    for (std::size_t left = entry.count(); same && left > 0; --left) {
      std::string path(entry.text());
      sema::ReadResult file = files.read(path);
      same = file.text && state(path, *file.text, files) == entry.text();
      if (same) imports.emplace_back(std::move(path), *std::move(file.text));
    }
    // Two paths to one file are read once: also those that were not read must lead where they did.
    for (std::size_t left = same ? entry.count() : 0; same && left > 0; --left) {
      const std::string path(entry.text());
      const auto known = files.identities.find(path);
      same = (known != files.identities.end() ? known->second : files.read(path).identity) == entry.text();
    }
    if (!same) continue;
    cache::KnownFindings known = cache::read_findings(entry);
    if (entry.failed()) continue;
    for (auto& [path, text] : imports) sources.add(std::move(path), std::move(text));
    return known;
  }
  return std::nullopt;
}

void LintCache::keep(const SourceManager& sources, const Diagnostics& diagnostics,
                     const std::vector<Fix>& fixes, const Files& files) {
  cache::ByteWriter entry;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string path(sources.path(FileId{i}));
    entry.text(path);
    entry.text(state(path, sources.text(FileId{i}), files));
    if (i == 0) entry.number<std::uint64_t>(sources.size() - 1);
  }
  entry.number<std::uint64_t>(files.identities.size());
  for (const auto& [path, identity] : files.identities) {
    entry.text(path);
    entry.text(identity);
  }
  cache::write(entry, diagnostics.all());
  cache::write(entry, fixes);
  pack_.put(sources.path(FileId{0}), entry.take());
}

void LintCache::save() {
  const fs::path folder = fs::path(pack_.path()).parent_path();
  if (!pack_.changed()) return;
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  forget_old(folder);
  pack_.save();
}

}  // namespace wain::driver
