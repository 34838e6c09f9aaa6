/// Patterns for paths, as in .gitignore: `*` and `?` stay within a folder, `**` crosses folders, and a
/// pattern without a slash is about names in any folder.
#pragma once

#include <string_view>

namespace wain::driver {

/// Whether the path (relative, with `/`) is meant by the pattern. `[` has no meaning of its own.
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace wain::driver
