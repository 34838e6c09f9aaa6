/// A file that has its name only when it is whole: it is written beside it first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wain::runtime {

/// A new file beside `path`. Devices and pipes are written directly.
class LogFile {
public:
  explicit LogFile(std::string path) : path_(std::move(path)) {}
  ~LogFile();  ///< removes what was not committed
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  /// `as_file`: only what is or will be a regular file.
  void open(bool as_file);
  /// Nothing happens after the first error.
  void write(const char* data, std::size_t size);
  /// Sets the first error.
  void fail(std::string reason);
  /// Gives it its name.
  void commit();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Where it is until then.
  [[nodiscard]] const std::string& beside() const { return beside_; }
  /// Empty: all is well.
  [[nodiscard]] const std::string& error() const { return error_; }

private:
  std::string path_, target_, beside_, error_;
  unsigned mode_ = 0;
  int descriptor_ = -1;
};

/// Text into a LogFile, in large pieces; compressed by gzip on request.
class LogOutput {
public:
  LogOutput(LogFile& file, bool compressed);
  ~LogOutput();
  LogOutput(const LogOutput&) = delete;
  LogOutput& operator=(const LogOutput&) = delete;

  /// What is to be written: append to it, then call `flow`.
  std::string& text() { return text_; }
  void flow() {
    if (text_.size() >= piece) write();
  }
  void finish();

private:
  static constexpr std::size_t piece = 1U << 16U;
  struct Deflate;
  void write();
  void compress(bool last);

  LogFile& file_;
  std::string text_;
  std::unique_ptr<Deflate> deflate_;
};

}  // namespace wain::runtime
