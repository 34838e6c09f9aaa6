/// Applies fixes to texts: which of them go together, and what comes of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/fix.h"

namespace wain::fixes {

/// A part of a file that a fix needs for itself: from its first edit to its last.
struct Extent {
  std::string file;  ///< one for each file, however its path is written
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};
/// Neither lies in the other, nor do they begin or end at one place.
bool are_apart(const Extent& a, const Extent& b);

/// Edits of one text, put into it. They must be sorted and apart, as `Layouter` leaves them.
std::string with_edits(std::string_view text, const std::vector<Edit>& edits);

/// What has changed between two texts, as `diff -u` writes it, with three lines around; empty if nothing has.
/// `path` stands behind `a/` and `b/`, as it does for git.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace wain::fixes
