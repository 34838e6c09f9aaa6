#include "driver/git_show.h"

#include <filesystem>
#include <tuple>
#include <vector>

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Program.h>

namespace wain::driver {
namespace {

/// A file that is gone when this is.
class Scratch {
public:
  /// Without a file if none can be made: git then says that it cannot write there.
  Scratch() {
    if (llvm::sys::fs::createTemporaryFile("wain-git", "txt", path_)) path_ = "";
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::ignore = llvm::sys::fs::remove(path_); }
  [[nodiscard]] llvm::StringRef path() const { return path_; }
  [[nodiscard]] std::string text() const {
    const auto buffer = llvm::MemoryBuffer::getFile(path_);
    return buffer ? (*buffer)->getBuffer().str() : std::string();
  }

private:
  llvm::SmallString<128> path_;
};

struct GitRun {
  bool done = false;
  std::string out, err;
};

GitRun git(const std::vector<llvm::StringRef>& words) {
  const auto program = llvm::sys::findProgramByName("git");
  if (!program) return {false, {}, program.getError().message()};
  const Scratch out;
  const Scratch err;
  std::vector<llvm::StringRef> line{"git"};
  line.insert(line.end(), words.begin(), words.end());
  std::string failure;
  const int status = llvm::sys::ExecuteAndWait(*program, line, std::nullopt,
                                               {llvm::StringRef(), out.path(), err.path()}, 0, 0, &failure);
  std::string said = err.text();
  while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.pop_back();
  return {status == 0, out.text(), failure.empty() ? said : failure};
}

}  // namespace

bool is_revision(const std::string& word) {
  return !word.starts_with('-') && git({"rev-parse", "--verify", "--quiet", word + "^{commit}"}).done;
}

std::optional<std::string> merge_base(const std::string& one, const std::string& other) {
  GitRun run = git({"merge-base", one, other});
  if (!run.done) return std::nullopt;
  while (!run.out.empty() && run.out.back() == '\n') run.out.pop_back();
  return run.out;
}

GitText git_show(const std::string& revision, const std::string& path) {
  std::error_code error;
  std::string near = std::filesystem::proximate(path, error).generic_string();
  if (error) near = path;
  const GitRun run = git({"show", revision + ":./" + near});
  if (!run.done) return {std::nullopt, run.err};
  return {run.out, {}};
}

}  // namespace wain::driver
