/// A file that has its name only when it is whole: it is written beside it first.
#pragma once

#include <cstddef>
#include <string>

namespace wain::runtime {

/// A new file beside `path`, or beside what it links to. Devices and pipes are written directly; that who
/// reads a pipe went away is no error.
class WholeFile {
public:
  explicit WholeFile(std::string path) : path_(std::move(path)) {}
  ~WholeFile();  ///< removes what was not committed
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

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
  bool unread_ = false;  ///< nobody reads the pipe any more
};

}  // namespace wain::runtime
