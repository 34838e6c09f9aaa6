/// Writing: standard output that may be closed early, and files that are never half written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <llvm/Support/raw_ostream.h>

namespace wain::driver {

/// A stream over a file descriptor that remembers its first error instead of ending the program.
class FileOutput final : public llvm::raw_ostream {
public:
  explicit FileOutput(int descriptor) : descriptor_(descriptor) { SetBuffered(); }
  ~FileOutput() override { flush(); }
  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;
  /// Writes what is buffered. The first errno, or 0.
  int finish();

private:
  void write_impl(const char* data, std::size_t size) override;
  [[nodiscard]] std::uint64_t current_pos() const override { return position_; }
  int descriptor_;
  int error_ = 0;
  std::uint64_t position_ = 0;
};

/// Ends the work on standard output: complains if it could not be written. A reader that went away
/// is no error. False if there was one.
bool finish_stdout(FileOutput& out);

/// Puts `content` into the file: written beside it under another name, then renamed, so that the
/// file has all of it or is as it was. Devices and pipes are written directly. The reason, if it
/// could not be done; empty if it was.
std::string write_file(const std::string& path, std::string_view content);

/// A file to be written, and what stood in the way of it.
struct NewFile {
  std::string path;
  std::string_view content;
};
struct FileTrouble {
  std::string path, reason;
};

/// Writes several files that belong together: all of them, each as `write_file` does, or none.
std::optional<FileTrouble> write_files(const std::vector<NewFile>& files);

/// Whether the descriptor is a terminal, and how wide; `otherwise` if that is not known.
bool is_terminal(int descriptor);
unsigned terminal_width(int descriptor, unsigned otherwise);
/// How wide prose on standard output is: as the terminal, within what is easy to read; 80 where there is
/// none.
unsigned reading_width();

}  // namespace wain::driver
