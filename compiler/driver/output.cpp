#include "driver/output.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/complain.h"
#include "runtime/files/whole_file.h"

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
  runtime::WholeFile file(path);
  file.open(false);
  file.write(content.data(), content.size());
  file.commit();
  return file.error();
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

unsigned reading_width() {
  constexpr unsigned least = 40, usual = 80, most = 100;
  return is_terminal(STDOUT_FILENO) ? std::clamp(terminal_width(STDOUT_FILENO, usual), least, most) : usual;
}

}  // namespace wain::driver
