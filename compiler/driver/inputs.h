/// From the paths of a command line to the files that they mean.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "driver/arguments.h"
#include "driver/config_files.h"

namespace wain::driver {

/// A file to compile.
struct InputFile {
  std::string path;      ///< as messages show it
  std::string identity;  ///< one for each file, however its path is written
  bool is_stdin = false;
};

struct Inputs {
  std::vector<InputFile> files;
  bool complete = true;  ///< false: something was named that cannot be read, and it was said
};

/// Files as they are named, folders as the `.wain` files in them: sorted, without what is excluded
/// (`excludes.h`) and without following links to folders. A file named twice comes once.
Inputs find_inputs(const Arguments& arguments, ConfigFiles& files);
/// The same, where nothing else asks for settings files.
Inputs find_inputs(const Arguments& arguments);

/// The text of a file or of standard input; nothing, and a complaint, if it cannot be read.
std::optional<std::string> read_input(const InputFile& file);

}  // namespace wain::driver
