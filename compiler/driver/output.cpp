#include "driver/output.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/complain.h"
#include "runtime/files/target.h"

namespace wain::driver {
namespace {

/// Writes all of it; the errno, or 0.
int write_all(int descriptor, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(descriptor, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return 0;
}

std::string reason(int error) { return std::strerror(error); }

std::string write_directly(const std::string& path, std::string_view content) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return reason(errno);
  int error = write_all(descriptor, content.data(), content.size());
  if (::close(descriptor) != 0 && error == 0) error = errno;
  return error == 0 || error == EPIPE ? std::string() : reason(error);
}

std::string replace(const std::string& target, std::string_view content, mode_t mode) {
  std::string beside = target + ".XXXXXX";
  const int descriptor = ::mkstemp(beside.data());
  if (descriptor < 0) return reason(errno);
  int error = write_all(descriptor, content.data(), content.size());
  if (error == 0 && ::fchmod(descriptor, mode) != 0) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return {};
  ::unlink(beside.c_str());
  return reason(error);
}

}  // namespace

void FileOutput::write_impl(const char* data, std::size_t size) {
  position_ += size;
  if (error_ == 0) error_ = write_all(descriptor_, data, size);
}

int FileOutput::finish() {
  flush();
  return error_;
}

bool finish_stdout(FileOutput& out) {
  const int error = out.finish();
  if (error == 0 || error == EPIPE) return true;
  complain(Diag::ToolCannotWriteOutput, {arg("reason", reason(error))});
  return false;
}

std::string write_file(const std::string& path, std::string_view content) {
  struct stat status{};
  const std::string target = runtime::target_of(path);
  if (::stat(target.c_str(), &status) != 0)
    return errno == ENOENT ? replace(target, content, runtime::default_mode()) : reason(errno);
  if (S_ISDIR(status.st_mode)) return reason(EISDIR);
  if (!S_ISREG(status.st_mode)) return write_directly(target, content);
  return replace(target, content, status.st_mode & 07777);
}

namespace {

/// What a regular file holds, to put it back; nothing if there is none.
std::optional<std::string> content_of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void take_back(const NewFile& file, const std::optional<std::string>& before) {
  struct stat status{};
  if (before)
    write_file(file.path, *before);
  else if (::stat(file.path.c_str(), &status) == 0 && S_ISREG(status.st_mode))
    ::unlink(file.path.c_str());
}

}  // namespace

std::optional<FileTrouble> write_files(const std::vector<NewFile>& files) {
  std::vector<std::optional<std::string>> before;
  for (std::size_t i = 0; i < files.size(); ++i) {
    before.push_back(content_of(files[i].path));
    std::string reason = write_file(files[i].path, files[i].content);
    if (reason.empty()) continue;
    for (std::size_t done = 0; done < i; ++done) take_back(files[done], before[done]);
    return FileTrouble{files[i].path, std::move(reason)};
  }
  return std::nullopt;
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

unsigned terminal_width(int descriptor, unsigned otherwise) {
  struct winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return otherwise;
  return size.ws_col;
}

}  // namespace wain::driver
