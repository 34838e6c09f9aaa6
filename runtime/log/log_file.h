/// Text on its way into a file.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "runtime/files/whole_file.h"

namespace wain::runtime {

/// Text into a WholeFile, in large pieces; compressed by gzip on request.
class LogOutput {
public:
  LogOutput(WholeFile& file, bool compressed);
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

  WholeFile& file_;
  std::string text_;
  std::unique_ptr<Deflate> deflate_;
};

}  // namespace wain::runtime
