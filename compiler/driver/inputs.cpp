#include "driver/inputs.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "driver/complain.h"
#include "driver/excludes.h"
#include "sema/analyze.h"

namespace wain::driver {
namespace {

namespace fs = std::filesystem;

void cannot_read(const std::string& path, const std::string& reason) {
  complain(Diag::ToolCannotRead, {arg("path", path), arg("reason", reason)});
}

bool is_text_of_ours(std::string_view name) {
  constexpr std::string_view ending = ".wain";
  return name.size() > ending.size() && name.ends_with(ending);
}

/// Finds the `.wain` files below a folder.
class Search {
public:
  explicit Search(Excludes& excludes) : excludes_(excludes) {}

  /// False if some of it cannot be read, which is said then.
  bool below(const std::string& path) {
    folders_.emplace_back(path);
    bool complete = true;
    while (!folders_.empty()) {
      const fs::path folder = std::move(folders_.back());
      folders_.pop_back();
      complete &= look_into(folder);
    }
    return complete;
  }
  std::vector<std::string>& files() { return files_; }
  /// What was left out beside hidden folders, in no order.
  std::vector<std::string>& excluded() { return excluded_; }

private:
  bool look_into(const fs::path& folder) {
    const std::string full = absolute_path(folder).string();
    std::error_code error, ignored;
    fs::directory_iterator at(folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      const std::string& path = at->path().native();
      const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
      const bool is_folder = at->is_directory(ignored);
      if (is_folder ? at->is_symlink(ignored) || is_hidden(name)
                    : !is_text_of_ours(name) || !at->is_regular_file(ignored))
        continue;
      if (excludes_.leaves_out(full, name, is_folder))
        excluded_.push_back(path);
      else if (is_folder)
        folders_.push_back(at->path());
      else
        files_.push_back(path);
    }
    if (error) cannot_read(folder.lexically_normal().string(), error.message());
    return !error;
  }

  Excludes& excludes_;
  std::vector<fs::path> folders_;  ///< to be looked into
  std::vector<std::string> files_, excluded_;
};

std::string identity_of(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::canonical(path, error);
  return error ? path : canonical.string();
}

/// `./a.wain` as `a.wain`, where that is the same file: imports are shown that way too.
std::string shown(const std::string& path, const std::string& identity) {
  const std::string normal = fs::path(path).lexically_normal().string();
  return normal == path || identity_of(normal) == identity ? normal : path;
}

/// Collects files, each once.
class Collector {
public:
  void add(const std::string& path) {
    std::string identity = identity_of(path);
    if (!seen_.insert(identity).second) return;
    inputs_.files.push_back({shown(path, identity), identity, false});
  }
  void add_stdin(const std::string& name) {
    if (seen_.insert("-").second) inputs_.files.push_back({name, identity_of(name), true});
  }
  void add_folder(const std::string& path, Excludes& excludes, const ConfigFiles& files) {
    Search search(excludes);
    const bool complete = search.below(path);
    std::vector<std::string>& found = search.files();
    std::sort(found.begin(), found.end());
    // A file that is also linked to goes by its own name, and has the settings of its own folder.
    std::stable_partition(found.begin(), found.end(), [](const std::string& file) {
      std::error_code error;
      return !fs::is_symlink(file, error);
    });
    for (const std::string& file : found) add(file);
    inputs_.complete = inputs_.complete && complete && !found.empty();
    if (complete && found.empty() && !files.broken()) say_none(path, search.excluded());
  }
  void miss(const std::string& path, const std::string& reason) {
    cannot_read(path, reason);
    inputs_.complete = false;
  }
  /// Where the settings cannot be read, nobody knows what to look at.
  void give_up() { inputs_.complete = false; }
  Inputs take() { return std::move(inputs_); }

private:
  static void say_none(const std::string& path, std::vector<std::string>& excluded) {
    if (excluded.empty()) return complain(Diag::ToolNoFiles, {arg("path", path)});
    constexpr std::size_t most_names = 3;
    std::sort(excluded.begin(), excluded.end());
    std::string names;
    for (std::size_t i = 0; i < std::min(excluded.size(), most_names); ++i)
      names += fmt::format("{}`{}`", i == 0 ? "" : ", ", shown(excluded[i], identity_of(excluded[i])));
    if (excluded.size() > most_names) names += fmt::format(" and {} more", excluded.size() - most_names);
    complain(Diag::ToolAllExcluded, {arg("path", path), arg("names", names)});
  }

  Inputs inputs_;
  std::set<std::string> seen_;
};

std::optional<std::string> read_stdin() {
  std::string text;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      cannot_read("-", std::strerror(errno));
      return std::nullopt;
    }
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() >= UINT32_MAX) {
      complain(Diag::ToolTooLarge, {arg("path", "-")});
      return std::nullopt;
    }
  }
}

}  // namespace

Inputs find_inputs(const Arguments& arguments, ConfigFiles& files) {
  Collector collector;
  Excludes excludes(arguments, files);
  const auto is_kept_out = [&](const std::string& path, bool is_folder) {
    return arguments.force_exclude && excludes.keeps_from(absolute_path(path), is_folder);
  };
  for (const std::string& path : arguments.paths) {
    std::error_code error;
    if (path == "-") {
      const bool has_name = arguments.stdin_name != Arguments{}.stdin_name;
      if (!has_name || !is_kept_out(arguments.stdin_name, false)) collector.add_stdin(arguments.stdin_name);
      continue;
    }
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      collector.miss(path, error ? error.message() : std::strerror(ENOENT));
      continue;
    }
    const bool is_folder = fs::is_directory(status);
    if (is_kept_out(path, is_folder)) continue;
    if (is_folder)
      collector.add_folder(path, excludes, files);
    else
      collector.add(path);
  }
  if (files.broken()) collector.give_up();
  return collector.take();
}

Inputs find_inputs(const Arguments& arguments) {
  ConfigFiles files(arguments);
  return find_inputs(arguments, files);
}

std::optional<std::string> read_input(const InputFile& file) {
  if (file.is_stdin) return read_stdin();
  sema::ReadResult read = sema::read_file(file.path);
  if (!read.text) cannot_read(file.path, read.reason);
  return std::move(read.text);
}

}  // namespace wain::driver
