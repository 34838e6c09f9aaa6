#include "driver/inputs.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>

#include <unistd.h>

#include "driver/complain.h"
#include "sema/analyze.h"

namespace wain::driver {
namespace {

namespace fs = std::filesystem;

void cannot_read(const std::string& path, const std::string& reason) {
  complain(Diag::ToolCannotRead, {arg("path", path), arg("reason", reason)});
}

bool hidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() > 1 && name[0] == '.';
}

/// The `.wain` files below a folder, sorted by path; false if some of it cannot be read.
bool walk(const fs::path& folder, std::vector<std::string>& found) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  const fs::recursive_directory_iterator end;
  for (; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const bool is_folder = at->is_directory(ignored);
    if (is_folder && (hidden(at->path()) || at->is_symlink(ignored))) at.disable_recursion_pending();
    if (!is_folder && at->path().extension() == ".wain" && at->is_regular_file(ignored))
      found.push_back(at->path().string());
  }
  if (error) cannot_read(folder.string(), error.message());
  return !error;
}

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
  void add_folder(const std::string& path) {
    std::vector<std::string> found;
    inputs_.complete &= walk(path, found);
    std::sort(found.begin(), found.end());
    // A file that is also linked to goes by its own name, and has the settings of its own folder.
    std::stable_partition(found.begin(), found.end(), [](const std::string& file) {
      std::error_code error;
      return !fs::is_symlink(file, error);
    });
    for (const std::string& file : found) add(file);
    if (!found.empty()) return;
    complain(Diag::ToolNoFiles, {arg("path", path)});
    inputs_.complete = false;
  }
  void miss(const std::string& path, const std::string& reason) {
    cannot_read(path, reason);
    inputs_.complete = false;
  }
  Inputs take() { return std::move(inputs_); }

private:
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

Inputs find_inputs(const Arguments& arguments) {
  Collector collector;
  for (const std::string& path : arguments.paths) {
    std::error_code error;
    if (path == "-") {
      collector.add_stdin(arguments.stdin_name);
      continue;
    }
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status))
      collector.add_folder(path);
    else if (fs::exists(status))
      collector.add(path);
    else
      collector.miss(path, error ? error.message() : std::strerror(ENOENT));
  }
  return collector.take();
}

std::optional<std::string> read_input(const InputFile& file) {
  if (file.is_stdin) return read_stdin();
  sema::ReadResult read = sema::read_file(file.path);
  if (!read.text) cannot_read(file.path, read.reason);
  return std::move(read.text);
}

}  // namespace wain::driver
