/// How names are written: `PascalCase` and `snake_case`.
#pragma once

#include <string>
#include <string_view>

namespace wain::lint {

/// The name in `PascalCase`: capitals where words begin, underscores only between digits. Names all of
/// capitals without underscores (`CFO`) stay, and so do names of letters that have no case.
std::string in_pascal_case(std::string_view name);
/// The name in `snake_case`: small letters, an underscore between words.
std::string in_snake_case(std::string_view name);

}  // namespace wain::lint
