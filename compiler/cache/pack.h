/// One file on disk that holds entries, each under a name. It is only ever worth time: what is broken, of
/// another maker or cannot be written is as if it were not there.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <llvm/Support/MemoryBuffer.h>

namespace wain::cache {

class Pack {
public:
  /// How many entries one name keeps, the latest.
  static constexpr std::size_t most_entries = 4;
  /// How many bytes a file keeps; what was put in last stays.
  static constexpr std::size_t most_bytes = std::size_t{32} << 20U;

  /// Opens the file. `maker` is who wrote it and by which rules: entries of another are of no use.
  Pack(std::string path, std::string maker);
  /// The entries under a name as they were when the file was opened, the latest first. They are views into
  /// it. May be asked from several threads.
  [[nodiscard]] std::vector<std::string_view> entries(std::string_view name) const;
  /// Adds an entry, for `save`. May be called from several threads.
  void put(std::string_view name, std::string entry);
  [[nodiscard]] bool changed() const { return !fresh_.empty(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Writes the file anew if something was put in: beside it first, then renamed.
  void save();

private:
  [[nodiscard]] std::string header() const;

  std::string path_, maker_;
  std::unique_ptr<llvm::MemoryBuffer> buffer_;
  /// An entry in `buffer_` with what stands before it, by the hash of its name.
  struct Kept {
    std::uint64_t name;
    std::string_view entry;
  };
  std::vector<Kept> kept_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_name_;
  std::mutex mutex_;  ///< of what follows
  std::vector<std::pair<std::uint64_t, std::string>> fresh_;
};

}  // namespace wain::cache
