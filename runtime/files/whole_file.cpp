#include "runtime/files/whole_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wain::runtime {
namespace {

/// The path behind symbolic links, so that a link stays one; the path itself if nothing is there.
std::string target_of(const std::string& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;
  std::string target = resolved;
  std::free(resolved);
  return target;
}

/// The permissions that a new file gets.
mode_t default_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

WholeFile::~WholeFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void WholeFile::fail(std::string reason) {
  if (error_.empty()) error_ = std::move(reason);
}

void WholeFile::open(bool as_file) {
  target_ = target_of(path_);
  struct stat status{};
  mode_ = default_mode();
  if (::stat(target_.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return fail(std::strerror(EISDIR));
    if (!S_ISREG(status.st_mode)) {
      if (as_file) return fail(std::strerror(ESPIPE));
      descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
      return descriptor_ < 0 ? fail(std::strerror(errno)) : void();
    }
    mode_ = status.st_mode & 07777U;
  } else if (errno != ENOENT) {
    return fail(std::strerror(errno));
  }
  std::string beside = target_ + ".XXXXXX";
  descriptor_ = ::mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor_ < 0) return fail(std::strerror(errno));
  beside_ = std::move(beside);
}

void WholeFile::write(const char* data, std::size_t size) {
  while (size > 0 && error_.empty() && !unread_) {
    const ssize_t written = ::write(descriptor_, data, size);
    unread_ = written < 0 && errno == EPIPE && beside_.empty();
    if (written < 0 && errno != EINTR && !unread_) return fail(std::strerror(errno));
    if (written < 0) continue;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
}

void WholeFile::commit() {
  if (descriptor_ < 0) return;
  if (!beside_.empty() && error_.empty() && ::fchmod(descriptor_, mode_) != 0) fail(std::strerror(errno));
  if (::close(descriptor_) != 0) fail(std::strerror(errno));
  descriptor_ = -1;
  if (!error_.empty() || beside_.empty()) return;
  if (::rename(beside_.c_str(), target_.c_str()) != 0) return fail(std::strerror(errno));
  beside_.clear();
}

}  // namespace wain::runtime
