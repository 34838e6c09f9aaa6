#include "runtime/log/log_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "runtime/files/target.h"

namespace wain::runtime {

LogFile::~LogFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!beside_.empty()) ::unlink(beside_.c_str());
}

void LogFile::fail(std::string reason) {
  if (error_.empty()) error_ = std::move(reason);
}

void LogFile::open(bool as_file) {
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

void LogFile::write(const char* data, std::size_t size) {
  while (size > 0 && error_.empty()) {
    const ssize_t written = ::write(descriptor_, data, size);
    if (written < 0 && errno != EINTR) return fail(std::strerror(errno));
    if (written < 0) continue;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
}

void LogFile::commit() {
  if (descriptor_ < 0) return;
  if (!beside_.empty() && error_.empty() && ::fchmod(descriptor_, mode_) != 0) fail(std::strerror(errno));
  if (::close(descriptor_) != 0) fail(std::strerror(errno));
  descriptor_ = -1;
  if (!error_.empty() || beside_.empty()) return;
  if (::rename(beside_.c_str(), target_.c_str()) != 0) return fail(std::strerror(errno));
  beside_.clear();
}

struct LogOutput::Deflate {
  z_stream stream{};
};

LogOutput::LogOutput(LogFile& file, bool compressed) : file_(file) {
  text_.reserve(piece + piece / 2);
  if (!compressed) return;
  deflate_ = std::make_unique<Deflate>();
  constexpr int fastest = 1, window_and_gzip = 15 + 16, memory = 8;
  if (deflateInit2(&deflate_->stream, fastest, Z_DEFLATED, window_and_gzip, memory, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    file_.fail(std::strerror(ENOMEM));
}

LogOutput::~LogOutput() {
  if (deflate_) deflateEnd(&deflate_->stream);
}

void LogOutput::write() {
  if (deflate_)
    compress(false);
  else
    file_.write(text_.data(), text_.size());
  text_.clear();
}

void LogOutput::compress(bool last) {
  if (!file_.error().empty()) return;
  z_stream& stream = deflate_->stream;
  char out[piece];
  stream.next_in = reinterpret_cast<Bytef*>(text_.data());
  stream.avail_in = static_cast<uInt>(text_.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(out);
    stream.avail_out = sizeof out;
    deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
    file_.write(out, sizeof out - stream.avail_out);
  } while (stream.avail_out == 0);
}

void LogOutput::finish() {
  if (deflate_) {
    compress(true);
    text_.clear();
  } else {
    write();
  }
}

}  // namespace wain::runtime
