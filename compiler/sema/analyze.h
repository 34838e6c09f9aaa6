/// From files to a typed definition: names, types, units, who is who, flow, definite assignment.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "ir/definition.h"
#include "source/source.h"
#include "syntax/tree.h"

namespace wain::sema {

/// The text of a file, or why it cannot be read.
struct ReadResult {
  std::optional<std::string> text;
  std::string reason;    ///< in words, when there is no text
  std::string identity;  ///< one for each file, however its path is written; empty: the path itself
};
/// How imports are read: the driver gives the real files, tests a map, an editor its buffers.
using FileReader = std::function<ReadResult(const std::string& path)>;

/// Reads from the file system. Directories, devices and texts of 4 GiB and more are refused.
ReadResult read_file(const std::string& path);

/// What a compilation of one root file and its imports gives. There is always a definition; what
/// could not be understood is marked `broken` in it.
struct Analysis {
  std::unique_ptr<ir::Definition> definition;
  /// Trees of the root (first) and of every file it reaches, in order of loading.
  std::vector<syntax::Tree> trees;
};

/// Compiles one root file, already in `sources`, with everything that it imports. A file reached
/// twice is loaded once.
Analysis analyze(SourceManager& sources, FileId root, const FileReader& read, Diagnostics& diagnostics);

}  // namespace wain::sema
