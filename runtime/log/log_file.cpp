#include "runtime/log/log_file.h"

#include <cerrno>
#include <cstring>

#include <zlib.h>

namespace wain::runtime {

struct LogOutput::Deflate {
  z_stream stream{};
};

LogOutput::LogOutput(WholeFile& file, bool compressed) : file_(file) {
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
